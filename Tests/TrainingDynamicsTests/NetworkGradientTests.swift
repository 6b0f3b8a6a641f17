import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("The gradient of every objective in every architecture from every start")
struct NetworkGradientTests {
  @Test(
    "Its entries are central differences of the loss, penalty included",
    arguments: SampleObjective.allCases, SampleNetwork.all)
  func differences(objective: SampleObjective, network sample: SampleNetwork) throws {
    let problem = try objective.problem(for: sample)
    for start in SampleInitialization.allCases {
      let network = try sample.network(
        from: start.rule(for: sample, target: problem.target),
        inputWidth: problem.objective.inputWidth, outputWidth: problem.objective.outputWidth)
      let weights = network.weights
      func loss(_ weights: Weights) -> Double {
        problem.loss(sample.endToEndMatrix(of: weights)) + sample.penalty(at: weights)
      }
      var gradient = makeGradient(objective: problem.objective, network: network)
      let value = gradient.evaluate(at: weights)
      let sum = problem.loss(sample.endToEndMatrix(of: weights))
      #expect((value - sum).magnitude <= rounding(of: sum + 1), "\(start)")
      var result = weights
      result.fill(with: 0)
      gradient.addGradient(to: &result, scaledBy: 1)
      let tolerance = CentralDifference.tolerance(
        value: loss(weights),
        fifthDerivative: (problem.objective as? SigmoidObjective)
          .map { CentralDifference.fifthDerivative(of: $0, at: weights) } ?? 0)
      for (l, layer) in weights.layers.enumerated() {
        for j in 0..<layer.columnCount {
          for i in 0..<layer.rowCount {
            let slope = CentralDifference.slope { step in
              var changed = layer
              changed[i, j] += step
              var weights = weights
              weights.assign(changed, toLayer: l)
              return loss(weights)
            }
            let deviation = (result.layers[l][i, j] - slope).magnitude
            #expect(deviation <= tolerance, "\(start): factor \(l + 1), entry (\(i), \(j))")
          }
        }
      }
    }
  }

  /// Sums of about a hundred terms of the size of the value.
  private func rounding(of value: Double) -> Double { 100 * .ulpOfOne * value }
}
