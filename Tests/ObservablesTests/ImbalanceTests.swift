import DeepLinearCore
import LinearAlgebra
import Observables
import Testing

@Suite("The imbalance")
struct ImbalanceTests {
  private func weights() throws -> Weights {
    try Weights(layers: [
      Matrix(rows: [[1, 2], [0, 1]]), Matrix(rows: [[3, 0], [0, 1], [1, 0]]),
      Matrix(rows: [[1, 0, 0]]),
    ])
  }

  @Test("By hand: W_2^T W_2 - W_1 W_1^T of two pairs")
  func byHand() throws {
    let weights = try weights()
    // W_2^T W_2 = diag(10, 1), W_1 W_1^T = (5 2; 2 1).
    #expect(weights.imbalance(at: 0) == Matrix(rows: [[5, -2], [-2, 0]]))
    // W_3^T W_3 = diag(1, 0, 0), W_2 W_2^T = (9 0 3; 0 1 0; 3 0 1).
    #expect(weights.imbalance(at: 1) == Matrix(rows: [[-8, 0, -3], [0, -1, 0], [-3, 0, -1]]))
    #expect(weights.imbalanceNorms.count == 2)
    #expect((weights.imbalanceNorms[0] - 33.0.squareRoot()).magnitude <= 8 * .ulpOfOne)
    #expect(!weights.isBalanced(tolerance: 5))
    #expect(weights.isBalanced(tolerance: 10))
  }

  @Test("One factor has no pair")
  func single() throws {
    let weights = try Weights(layers: [.identity(2)])
    #expect(weights.imbalanceNorms.isEmpty && weights.isBalanced(tolerance: 0))
  }

  @Test("A pair that is not there is refused")
  func outOfRange() async {
    await #expect(processExitsWith: .failure) {
      _ = try Weights(layers: [.identity(2), .identity(2)]).imbalance(at: 1)
    }
  }
}
