import DynamicsTheory
import RealModule
import Testing

@Suite("TwoLayerDescent")
struct TwoLayerDescentTests {
  @Test("The recurrence is a' = a (1 + eta (sigma - lambda a))^2")
  func recurrence() throws {
    let descent = try TwoLayerDescent(strength: 1, inputVariance: 2, start: 0.25, stepSize: 0.125)
    // 0.25 (1 + 0.125 * 0.5)^2 is a double.
    #expect(descent.product(at: 0) == 0.25)
    #expect(descent.product(at: 1) == 0.25 * 1.0625 * 1.0625)
    #expect((descent.product(at: 10_000) - 0.5).magnitude <= 4 * Double.ulpOfOne)
  }

  @Test("The printed upper bound is crossed, the corrected one is not (G11)")
  func crossing() throws {
    let descent = try TwoLayerDescent(strength: 1, inputVariance: 1, start: 0.5, stepSize: 0.4)
    let bounds = try descent.bounds(at: 3)
    // The erratum's numbers.
    #expect((descent.product(at: 3) - 0.970151).magnitude <= 0.5e-6)
    #expect((bounds.printedUpper - 0.946849).magnitude <= 0.5e-6)
    #expect(descent.product(at: 3) > bounds.printedUpper)
    for iteration in 0...40 {
      let (bounds, product) = (try descent.bounds(at: iteration), descent.product(at: iteration))
      let rounding = 16 * Double.ulpOfOne
      #expect(bounds.lower <= product + rounding && bounds.printedLower <= product + rounding)
      #expect(product <= min(bounds.upper, bounds.cap) + rounding)
    }
  }

  @Test("Without strength the sharper bound holds too (G14)")
  func unfed() throws {
    let descent = try TwoLayerDescent(strength: 0, inputVariance: 2, start: 0.5, stepSize: 0.5)
    for iteration in 0...100 {
      let bounds = try descent.unfedBounds(at: iteration)
      #expect(bounds.sharp <= bounds.printed)
      #expect(descent.product(at: iteration) <= bounds.sharp * (1 + 16 * Double.ulpOfOne))
    }
  }

  @Test("A start beyond the limit, or too large a step, has no bounds (G13)")
  func domain() throws {
    let source = Source(.gidel2019, "Theorem 3")
    let beyond = try TwoLayerDescent(strength: 0.1, inputVariance: 1, start: 0.9, stepSize: 1)
    #expect(
      throws: TheoryError.assumption(
        Assumption("lambda a0", 0.9, .less, 0.1, "sigma", source: source))
    ) { try beyond.bounds(at: 3) }
    let fast = try TwoLayerDescent(strength: 1, inputVariance: 1, start: 0.5, stepSize: 0.5)
    #expect(
      throws: TheoryError.assumption(Assumption("2 eta sigma", 1, .less, 1, source: source))
    ) { try fast.bounds(at: 3) }
  }
}
