import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("UniformImbalanceFlow")
struct UniformImbalanceFlowTests {
  @Test("One by one it is the imbalanced mode: P = [u; v] [u, v]")
  func scalar() throws {
    let (u, v) = (0.8, 0.3)
    let imbalance = u * u - v * v
    let flow = try UniformImbalanceFlow(target: Matrix(rows: [[1.2]]), imbalance: imbalance)
    let mode = try ImbalancedMode(strength: 1.2, u: u, v: v)
    for time in [0, 0.4, 2, 1e6] {
      let state = mode.state(at: time)
      let column = Matrix(rows: [[state.u], [state.v]])
      let found = try flow.product(at: time, from: Matrix(rows: [[u], [v]]))
      #expect(distance(found, column.leftGramian) <= roundingTolerance(for: found, constant: 256))
    }
  }

  @Test("It is the Riccati equation with A = S~, R = I, Q = 0")
  func riccati() throws {
    var generator = SeededGenerator(seed: 4)
    let target = Matrix.gaussian(rowCount: 2, columnCount: 3, using: &generator)
    let start = Matrix.gaussian(rowCount: 5, columnCount: 5, using: &generator)
    let flow = try UniformImbalanceFlow(target: target, imbalance: 0.7)
    let equation = try TimeInvariantRiccati(
      drift: flow.generator, quadratic: .identity(5), feed: Matrix(rowCount: 5, columnCount: 5))
    for time in [0.1, 1, 5] {
      let (found, expected) = (
        try flow.product(at: time, from: start),
        try equation.solution(at: time, from: start.leftGramian)
      )
      #expect(distance(found, expected) <= roundingTolerance(for: expected, constant: 4096))
    }
  }

  @Test("Limit S~ + |S~| with S off the diagonal; eigenvalues and rates of Proposition 5")
  func limit() throws {
    let target = Matrix(rows: [[3, 0, 0], [0, 1, 0]])
    let flow = try UniformImbalanceFlow(target: target, imbalance: 0.5)
    let limit = try flow.limit()
    let corner = limit.submatrix(rows: 0..<2, columns: 2..<5)
    #expect(distance(corner, target) <= roundingTolerance(for: limit))
    let roots = [36.25, 4.25].map { $0.squareRoot() / 2 }
    let expected = (roots + [-0.25] + roots.map { -$0 }).sorted()
    for (value, root) in zip(try flow.eigenvalues(), expected) {
      #expect((value - root).magnitude <= 16 * Double.ulpOfOne * roots[0])
    }
    // m differs from n, so that |lambda0| is a rate too, and the least here.
    #expect((try flow.rate() - 0.5).magnitude <= 16 * Double.ulpOfOne)
    let square = try UniformImbalanceFlow(target: Matrix(diagonal: [3, 1]), imbalance: 0.5)
    #expect((try square.rate() - 4.25.squareRoot()).magnitude <= 16 * Double.ulpOfOne)
  }
}
