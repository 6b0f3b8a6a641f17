import DynamicsTheory
import RealModule
import Testing

@Suite("PerturbedFactorDescent")
struct PerturbedFactorDescentTests {
  @Test("One step by hand")
  func step() throws {
    var descent = try PerturbedFactorDescent(
      depth: 3, eigenvalue: 1, start: 0.5, perturbation: 0.25, stepSize: 0.5)
    // d1 = 1/4, d2 = 1/2: r = 1/16 - 1, d1 += 15/32 / 4, d2 += 15/32 / 8.
    descent.step()
    #expect(descent.firstFactor == 0.25 + 15.0 / 128)
    #expect(descent.otherFactor == 0.5 + 15.0 / 256)
  }

  @Test("Differences follow their identities, and agree with the factors")
  func differences() throws {
    var descent = try PerturbedFactorDescent(
      depth: 3, eigenvalue: 2, start: 0.3, perturbation: 0.1, stepSize: 0.02)
    for _ in 0..<100 {
      let (kappa, linear, squared) = (
        descent.growthRate, descent.difference, descent.squaredDifference
      )
      descent.step()
      let rounding = 16 * Double.ulpOfOne
      #expect((descent.difference - (1 + 0.02 * kappa) * linear).magnitude <= rounding)
      let shrunk = (1 - 0.0004 * kappa * kappa) * squared
      #expect((descent.squaredDifference - shrunk).magnitude <= rounding)
      let (d1, d2) = (descent.firstFactor, descent.otherFactor)
      #expect((descent.difference - (d2 - d1)).magnitude <= 100 * rounding)
      #expect((descent.squaredDifference - (d2 * d2 - d1 * d1)).magnitude <= 300 * rounding)
    }
  }

  @Test("The first factor of a negative eigenvalue turns, and the product reaches it (Lemma 2.10)")
  func negative() throws {
    var descent = try PerturbedFactorDescent(
      depth: 2, eigenvalue: -1, start: 0.1, perturbation: 0.05, stepSize: 0.05)
    var turning = descent
    let change = turning.signChange(within: 1000)
    let iteration = try #require(change)
    descent.advance(by: iteration - 1)
    #expect(descent.firstFactor >= 0)
    descent.advance(by: 1)
    #expect(descent.firstFactor < 0)
    descent.advance(by: 10_000)
    #expect((descent.product + 1).magnitude <= 16 * Double.ulpOfOne)
    var positive = try PerturbedFactorDescent(
      depth: 2, eigenvalue: 1, start: 0.1, perturbation: 0.05, stepSize: 0.05)
    #expect(positive.signChange(within: 1000) == nil)
  }
}
