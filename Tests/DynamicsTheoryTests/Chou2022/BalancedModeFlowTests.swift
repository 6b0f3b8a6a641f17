import DynamicsTheory
import RealModule
import Testing

@Suite("BalancedModeFlow")
struct BalancedModeFlowTests {
  private static let slack = 64 * Double.ulpOfOne

  @Test("Two layers, elementary: y^2 is logistic", arguments: [0.01, 0.5, 1.9, 3])
  func logistic(start: Double) throws {
    let flow = try BalancedModeFlow(depth: 2, eigenvalue: 1.5)
    for time in [0, 0.2, 1, 4] {
      let growth = Double.exp(3 * time)
      let square = start * start
      let expected = (1.5 * square * growth / (1.5 + square * (growth - 1))).squareRoot()
      let found = try flow.value(at: time, from: start)
      #expect((found - expected).magnitude <= Self.slack * (1 + 3 * time) * expected)
    }
  }

  @Test("lambda = 0: y^{2 - 2N} grows by (2N - 2) t, from whichever start", arguments: 2...5)
  func zero(depth: Int) throws {
    let flow = try BalancedModeFlow(depth: depth, eigenvalue: 0)
    let power = 2 - 2 * Double(depth)
    let expected = Double.pow(.pow(0.7, power) - power * 3, 1 / power)
    #expect((try flow.value(at: 3, from: 0.7) - expected).magnitude <= Self.slack * expected)
    #expect(flow.limit == 0)
  }

  @Test("Time and value are inverse, two times are one, on every side", arguments: 2...6)
  func inverse(depth: Int) throws {
    for (eigenvalue, start) in [(2.0, 0.2), (2, 3), (-1, 0.8), (0.5, 0.01)] {
      let flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
      let goal = eigenvalue > 0 ? flow.limit : 0
      let end = goal + 0.3 * (start - goal)
      let time = try flow.time(from: start, to: end)
      // In the plateau a rounding of the time is worth (s / alpha)^{N-2} roundings of y.
      let conditioning = 1 + time * (1 + Double.pow(max(start, end), 2 * depth - 2) * Double(depth))
      let found = try flow.value(at: time, from: start)
      #expect((found - end).magnitude <= 4 * Self.slack * conditioning * (end + start))
      let middle = try flow.value(at: 0.4 * time, from: start)
      let rest = try flow.value(at: 0.6 * time, from: middle)
      #expect((rest - end).magnitude <= 16 * Self.slack * conditioning * (end + start))
    }
  }

  @Test("Near the limit the gap keeps its digits")
  func gap() throws {
    let flow = try BalancedModeFlow(depth: 3, eigenvalue: 1)
    // The rate at the limit is N lambda^{2-2/N} = 3: a decade of the gap takes ln 10 / 3.
    let decade = try flow.time(from: 0.1, toWithin: 1e-13) - flow.time(from: 0.1, toWithin: 1e-12)
    #expect((decade - .log(10) / 3).magnitude <= 1e-11)
  }

  @Test("Starts and ends outside the domain are named")
  func domain() throws {
    #expect(throws: TheoryError.assumption(Assumption("the depth N", 0, .atLeast, 1))) {
      try BalancedModeFlow(depth: 0, eigenvalue: 1)
    }
    let flow = try BalancedModeFlow(depth: 2, eigenvalue: 1)
    #expect(throws: TheoryError.self) { try flow.time(from: 0.1, to: 1.5) }
    #expect(throws: TheoryError.self) { try flow.value(at: 1, from: 0) }
  }
}
