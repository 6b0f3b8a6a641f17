import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing

@testable import TrainingDynamics

@Suite("Flows that come to rest")
struct RestTests {
  /// A random problem of wide layers whose modes are all learned long before time 200.
  private func problem(seed: UInt64, depth: Int) throws -> (QuadraticObjective, Network) {
    var generator = SeededGenerator(seed: seed)
    let target = Matrix.gaussian(rowCount: 3, columnCount: 4, using: &generator)
    let widths = try LayerWidths(
      input: 4, hidden: Array(repeating: 6, count: depth - 1), output: 3)
    let weights = try GaussianInitialization(standardDeviation: 0.6)
      .weights(for: widths, using: &generator)
    return (try QuadraticObjective(target: target), try Network(weights: weights))
  }

  /// At the tolerance's level they would stay if a step did not damp what has decayed.
  @Test(
    "Errors decay to rounding, at the steps' ends and between them",
    arguments: [FlowMethod.automatic, .rungeKutta, .chebyshev], [1e-4, 1e-7, 1e-10])
  func decay(method: FlowMethod, tolerance: Double) throws {
    // A velocity's rounding is the state's times the sharpness, and the continuous solution of order 8 weighs it by up to 25 h.
    let inside = 25 * DormandPrinceStepper.stabilityLimit
    for seed: UInt64 in 0..<6 {
      let (objective, network) = try problem(seed: seed, depth: 2 + Int(seed % 2))
      var flow = GradientFlow(
        objective: objective, network: network, tolerance: tolerance, method: method)
      var weights = network.weights
      while flow.progress.time < 400 {
        let before = flow.progress.time
        try flow.step(until: 400)
        guard before > 200 else { continue }
        for share in [0.3, 0.83, 1] {
          let time = before + share * (flow.progress.time - before)
          flow.interpolate(at: min(time, flow.progress.time), into: &weights)
          let product = weights.endToEndMatrix
          let sizes = weights.layers.reduce(1) { $0 * $1.frobeniusNorm }
          let error = (product - objective.minimizer).frobeniusNorm / sizes
          let weight = method == .rungeKutta && share < 1 ? inside : 1
          #expect(error <= weight * 200 * .ulpOfOne, "seed \(seed), t = \(time)")
        }
      }
    }
  }
}
