import LinearAlgebra
import TestSupport
import Testing

@testable import LowRankEstimation

@Suite("Cross-validation of a regression")
struct CrossValidationTests {
  @Test("Every row is in one fold, folds are as equal as they can be, and the seed decides")
  func folds() {
    for (rowCount, foldCount) in [(23, 5), (10, 10), (4, 10)] {
      let folds = CrossValidation(foldCount: foldCount, seed: 1).folds(rowCount: rowCount)
      #expect(folds.count == min(rowCount, foldCount))
      #expect(folds.flatMap(\.self).sorted() == Array(0..<rowCount))
      let sizes = folds.map(\.count)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      #expect(folds == CrossValidation(foldCount: foldCount, seed: 1).folds(rowCount: rowCount))
    }
    #expect(
      CrossValidation(seed: 1).folds(rowCount: 50) != CrossValidation(seed: 2).folds(rowCount: 50))
  }

  @Test(
    "The error of each point of a path is that of a fit to the other rows, predicting those of the fold",
    arguments: [0, 0.2])
  func errors(ridge: Double) throws {
    let data = try RegressionSample.data(rows: 23, inputs: 4, outputs: 3, rank: 3, seed: 51)
    let weights = [1, 2, 0.5]
    let validation = CrossValidation(foldCount: 5, seed: 4)
    let model = try ReducedRankRegression(
      rank: .crossValidation(validation), ridge: .fixed(ridge), outputWeights: weights
    ).fit(data)
    let folds = validation.folds(rowCount: 23)
    for rank in 0...3 {
      var errors: [Double] = []
      for fold in folds {
        let others = (0..<23).filter { !fold.contains($0) }
        let fit = try ReducedRankRegression(
          rank: .fixed(rank), ridge: .fixed(ridge), outputWeights: weights
        ).fit(data.rows(others))
        let held = data.rows(fold)
        let rest = held.outputs - (try fit.predict(held.inputs))
        let sum = (0..<3).reduce(0) { sum, j in
          sum + rest.column(j).reduce(0) { $0 + weights[j] * $1 * $1 }
        }
        errors.append(sum / Double(3 * fold.count))
      }
      let found = try #require(model.path[rank].heldOutError)
      for (one, other) in zip(found.foldErrors, errors) {
        #expect((one - other).magnitude <= 1e3 * Double.ulpOfOne * (1 + other))
      }
      let mean = zip(errors, folds).reduce(0) { $0 + $1.0 * Double($1.1.count) } / 23
      #expect((found.mean - mean).magnitude <= 1e3 * Double.ulpOfOne * (1 + mean))
    }
  }

  @Test("The standard error is that of a mean")
  func standardError() {
    let error = HeldOutError(foldErrors: [1, 2, 6], foldSizes: [4, 4, 4])
    #expect(error.mean == 3)
    // Squares 4 + 1 + 9 over 3 times 2.
    #expect((error.standardError - (14.0 / 6).squareRoot()).magnitude <= 4 * .ulpOfOne)
    #expect(HeldOutError(foldErrors: [1, 4], foldSizes: [2, 1]).mean == 2)
  }
}
