import DeepLinearCore
import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("The loss of measurements")
struct MeasurementLossTests {
  @Test("Residuals and gradients are those of the dense objective")
  func gradients() throws {
    var generator = SeededGenerator(seed: 8)
    let matrices = Matrix.gaussian(rowCount: 9, columnCount: 12, using: &generator)
    let values = Matrix.gaussian(rowCount: 9, columnCount: 1, using: &generator)
    let left = Matrix.gaussian(rowCount: 2, columnCount: 4, using: &generator)
    let right = Matrix.gaussian(rowCount: 2, columnCount: 3, using: &generator)
    let measurements = try Measurements(matrices: matrices, values: values, rowCount: 4)
    var loss = MeasurementLoss(measurements, at: Array(0..<9))
    let objective = try SensingObjective(measurements: matrices, values: values, outputWidth: 4)
    let product = Matrix.product(left.transposed, right.factor)
    let tolerance = 12 * 9 * 16 * Double.ulpOfOne
    // The objective is a mean over 9.
    let squares = loss.formResiduals(left: left, right: right)
    let expected = 2 * 9 * objective.loss(at: product)
    #expect((squares - expected).magnitude <= tolerance * max(1, expected))
    let gradient = 9 * objective.gradient(at: product)
    var (leftGradient, rightGradient) = (left, right)
    loss.formGradients(&leftGradient, &rightGradient, left: left, right: right)
    let scale = max(1, gradient.largestMagnitude)
    let expectedLeft = Matrix.product(right.factor, gradient.transposed)
    #expect((leftGradient - expectedLeft).largestMagnitude <= tolerance * scale)
    #expect((rightGradient - left * gradient).largestMagnitude <= tolerance * scale)
  }
}
