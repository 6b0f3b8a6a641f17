import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("The loss of known entries")
struct FactoredLossTests {
  @Test("Residuals and gradients are those of the masked dense matrix")
  func gradients() throws {
    let entries = try CompletionSample.gaussian(9, 7, rank: 2, density: 0.5, seed: 41).entries
    var generator = SeededGenerator(seed: 42)
    let left = Matrix.gaussian(rowCount: 3, columnCount: 9, using: &generator)
    let right = Matrix.gaussian(rowCount: 3, columnCount: 7, using: &generator)
    var residual = Matrix.product(left.transposed, right.factor)
    residual.combineElements(with: entries.matrix) { $1.isNaN ? 0 : $0 - $1 }
    var loss = EntryLoss(entries)
    let tolerance = 9 * 7 * 16 * Double.ulpOfOne * max(1, residual.largestMagnitude)
    let squares = residual.innerProduct(residual)
    #expect(
      (loss.formResiduals(left: left, right: right) - squares).magnitude <= tolerance * squares)
    #expect(loss.squaredResiduals.count == entries.count && loss.count == entries.count)
    var (leftGradient, rightGradient) = (left, right)
    loss.formGradients(&leftGradient, &rightGradient, left: left, right: right)
    let expectedLeft = Matrix.product(right.factor, residual.transposed)
    #expect((leftGradient - expectedLeft).largestMagnitude <= tolerance)
    #expect((rightGradient - left * residual).largestMagnitude <= tolerance)
  }
}
