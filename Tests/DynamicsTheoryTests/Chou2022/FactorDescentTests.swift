import DynamicsTheory
import RealModule
import Testing

@Suite("FactorDescent")
struct FactorDescentTests {
  @Test("One step by hand, and the square is Gidel 2019's two-layer recurrence")
  func step() throws {
    var descent = try FactorDescent(depth: 3, eigenvalue: 1, start: 0.5, stepSize: 0.25)
    descent.step()
    // 0.5 - 0.25 * 0.25 * (0.125 - 1)
    #expect(descent.value == 0.5546875)
    var two = try FactorDescent(depth: 2, eigenvalue: 1.5, start: 0.3, stepSize: 0.05)
    let product = try TwoLayerDescent(
      strength: 1.5, inputVariance: 1, start: 0.09, stepSize: 0.05
    ).product(at: 60)
    let factor = two.value(after: 60)
    #expect((factor * factor - product).magnitude <= 256 * Double.ulpOfOne * product)
  }

  @Test("A small step size is the flow, to first order: half the step, half the difference")
  func order() throws {
    let flow = try BalancedModeFlow(depth: 3, eigenvalue: 2).value(at: 1, from: 0.5)
    let differences = try [0.01, 0.005].map { stepSize in
      var descent = try FactorDescent(depth: 3, eigenvalue: 2, start: 0.5, stepSize: stepSize)
      return (descent.value(after: Int((1 / stepSize).rounded())) - flow).magnitude
    }
    // The ratio is 2 up to terms of the order of eta times the flow's rate.
    #expect((differences[0] / differences[1] - 2).magnitude <= 0.01 * 3 * .pow(2, 4.0 / 3))
  }

  @Test("A fixed point stays, a diverging one is infinite, one layer is linear")
  func extremes() throws {
    var fixed = try FactorDescent(depth: 2, eigenvalue: 4, start: 2, stepSize: 0.1)
    #expect(!fixed.step() && fixed.value == 2)
    var wild = try FactorDescent(depth: 3, eigenvalue: 1, start: 5, stepSize: 1)
    #expect(wild.value(after: 100).magnitude == .infinity)
    var linear = try FactorDescent(depth: 1, eigenvalue: 3, start: 1, stepSize: 0.5)
    #expect(linear.value(after: 2) == 2.5)
    #expect(throws: TheoryError.assumption(Assumption("eta", 0, .greater, 0))) {
      try FactorDescent(depth: 2, eigenvalue: 1, start: 1, stepSize: 0)
    }
  }
}
