import DynamicsTheory
import RealModule
import Testing

@Suite("BalancedTwoLayerMode")
struct BalancedTwoLayerModeTests {
  private static let slack = 64 * Double.ulpOfOne

  @Test("Without strength it decays as the corrected (16) says (G2)")
  func unfed() throws {
    let mode = try BalancedTwoLayerMode(strength: 0, inputVariance: 0.8, exponent: 0.3)
    // The erratum's number, from integration.
    #expect((mode.product(at: 2.5) - 0.171758776192).magnitude <= 0.5e-12)
    let start = Double.exp(-0.6)
    let expected = start / (1 + 2 * start * 0.8 * 2.5)
    #expect((mode.product(at: 2.5) - expected).magnitude <= Self.slack * expected)
  }

  @Test("Half of the limit comes at the corrected T_i (G7)")
  func halfRise() throws {
    let mode = try BalancedTwoLayerMode(strength: 0.7, inputVariance: 1.3, exponent: 5)
    let (time, leading) = try mode.halfRise()
    #expect(leading == 5 / 0.7)
    let middle = 0.7 / 1.3 / 2
    #expect((mode.product(at: time) - middle).magnitude <= Self.slack * middle * (1 + 0.7 * time))
    // The erratum's number.
    #expect((time - 6.7006).magnitude <= 0.5e-4)
  }

  @Test("Starts too small for a double rise all the same, and late times do not overflow")
  func extremes() throws {
    let mode = try BalancedTwoLayerMode(strength: 2, inputVariance: 0.5, exponent: 1e4)
    #expect(mode.product(at: 0) == 0)
    #expect(mode.product(at: 4_990) < 1e-8)
    #expect((mode.product(at: 1e6) - 4).magnitude <= 4 * Self.slack)
    let gap = try #require(mode.gap(at: 5_010))
    #expect(gap < 0 && gap > -1e-8)
  }

  @Test("Two times in sequence are one", arguments: [0.0, 0.3, 2])
  func semigroup(strength: Double) throws {
    let mode = try BalancedTwoLayerMode(strength: strength, inputVariance: 0.7, exponent: 1.5)
    let middle = mode.product(at: 0.6)
    let rest = try BalancedTwoLayerMode(
      strength: strength, inputVariance: 0.7, exponent: -.log(middle) / 2)
    let whole = mode.product(at: 2)
    #expect(
      (rest.product(at: 1.4) - whole).magnitude <= 4 * Self.slack * whole * (1 + 2 * strength))
  }

  @Test("Outside the domain the assumption is named")
  func domain() {
    #expect(throws: TheoryError.self) {
      try BalancedTwoLayerMode(strength: -1, inputVariance: 1, exponent: 1)
    }
    #expect(throws: TheoryError.self) {
      try BalancedTwoLayerMode(strength: 1, inputVariance: -1, exponent: 1)
    }
  }
}
