import LinearAlgebra
import LowRankEstimation
import TestSupport
import Testing

@Suite("Bootstrap of a regression")
struct RegressionBootstrapTests {
  @Test("Least squares get White's standard errors, within the error of the draws")
  func leastSquares() throws {
    let (n, d, p, count) = (400, 3, 2, 400)
    let data = try RegressionSample.data(
      rows: n, inputs: d, outputs: p, rank: 2, noise: 1, seed: 71)
    let model = try ReducedRankRegression(rank: .fixed(.max)).fit(data)
    let errors = try RegressionBootstrap(count: count, seed: 5).standardErrors(of: model, on: data)
    // (Z^T Z)^-1 (sum_i e_i^2 z_i z_i^T) (Z^T Z)^-1 with a column of ones in Z (White 1980).
    let design = Matrix(rowCount: n, columnCount: d + 1) { $1 == 0 ? 1 : data.inputs[$0, $1 - 1] }
    let inverse = try #require(try design.gramian.solving(.identity(d + 1)))
    let rest = try model.residuals(of: data.outputs)
    for j in 0..<p {
      let scaled = design.scalingRows(by: rest.column(j))
      let covariance = inverse * scaled.gramian * inverse
      // Four deviations of a standard error from `count` draws, and the order d/n that both formulas neglect.
      let tolerance = 4 / (2 * Double(count)).squareRoot() + 4 * Double(d + 1) / Double(n)
      for i in 0...d {
        let expected = covariance[i, i].squareRoot()
        let found = i == 0 ? errors.intercepts[j] : errors.coefficients[i - 1, j]
        #expect((found / expected - 1).magnitude <= tolerance, "\(found), \(expected)")
      }
    }
  }

  @Test("The rank is held fixed, and the seed decides")
  func fixedRank() throws {
    let data = try RegressionSample.data(rows: 30, inputs: 4, outputs: 3, rank: 2, seed: 72)
    for path in [RegressionPath.reducedRank, .earlyStopped(EarlyStopping())] {
      let model = try ReducedRankRegression(path: path).fit(data)
      let errors = try RegressionBootstrap(count: 20, seed: 1).standardErrors(of: model, on: data)
      #expect(errors.coefficients.elements.allSatisfy { $0 > 0 && $0.isFinite })
      let again = try RegressionBootstrap(count: 20, seed: 1).standardErrors(of: model, on: data)
      let other = try RegressionBootstrap(count: 20, seed: 2).standardErrors(of: model, on: data)
      #expect(errors == again && errors != other)
    }
    let none = try ReducedRankRegression(rank: .fixed(0)).fit(data)
    let errors = try RegressionBootstrap(count: 20).standardErrors(of: none, on: data)
    #expect(errors.coefficients.largestMagnitude == 0)
    #expect(errors.intercepts.allSatisfy { $0 > 0 })
  }

  @Test("Too few draws and other data are refused")
  func refused() throws {
    let data = try RegressionSample.data(rows: 10, inputs: 3, outputs: 2, rank: 2, seed: 73)
    let model = try ReducedRankRegression().fit(data)
    #expect(
      throws: EstimationError.setting(
        name: "the number of bootstrap fits", value: "1", needs: "at least 2")
    ) { try RegressionBootstrap(count: 1).standardErrors(of: model, on: data) }
    for (d, p) in [(3, 3), (4, 2)] {
      let other = try RegressionSample.data(rows: 10, inputs: d, outputs: p, rank: 2, seed: 74)
      #expect(throws: EstimationError.self) {
        try RegressionBootstrap(count: 2).standardErrors(of: model, on: other)
      }
    }
  }
}
