import DynamicsTheory
import RealModule
import Testing

@Suite("SymmetricMode")
struct SymmetricModeTests {
  @Test("Twice the clock of the balanced mode of two layers")
  func clock() throws {
    let mode = SymmetricMode(strength: 1.5, start: .exp(-4))
    let reference = try BalancedTwoLayerMode(strength: 1.5, inputVariance: 1, exponent: 2)
    for time in [0, 0.3, 0.7, 2, 1e6] {
      let expected = reference.product(at: 2 * time)
      let found = try mode.state(at: time).product
      #expect(
        (found - expected).magnitude <= 64 * Double.ulpOfOne * (1 + 6 * min(time, 4)) * expected)
    }
  }

  @Test("Without strength it decays as 1 / (1 / x0 + 4 t); a negative one exponentially")
  func decay() throws {
    let flat = try SymmetricMode(strength: 0, start: 0.5).state(at: 3).product
    #expect((flat - 1.0 / 14).magnitude <= 8 * Double.ulpOfOne)
    let late = try SymmetricMode(strength: -1, start: 0.5).state(at: 10).product
    // x = e^{4 s t} / (1 / x0 + (1 - e^{4 s t}) / |s|) with |s| = 1.
    let expected = Double.exp(-40) / (2 + 1 - .exp(-40))
    #expect((late - expected).magnitude <= 64 * 41 * Double.ulpOfOne * expected)
  }

  @Test("A start at a negative strength rests there, and one above it leaves with its digits")
  func saddle() throws {
    #expect(try SymmetricMode(strength: -1, start: -1).state(at: 1e6).product == -1)
    let (strength, start, time) = (-0.25, -0.25 + 0x1p-40, 20.0)
    // With g = x - sigma: x = e x0 |sigma| / (g0 - x0 e), e = e^{-4 |sigma| t}, here e^{-20}.
    let e = Double.exp(-20)
    let expected = e * start * 0.25 / (0x1p-40 - start * e)
    let found = try SymmetricMode(strength: strength, start: start).state(at: time).product
    #expect((found - expected).magnitude <= 64 * 21 * Double.ulpOfOne * expected.magnitude)
  }

  @Test("A start that no factor has escapes in finite time (T2)")
  func escape() throws {
    let mode = SymmetricMode(strength: 1, start: -0.5)
    #expect((mode.escapeTime - .log(3) / 4).magnitude <= 4 * Double.ulpOfOne)
    #expect((mode.escapeTime - 0.274653).magnitude <= 0.5e-6)
    #expect(try mode.state(at: 0.27).product < -10)
    #expect(throws: TheoryError.self) { try mode.state(at: 0.28) }
    #expect(SymmetricMode(strength: 1, start: 0.5).escapeTime == .infinity)
  }
}
