import DynamicsTheory
import RealModule
import Testing

@Suite("DeepModeDescent")
struct DeepModeDescentTests {
  @Test("Every factor takes its step with the others' values from before it")
  func oneStep() throws {
    let mode = try DeepMode(strength: 2, inputVariance: 0.5, factors: [0.5, 1, 0.25])
    var descent = try DeepModeDescent(mode, stepSize: 0.5)
    // w = 0.125, eta (sigma - l w) = 0.96875: every number here is a double.
    descent.step()
    let change = 0.96875
    let expected = (0.5 + change * 0.25) * (1 + change * 0.125) * (0.25 + change * 0.5)
    #expect((descent.product - expected).magnitude <= 8 * Double.ulpOfOne * expected)
  }

  @Test("Equal factors move as one", arguments: 1...5)
  func balanced(depth: Int) throws {
    let mode = try DeepMode(strength: 1.5, factors: Array(repeating: 0.5, count: depth))
    var descent = try DeepModeDescent(mode, stepSize: 0.01)
    descent.advance(by: 100)
    var single = try FactorDescent(depth: depth, eigenvalue: 1.5, start: 0.5, stepSize: 0.01)
    let expected = Double.pow(single.value(after: 100), depth)
    #expect(
      (descent.product - expected).magnitude <= 64 * Double(depth) * Double.ulpOfOne * expected)
  }

  @Test("A perturbed first factor is Chou 2022's recurrence, negative eigenvalues included")
  func perturbed() throws {
    let mode = try DeepMode(strength: -1, factors: [0.25, 0.5, 0.5])
    var descent = try DeepModeDescent(mode, stepSize: 0.01)
    var reference = try PerturbedFactorDescent(
      depth: 3, eigenvalue: -1, start: 0.5, perturbation: 0.25, stepSize: 0.01)
    descent.advance(by: 3000)
    reference.advance(by: 3000)
    #expect((descent.product - reference.product).magnitude <= 1024 * Double.ulpOfOne)
    #expect((descent.product + 1).magnitude < 0.5)
  }

  @Test("Counts: one layer by its logarithm, equal factors by quadrature, others one by one")
  func counts() throws {
    let single = try DeepMode(strength: 1, inputVariance: 1, factors: [0])
    let half = try #require(try single.iterations(untilShare: 0.5, stepSize: 0.5, within: 0))
    #expect((half - 1).magnitude <= 4 * Double.ulpOfOne)
    #expect(try single.iterations(untilShare: 0.5, stepSize: 2.5, within: 100) == nil)
    for factors in [[0.125, 0.125], [0.0625, 0.25]] {
      let mode = try DeepMode(strength: 1, factors: factors)
      let count = try #require(
        try mode.iterations(untilShare: 0.5, stepSize: 0.1, within: 10_000))
      var descent = try DeepModeDescent(mode, stepSize: 0.1)
      var direct = 0
      while descent.product < 0.5 {
        descent.step()
        direct += 1
      }
      #expect(Int(count.rounded(.up)) == direct)
    }
    let slow = try DeepMode(strength: 1, factors: [0.0625, 0.25])
    #expect(try slow.iterations(untilShare: 0.5, stepSize: 0.1, within: 3) == nil)
    #expect(try slow.iterations(untilShare: 0.01, stepSize: 0.1, within: 3) == 0)
  }
}
