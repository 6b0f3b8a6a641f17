import DeepLinearCore
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("The gradient of every objective in every architecture from every start")
struct NetworkGradientTests {
  /// Step of the five-point formula (f(-2h) - 8 f(-h) + 8 f(h) - f(2h)) / 12 h, whose error is
  /// h^4 f^(5) / 30 and, by rounding, 3/2 epsilon |f| / h; epsilon^(1/5) balances the two.
  private static let h = Double.pow(.ulpOfOne, 0.2)

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
      let tolerance = differenceTolerance(problem, weights, loss(weights))
      for (l, layer) in weights.layers.enumerated() {
        for j in 0..<layer.columnCount {
          for i in 0..<layer.rowCount {
            func moved(_ step: Double) -> Double {
              var changed = layer
              changed[i, j] += step * Self.h
              var weights = weights
              weights.assign(changed, toLayer: l)
              return loss(weights)
            }
            let slope = (moved(-2) - 8 * moved(-1) + 8 * moved(1) - moved(2)) / (12 * Self.h)
            let deviation = (result.layers[l][i, j] - slope).magnitude
            #expect(deviation <= tolerance, "\(start): factor \(l + 1), entry (\(i), \(j))")
          }
        }
      }
    }
  }

  /// Sums of about a hundred terms of the size of the value.
  private func rounding(of value: Double) -> Double { 100 * .ulpOfOne * value }

  /// Losses that are polynomials of degree at most 4 in an entry have no fifth derivative.
  ///
  /// Through the
  /// sigmoid, whose derivatives are below 1, it is at most the number of terms times 2 reach^5, reach the
  /// change of a prediction's argument with an entry of a factor.
  private func differenceTolerance(
    _ problem: SampleProblem, _ weights: Weights, _ loss: Double
  ) -> Double {
    let cancellation = rounding(of: loss + 1) / Self.h
    guard let sigmoid = problem.objective as? SigmoidObjective else { return cancellation }
    let terms = Double(sigmoid.outputs.elements.count)
    let longestInput =
      (0..<sigmoid.inputs.rowCount).map { sigmoid.inputs.row($0) }
      .map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }.max() ?? 0
    let reach = weights.layers.reduce(longestInput) { $0 * max(1, $1.frobeniusNorm) }
    return cancellation + .pow(Self.h, 4) / 30 * terms * 2 * .pow(reach, 5)
  }
}
