import LinearAlgebra
import LowRankEstimation
import TestSupport
import Testing

@Suite("Comparison of regressions")
struct RegressionComparisonTests {
  @Test("Low rank wins where the truth has it, and least squares are judged as anyone would")
  func lowRank() throws {
    let data = try RegressionSample.data(
      rows: 60, inputs: 12, outputs: 10, rank: 1, noise: 3, seed: 101)
    let settings = ReducedRankRegression(
      rank: .crossValidation(CrossValidation(foldCount: 5, seed: 3)))
    let comparison = try RegressionComparison(data, settings: settings)
    #expect(
      comparison.methods.map(\.name) == [
        "ordinary least squares", "ridge", "principal components", "reduced rank",
        "reduced rank with ridge", "early-stopped two layers",
      ])
    #expect(comparison.best >= 3)
    let plain = try #require(try settings.fit(data).path.last?.heldOutError)
    let found = comparison.methods[0].error
    #expect((found.mean - plain.mean).magnitude <= 1e3 * Double.ulpOfOne * plain.mean)
    #expect(comparison.methods[3].choice == .rank(1))
    let excess = comparison.excess(ofMethod: 0)
    #expect(excess.mean > 2 * excess.standardError, "five folds see the difference")
    #expect(comparison.excess(ofMethod: comparison.best).mean == 0)
  }

  @Test("Settings that are none of the standard methods are judged beside them")
  func given() throws {
    let data = try RegressionSample.data(rows: 20, inputs: 4, outputs: 3, rank: 2, seed: 103)
    let same = ReducedRankRegression(rank: .fixed(.max))
    let comparison = try RegressionComparison(data, settings: same)
    #expect(comparison.methods.map(\.name).last == "the settings given")
    #expect(comparison.methods[6].error == comparison.methods[0].error)
    let early = ReducedRankRegression(
      path: .earlyStopped(EarlyStopping()), ridge: .fixed(1), outputWeights: [1, 2, 3])
    let other = try RegressionComparison(data, settings: early).methods
    #expect(other.count == 7 && other[6].error.mean > 0 && other[6].error != other[5].error)
  }

  @Test("Data and settings that cannot be fitted are refused as by a fit")
  func refused() throws {
    let data = try RegressionSample.data(rows: 10, inputs: 3, outputs: 2, rank: 2, seed: 102)
    #expect(throws: EstimationError.shapes("1 weights for 2 outputs")) {
      try RegressionComparison(data, settings: ReducedRankRegression(outputWeights: [1]))
    }
  }
}
