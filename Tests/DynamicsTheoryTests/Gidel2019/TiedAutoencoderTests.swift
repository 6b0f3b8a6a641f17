import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("TiedAutoencoder")
struct TiedAutoencoderTests {
  private func basis() throws -> Matrix {
    var generator = SeededGenerator(seed: 2)
    return try .orthonormal(rowCount: 4, columnCount: 4, using: &generator)
  }

  @Test("Strengths are logistic: odds grow as e^{2 lambda t}")
  func logistic() throws {
    let start = [0.1, 0.5, 1.5, 0]
    let variances = [2, 1, 0.5, 3]
    let autoencoder = try TiedAutoencoder(basis: basis(), variances: variances, start: start)
    for (i, strength) in autoencoder.strengths(at: 0.8).enumerated() {
      let growth = Double.exp(2 * variances[i] * 0.8)
      let expected = start[i] * growth / (1 + start[i] * (growth - 1))
      #expect((strength - expected).magnitude <= 32 * Double.ulpOfOne * (1 + expected))
    }
    #expect(autoencoder.strengths(at: 0) == start)
  }

  @Test("The limit holds the directions of the start, which are principal only by chance (G26)")
  func limit() throws {
    let basis = try basis()
    let autoencoder = try TiedAutoencoder(
      basis: basis, variances: [4, 3, 2, 0], start: [0, 0.1, 0.1, 0.25])
    let expected = Matrix.product(
      basis.scalingColumns(by: [0, 1, 1, 0.25]).factor, basis.transposed)
    #expect(distance(autoencoder.limit, expected) <= roundingTolerance(for: expected))
    let late = autoencoder.strengths(at: 1e6)
    for (strength, expected) in zip(late, [0, 1, 1, 0.25]) {
      #expect((strength - expected).magnitude <= 4 * Double.ulpOfOne)
    }
  }
}
