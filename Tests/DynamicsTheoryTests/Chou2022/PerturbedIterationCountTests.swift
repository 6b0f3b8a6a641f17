import DynamicsTheory
import RealModule
import Testing

@Suite("PerturbedIterationCount")
struct PerturbedIterationCountTests {
  @Test("The bound covers the true count for both signs", arguments: [1.0, -1])
  func bound(eigenvalue: Double) throws {
    let count = try PerturbedIterationCount(
      depth: 2, eigenvalue: eigenvalue, start: 0.2, perturbation: 0.1, stepSize: 0.01)
    let upper = try count.upper(accuracy: 0.01)
    #expect((upper.turning == 0) == (eigenvalue > 0))
    let exact = try #require(try count.exact(accuracy: 0.01))
    #expect(Double(exact) <= upper.identical.rounded(.up) + upper.turning.rounded(.up))
    // Direct iteration: |w - lambda| <= eps N |lambda|^{1-1/N}.
    var (d1, d2, iterations) = (0.1, 0.2, 0)
    while (d1 * d2 - eigenvalue).magnitude > 0.02 {
      let residual = 0.01 * (d1 * d2 - eigenvalue)
      (d1, d2) = (d1 - residual * d2, d2 - residual * d1)
      iterations += 1
    }
    #expect(exact == iterations)
  }

  @Test("Figure 1b: alpha = 0.1, beta = 0.05 at depth 3 breaks beta < (c - 1) alpha = 0.0466")
  func figure() throws {
    let hypotheses = try PerturbedIterationCount.hypotheses(
      depth: 3, targetNorm: 5, start: 0.1, perturbation: 0.05, stepSize: 1e-3)
    let failing = hypotheses.filter { !$0.holds }
    #expect(failing.map(\.boundName) == ["(c - 1) alpha"])
    // c = 1.46557123187676802665... solves c^3 - c^2 = 1.
    #expect((failing[0].bound - 0.046557123187676803).magnitude <= 4 * Double.ulpOfOne)
    #expect(throws: TheoryError.assumption(failing[0])) {
      try PerturbedIterationCount(
        depth: 3, eigenvalue: 5, start: 0.1, perturbation: 0.05, stepSize: 1e-3)
    }
  }
}
