import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("SymmetricLimit")
struct SymmetricLimitTests {
  private let target = Matrix(rows: [[2, 0.5], [0.5, -1]])
  private let start = Matrix(rows: [[0.3, 0.1], [0, 0.2]])

  @Test("The positive part, approached as e^{-2 t |Y|} H e^{-2 t |Y|}")
  func approach() throws {
    let limit = try SymmetricLimit(target: target, start: start)
    let decomposition = try SymmetricEigendecomposition(target)
    let positive = decomposition.map { max($0, 0) }
    #expect(distance(limit.limit, positive) <= roundingTolerance(for: target))
    let least = decomposition.values.map(\.magnitude).reduce(.infinity, min)
    #expect((limit.rate - 4 * least).magnitude <= 64 * Double.ulpOfOne * limit.rate)
    let time = 2.0
    let decay = decomposition.map { .exp(-2 * time * $0.magnitude) }
    let left =
      try SymmetricFactorizationFlow(target: target, start: start).product(at: time) - positive
    let expected = decay * limit.amplitude * decay
    // H(t) is H up to terms of e^{-4 t min |s|}; X itself is rounded.
    let tolerance =
      2 * Double.exp(-limit.rate * time) * expected.frobeniusNorm
      + roundingTolerance(for: target, constant: 256)
    #expect(distance(left, expected) <= tolerance)
  }

  @Test("A tiny start keeps the digits of the amplitude: (x0 - s) s / x0 for one number")
  func tiny() throws {
    let limit = try SymmetricLimit(
      target: Matrix(rows: [[1]]), start: Matrix(rows: [[0x1p-30]]))
    let expected = (0x1p-60 - 1) / 0x1p-60
    #expect(
      (limit.amplitude[0, 0] - expected).magnitude <= 8 * Double.ulpOfOne * expected.magnitude)
  }

  @Test("A singular target is refused")
  func singular() {
    #expect(throws: TheoryError.self) {
      try SymmetricLimit(target: Matrix(diagonal: [1, 0]), start: .identity(2))
    }
  }
}
