import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@Suite("Central differences")
struct CentralDifferenceTests {
  @Test("Polynomials of degree 4 have their slope up to rounding")
  func polynomial() {
    let slope = CentralDifference.slope { 3 + $0 * (2 + $0 * (5 - $0 * (7 + $0))) }
    #expect((slope - 2).magnitude <= CentralDifference.tolerance(value: 3))
  }

  @Test("A fifth derivative shows, and its bound holds")
  func fifthDerivative() {
    // x + x^5 h^-4, whose fifth derivative is 120 h^-4: the formula gives 1 - 4.
    let scale = CentralDifference.step * CentralDifference.step
    let slope = CentralDifference.slope { $0 + $0 * ($0 * $0 / scale) * ($0 * $0 / scale) }
    let bound = CentralDifference.tolerance(value: 0, fifthDerivative: 120 / (scale * scale))
    #expect((slope + 3).magnitude <= CentralDifference.tolerance(value: 34))
    #expect((slope - 1).magnitude <= bound)
    #expect(bound <= 4 + CentralDifference.tolerance(value: 34))
  }

  @Test("The bound for the sigmoid counts the terms and the reach of an entry")
  func sigmoid() throws {
    let objective = try SigmoidObjective(
      inputs: Matrix(rows: [[3, 4], [1, 0]]), outputs: Matrix(rows: [[1], [0]]))
    let weights = try Weights(layers: [Matrix(rows: [[0, 2]]), Matrix(rows: [[0.5]])])
    // Two terms; the longest input 5, the factors 2 and at least 1.
    let bound = CentralDifference.fifthDerivative(of: objective, at: weights)
    #expect((bound - 2 * 2 * 100_000).magnitude <= 32 * .ulpOfOne * bound)
  }
}
