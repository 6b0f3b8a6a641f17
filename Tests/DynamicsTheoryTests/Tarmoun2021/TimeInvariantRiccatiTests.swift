import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("TimeInvariantRiccati")
struct TimeInvariantRiccatiTests {
  private func scalar(_ value: Double) -> Matrix { Matrix(rows: [[value]]) }

  @Test("P' = 1 - P^2 is tanh, for times from 0 to 1e6")
  func tanh() throws {
    let equation = try TimeInvariantRiccati(
      drift: scalar(0), quadratic: scalar(1), feed: scalar(1))
    for time in [0, 1e-8, 0.3, 2, 50, 1e6] {
      let found = try equation.solution(at: time, from: scalar(0))[0, 0]
      let expected = Double.tanh(time)
      #expect((found - expected).magnitude <= 64 * Double.ulpOfOne * expected)
    }
  }

  @Test("Without the quadratic term it is linear: e^{2 a t} P0 + Q int e^{2 a s} ds")
  func linear() throws {
    let equation = try TimeInvariantRiccati(
      drift: scalar(-0.5), quadratic: scalar(0), feed: scalar(2))
    let found = try equation.solution(at: 3, from: scalar(7))[0, 0]
    let expected = 7 * Double.exp(-3) + 2 * (1 - .exp(-3))
    #expect((found - expected).magnitude <= 64 * Double.ulpOfOne * expected)
  }

  @Test("Two times in sequence are one, and late it solves A P + P A^T - P R P + Q = 0")
  func semigroup() throws {
    var generator = SeededGenerator(seed: 1)
    func matrix() -> Matrix { .gaussian(rowCount: 3, columnCount: 3, using: &generator) }
    let (drift, r, q, start) = (
      matrix(), matrix().leftGramian, matrix().leftGramian, matrix().leftGramian
    )
    let equation = try TimeInvariantRiccati(drift: drift, quadratic: r, feed: q)
    let middle = try equation.solution(at: 0.7, from: start)
    let whole = try equation.solution(at: 1, from: start)
    #expect(
      distance(try equation.solution(at: 0.3, from: middle), whole)
        <= roundingTolerance(for: whole, constant: 1024))
    let late = try equation.solution(at: 1e6, from: start)
    let moved = drift * late
    let terms = [moved, moved.transpose(), late * r * late, q]
    let residual = terms[0] + terms[1] - terms[2] + terms[3]
    let size = terms.reduce(0) { $0 + $1.frobeniusNorm }
    #expect(residual.frobeniusNorm <= 1024 * Double.ulpOfOne * size)
  }

  @Test(
    "An unstable drift without feed: every time from 1 to 1e6 is right",
    arguments: [20.0, 50, 1e3, 1e6])
  func unstable(time: Double) throws {
    let drift = Matrix(rows: [[2, 0.5], [0.5, 1]])
    let equation = try TimeInvariantRiccati(
      drift: drift, quadratic: .identity(2), feed: Matrix(rowCount: 2, columnCount: 2))
    let start = Matrix(rows: [[1, 0.3], [-0.5, 0.8]]).leftGramian
    // A P + P A = P^2 with P = 2 A.
    let limit = 2 * drift
    let found = try equation.solution(at: time, from: start)
    #expect(distance(found, limit) <= roundingTolerance(for: limit, constant: 256))
  }

  @Test("Coefficients that are not positive semidefinite are refused")
  func semidefinite() throws {
    #expect(throws: TheoryError.self) {
      try TimeInvariantRiccati(drift: scalar(0), quadratic: scalar(-1), feed: scalar(0))
    }
    let equation = try TimeInvariantRiccati(
      drift: scalar(0), quadratic: scalar(1), feed: scalar(0))
    #expect(throws: TheoryError.self) { try equation.solution(at: 1, from: scalar(-1)) }
  }

  @Test("Shapes that do not fit and negative times are refused")
  func domain() throws {
    #expect(throws: TheoryError.self) {
      try TimeInvariantRiccati(drift: scalar(1), quadratic: .identity(2), feed: scalar(1))
    }
    let equation = try TimeInvariantRiccati(
      drift: scalar(1), quadratic: scalar(1), feed: scalar(1))
    #expect(throws: TheoryError.assumption(Assumption("t", -1, .atLeast, 0))) {
      try equation.solution(at: -1, from: scalar(1))
    }
  }
}
