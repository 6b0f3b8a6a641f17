import DynamicsTheory
import RealModule
import Testing

@Suite("BalancedMode")
struct BalancedModeTests {
  private static let slack = 64 * Double.ulpOfOne

  @Test("Two layers are BalancedTwoLayerMode, one layer is linear")
  func shallow() throws {
    let two = try BalancedMode(depth: 2, strength: 1.5, inputVariance: 0.5)
    let reference = try BalancedTwoLayerMode(strength: 1.5, inputVariance: 0.5, exponent: 2)
    let expected = reference.product(at: 1.3)
    #expect(
      (try two.product(at: 1.3, from: .exp(-4)) - expected).magnitude <= Self.slack * expected)
    let one = try BalancedMode(depth: 1, strength: 1.5, inputVariance: 0.5)
    let linear = 3 + (-2 - 3) * Double.exp(-0.5)
    #expect((try one.product(at: 1, from: -2) - linear).magnitude <= 5 * Self.slack)
  }

  @Test("Time and product are each other's inverse, on both sides of the limit", arguments: 2...6)
  func inverse(depth: Int) throws {
    let mode = try BalancedMode(depth: depth, strength: 2, inputVariance: 0.5)
    for (start, end) in [(0.1, 2.0), (0.01, 3.9), (9, 4.1)] {
      let time = try mode.time(from: start, to: end)
      let conditioning = 1 + 20 * time
      #expect(
        (try mode.product(at: time, from: start) - end).magnitude <= Self.slack * conditioning * end
      )
    }
  }

  @Test("Without input variance it grows: e^{2 sigma t}, or to infinity in finite time")
  func unhindered() throws {
    let two = try BalancedMode(depth: 2, strength: 0.5, inputVariance: 0)
    #expect((try two.product(at: 2, from: 0.1) - 0.1 * .exp(2)).magnitude <= Self.slack)
    let three = try BalancedMode(depth: 3, strength: 1, inputVariance: 0)
    // m' = m^2 from m = 1/2 is infinite at t = 2; at t = 1 m = 1.
    #expect((try three.product(at: 1, from: 0.125) - 1).magnitude <= Self.slack)
    #expect(try three.product(at: 2.5, from: 0.125) == .infinity)
  }

  @Test("A negative strength decays, and t = 0 is the start")
  func decay() throws {
    let mode = try BalancedMode(depth: 3, strength: -1, inputVariance: 1)
    #expect(try mode.product(at: 1e6, from: 0.5) < 1e-12)
    #expect((try mode.product(at: 0, from: 0.5) - 0.5).magnitude <= Self.slack)
    #expect(throws: TheoryError.assumption(Assumption("w0", 0, .greater, 0))) {
      try mode.product(at: 1, from: 0)
    }
    #expect(throws: TheoryError.assumption(Assumption("t", -1, .atLeast, 0))) {
      try mode.product(at: -1, from: 0.5)
    }
  }
}
