import DynamicsTheory
import RealModule
import Testing

@Suite("StepSizeLimits")
struct StepSizeLimitsTests {
  @Test("lambda = 4, alpha = 1/2, N = 2: every limit by hand")
  func byHand() throws {
    let monotone = try StepSizeLimits.monotone(depth: 2, eigenvalue: 4, start: 0.5)
    #expect(monotone.value == 1.0 / 8)
    let counted = try StepSizeLimits.counted(depth: 2, eigenvalue: 4, start: 0.5)
    #expect(counted.value == 1.0 / 8 && counted.printed == 1.0 / 8)
    #expect(try StepSizeLimits.identical(depth: 2, targetNorm: 4, start: 0.5) == 1.0 / 16)
    #expect(try StepSizeLimits.divergence(depth: 2, eigenvalue: 4, start: 0.5) == 0.25)
    #expect(try StepSizeLimits.signChange(depth: 2, eigenvalue: -4, start: 0.5) == 1.0 / 16)
    #expect(try StepSizeLimits.divergence(depth: 1, eigenvalue: 4, start: 0.5) == 2)
  }

  @Test(
    "c is the golden ratio for two layers and the root of (c - 1) c^{N-1} = 1",
    arguments: [1, 2, 3, 10, 1000])
  func ratio(depth: Int) throws {
    let c = try StepSizeLimits.perturbationRatio(depth: depth)
    let n = Double(depth)
    // ln(c - 1) + (N - 1) ln c = 0, conditioned by 1 / (c - 1) + N.
    let residual = Double.log(c - 1) + (n - 1) * .log(c)
    #expect(residual.magnitude <= 8 * Double.ulpOfOne * (1 / (c - 1) + n))
    if depth == 2 { #expect((c - (1 + 5.0.squareRoot()) / 2).magnitude <= 4 * Double.ulpOfOne) }
  }

  @Test(
    "Below Lemma 2.2's limit descent is monotone, above Lemma A.1's it leaves the limit",
    arguments: 2...4)
  func meaning(depth: Int) throws {
    let (eigenvalue, start) = (1.7, 0.2)
    let safe = try StepSizeLimits.monotone(depth: depth, eigenvalue: eigenvalue, start: start).value
    var descent = try FactorDescent(
      depth: depth, eigenvalue: eigenvalue, start: start, stepSize: 0.999 * safe)
    var last = start
    for _ in 0..<500 {
      descent.step()
      #expect(descent.value >= last - 4 * Double.ulpOfOne)
      last = descent.value
    }
    let limit = Double.root(eigenvalue, depth)
    #expect((last - limit).magnitude <= 64 * Double.ulpOfOne)
    let wild = try StepSizeLimits.divergence(depth: depth, eigenvalue: eigenvalue, start: start)
    var above = try FactorDescent(
      depth: depth, eigenvalue: eigenvalue, start: limit - 1e-3, stepSize: 1.01 * wild)
    #expect((above.value(after: 2000) - limit).magnitude > 1e-3)
  }

  @Test("An error of the factor becomes one of the product")
  func productError() throws {
    // (2 + 1/2)^2 - 4 from above, 1/2 * 2 * 2 from below, (1/2)^2 for a negative eigenvalue.
    func error(_ eigenvalue: Double, _ start: Double) throws -> Double {
      try StepSizeLimits.productError(
        depth: 2, eigenvalue: eigenvalue, start: start, factorError: 0.5)
    }
    #expect(try error(4, 3) == 2.25)
    #expect(try error(4, 1) == 2)
    #expect(try error(-4, 1) == 0.25)
  }

  @Test("Zero depth, zero start, zero eigenvalue: named")
  func domain() {
    #expect(throws: TheoryError.assumption(Assumption("the depth N", 0, .atLeast, 1))) {
      try StepSizeLimits.perturbationRatio(depth: 0)
    }
    #expect(throws: TheoryError.assumption(Assumption("alpha", 0, .greater, 0))) {
      try StepSizeLimits.identical(depth: 2, targetNorm: 1, start: 0)
    }
    #expect(throws: TheoryError.assumption(Assumption("|lambda|", 0, .greater, 0))) {
      try StepSizeLimits.divergence(depth: 2, eigenvalue: 0, start: 1)
    }
    #expect(throws: TheoryError.assumption(Assumption("lambda", 1, .less, 0))) {
      try StepSizeLimits.signChange(depth: 2, eigenvalue: 1, start: 1)
    }
  }
}
