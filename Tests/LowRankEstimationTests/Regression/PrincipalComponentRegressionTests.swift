import LinearAlgebra
import TestSupport
import Testing

@testable import LowRankEstimation

@Suite("Principal-component regression")
struct PrincipalComponentRegressionTests {
  @Test("Outputs that follow the strongest direction of the inputs get one component")
  func oneComponent() throws {
    var generator = SeededGenerator(seed: 91)
    let scores = Matrix.gaussian(rowCount: 60, columnCount: 6, using: &generator)
    let basis = try Matrix.orthonormal(rowCount: 6, columnCount: 6, using: &generator)
    let inputs = scores.scalingColumns(by: [20, 1, 0.5, 0.3, 0.2, 0.1]) * basis
    let noise = Matrix.gaussian(rowCount: 60, columnCount: 2, using: &generator)
    let outputs = scores.submatrix(rows: 0..<60, columns: 0..<1) * Matrix(rows: [[3, -3]]) + noise
    let data = try RegressionData(inputs: inputs, outputs: outputs)
    let regression = PrincipalComponentRegression(
      validation: CrossValidation(foldCount: 5), outputWeights: nil, fitsIntercept: true)
    let fit = try regression.fit(data)
    #expect(fit.componentCount == 1)
    // Least squares on the one score, by the eigenvector of the Gramian.
    let x = RegressionSample.centred(inputs)
    let direction = try SymmetricEigendecomposition(x.gramian).vectors.submatrix(
      rows: 0..<6, columns: 0..<1)
    let score = x * direction
    let slopes = (1 / score.innerProduct(score)) * Matrix.product(score.transposed, outputs.factor)
    let expected = direction * slopes
    #expect(
      distance(fit.map.coefficients, expected) <= roundingTolerance(for: expected, constant: 1e3))
  }
}
