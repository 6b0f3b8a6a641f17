import DynamicsTheory
import RealModule
import Testing

@Suite("DescentThresholds")
struct DescentThresholdsTests {
  @Test("sigma = (1, 0.9): exact 0.2302, printed 0.2 and 0.0617, proof 0.05 (G18)")
  func erratum() throws {
    let thresholds = try DescentThresholds(strengths: [1, 0.9])
    #expect((thresholds.exact - 0.2302).magnitude <= 0.5e-4)
    #expect((thresholds.printedFirst - 0.2).magnitude <= 4 * Double.ulpOfOne)
    #expect((thresholds.printedSecond - 0.1 / 1.62).magnitude <= 4 * Double.ulpOfOne)
    #expect((thresholds.proof - 0.05).magnitude <= 4 * Double.ulpOfOne)
    #expect(thresholds.lipschitz == 0.5)
  }

  @Test(
    "The exact threshold solves ln(1 + eta s_i) = eta s_{i+1}", arguments: [0.999_999, 0.5, 1e-6])
  func root(ratio: Double) throws {
    let eta = try DescentThresholds(strengths: [1, ratio]).exact
    let excess = Double.log(onePlus: eta) - eta * ratio
    // The difference's slope is at most 1, and its two terms are rounded.
    #expect(excess.magnitude <= 8 * Double.ulpOfOne * Double.log(onePlus: eta))
  }

  @Test("A single mode has no order to lose")
  func single() throws {
    let thresholds = try DescentThresholds(strengths: [2])
    #expect(thresholds.exact == .infinity && thresholds.lipschitz == 0.25)
  }

  @Test("Strengths that do not fall are refused, with the two that do not")
  func domain() {
    #expect(
      throws: TheoryError.assumption(
        Assumption(
          "sigma_{i+1}", 2, .less, 2, "sigma_i", source: Source(.gidel2019, "Corollary 3")))
    ) { try DescentThresholds(strengths: [3, 2, 2]) }
    #expect(throws: TheoryError.shape("the list of strengths is empty")) {
      try DescentThresholds(strengths: [])
    }
  }
}
