import DynamicsTheory
import LinearAlgebra
import TestSupport
import Testing

@Suite("LayerGradients")
struct LayerGradientsTests {
  @Test("One number in, one out: the gradient by hand")
  func scalar() throws {
    func matrix(_ value: Double) -> Matrix { Matrix(rows: [[value]]) }
    // f = (7 - 2 * 3 * 0.5)^2 / 2 = 8, residual x w - y = -4.
    let result = try LayerGradients(
      inputs: matrix(2), outputs: matrix(7), factors: [matrix(3), matrix(0.5)])
    #expect(result.loss == 8)
    #expect(result.gradients[0][0, 0] == -4 * 2 * 0.5)
    #expect(result.gradients[1][0, 0] == -4 * 2 * 3)
  }

  @Test("The differences W_l^T g_l - g_{l+1} W_{l+1}^T vanish: why the imbalance is conserved")
  func conservation() throws {
    var generator = SeededGenerator(seed: 12)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      .gaussian(rowCount: rows, columnCount: columns, using: &generator)
    }
    let factors = [matrix(4, 3), matrix(3, 5), matrix(5, 2)]
    let result = try LayerGradients(inputs: matrix(9, 4), outputs: matrix(9, 2), factors: factors)
    for l in 0..<2 {
      let left = factors[l].transpose() * result.gradients[l]
      let right = Matrix.product(result.gradients[l + 1].factor, factors[l + 1].transposed)
      #expect(distance(left, right) <= roundingTolerance(for: left, constant: 256))
    }
  }

  @Test("Factors that do not fit are refused")
  func shapes() {
    #expect(throws: TheoryError.self) {
      try LayerGradients(
        inputs: Matrix(rowCount: 3, columnCount: 2), outputs: Matrix(rowCount: 3, columnCount: 1),
        factors: [Matrix(rowCount: 2, columnCount: 2)])
    }
  }
}
