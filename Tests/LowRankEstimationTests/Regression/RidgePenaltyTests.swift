import LinearAlgebra
import TestSupport
import Testing

@testable import LowRankEstimation

@Suite("Ridge by generalised cross-validation")
struct RidgePenaltyTests {
  /// The solution of the normal equations and its criterion, all by definition.
  private func direct(
    _ data: RegressionData, ridge: Double
  ) throws -> (map: Matrix, criterion: Double) {
    let (x, y) = (
      RegressionSample.centred(data.inputs), RegressionSample.centred(data.outputs)
    )
    let gramian = RegressionSample.penalised(x, ridge: ridge)
    let map = try #require(try gramian.solving(Matrix.product(x.transposed, y.factor)))
    let hat = try #require(try gramian.solving(x.gramian))
    let rest = y - x * map
    let entries = Double(y.elements.count)
    let freedom = Double(y.columnCount) * (hat.trace + 1)
    let left = 1 - freedom / entries
    return (map, rest.innerProduct(rest) / entries / (left * left))
  }

  @Test("The map solves the normal equations, and no penalty nearby has a lower criterion")
  func solution() throws {
    let data = try RegressionSample.data(
      rows: 30, inputs: 8, outputs: 3, rank: 3, noise: 4, seed: 81)
    let fit = try ReducedRankRegression(rank: .fixed(.max), ridge: .gcv).fit(data)
    let own = try direct(data, ridge: fit.ridge)
    let condition = try RegressionSample.condition(
      RegressionSample.penalised(RegressionSample.centred(data.inputs), ridge: fit.ridge))
    #expect(
      distance(fit.coefficients, own.map)
        <= 100 * Double.ulpOfOne * condition * own.map.frobeniusNorm)
    for factor in [0.1, 0.5, 0.79, 1.26, 2, 10] {
      #expect(try direct(data, ridge: factor * fit.ridge).criterion >= own.criterion)
    }
  }
}
