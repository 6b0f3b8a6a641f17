import DeepLinearCore
import DynamicsTheory
import LinearAlgebra
import Testing

@Suite("DescentIdentities")
struct DescentIdentitiesTests {
  @Test(
    "Two scalar layers: the imbalance changes by eta^2 r^2 (u^2 - v^2), times -1 for u outermost")
  func scalar() throws {
    let (u, v, residual, stepSize) = (2.0, 1.0, 3.0, 0.5)
    let weights = try Weights(layers: [Matrix(rows: [[v]]), Matrix(rows: [[u]])])
    let changes = try DescentIdentities.imbalanceChanges(
      weights: weights, gradient: Matrix(rows: [[-residual]]), stepSize: stepSize)
    // u^2 - v^2 = 3 becomes 3 (1 - eta^2 r^2), a change of -3 * 2.25.
    #expect(changes == [Matrix(rows: [[-6.75]])])
    let step = TwoLayerStep(
      outer: u, inner: v, strength: residual + u * v, stepSize: stepSize)
    // u = 2 + 1.5, v = 1 + 3.
    #expect(step == TwoLayerStep(outer: 3.5, inner: 4, strength: 14, stepSize: 1))
    #expect(step.imbalance == -3.75)
  }

  @Test("A zero gradient changes nothing")
  func zeroGradient() throws {
    let weights = try Weights(layers: [
      Matrix(rows: [[1, 2]]), Matrix(rows: [[1], [3]]), Matrix(rows: [[1, 1]]),
    ])
    let changes = try DescentIdentities.imbalanceChanges(
      weights: weights, gradient: Matrix(rowCount: 1, columnCount: 2), stepSize: 1)
    #expect(changes.allSatisfy { $0.frobeniusNorm == 0 })
    #expect(changes.map(\.rowCount) == [1, 2])
  }

  @Test("A gradient of another shape and a single layer are refused")
  func domain() throws {
    let single = try Weights(layers: [Matrix(rows: [[1]])])
    let gradient = Matrix(rows: [[1]])
    #expect(throws: TheoryError.assumption(Assumption("N", 1, .atLeast, 2))) {
      try DescentIdentities.imbalanceChanges(weights: single, gradient: gradient, stepSize: 1)
    }
    let pair = try Weights(layers: [Matrix(rows: [[1, 2]]), Matrix(rows: [[1]])])
    #expect(throws: TheoryError.self) {
      try DescentIdentities.imbalanceChanges(weights: pair, gradient: gradient, stepSize: 1)
    }
  }
}
