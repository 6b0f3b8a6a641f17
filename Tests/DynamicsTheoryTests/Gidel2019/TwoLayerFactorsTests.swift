import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("TwoLayerFactors")
struct TwoLayerFactorsTests {
  private func bases() throws -> (input: Matrix, output: Matrix, hidden: Matrix) {
    var generator = SeededGenerator(seed: 8)
    return (
      try .orthonormal(rowCount: 3, columnCount: 3, using: &generator),
      try .orthonormal(rowCount: 2, columnCount: 2, using: &generator),
      try .orthonormal(rowCount: 4, columnCount: 4, using: &generator)
    )
  }

  @Test(
    "The end-to-end matrix has the modes of BalancedTwoLayerMode, and the factors stay balanced")
  func product() throws {
    let (input, output, hidden) = try bases()
    let modes = [
      try BalancedTwoLayerMode(strength: 2, inputVariance: 1, exponent: 1.5),
      try BalancedTwoLayerMode(strength: 0.5, inputVariance: 3, exponent: 0.3),
    ]
    let network = try TwoLayerFactors(
      inputBasis: input, outputBasis: output, gauge: hidden, modes: modes)
    for time in [0, 0.7, 1e6] {
      // The transposes of W_1, d x r, and of W_2, r x p.
      let (first, second) = network.factors(at: time)
      let products = modes.map { $0.product(at: time) }
      let expected = Matrix.product(
        output.scalingColumns(by: products).factor,
        input.submatrix(rows: 0..<3, columns: 0..<2).transposed)
      #expect(
        distance((first * second).transpose(), expected)
          <= roundingTolerance(for: expected, constant: 64))
      let imbalance = second.leftGramian - first.gramian
      #expect(imbalance.frobeniusNorm <= roundingTolerance(for: first.gramian, constant: 64))
    }
  }

  @Test("A basis that is only invertible is refused, with its distance from orthogonality (G1)")
  func orthogonal() throws {
    let (input, output, hidden) = try bases()
    let mode = try BalancedTwoLayerMode(strength: 1, inputVariance: 1, exponent: 1)
    let stretched = Matrix(diagonal: [1, 1, 1, 2]) * hidden
    #expect {
      try TwoLayerFactors(
        inputBasis: input, outputBasis: output, gauge: stretched, modes: [mode, mode])
    } throws: { error in
      guard case .assumption(let assumption)? = error as? TheoryError else { return false }
      return assumption.quantity == "max |Q^T Q - I|" && assumption.value > 0.1
    }
  }
}
