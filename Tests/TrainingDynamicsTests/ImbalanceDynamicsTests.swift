import DeepLinearCore
import LinearAlgebra
import Observables
import TestSupport
import Testing
import TrainingDynamics

@Suite("The imbalance of neighbouring factors along a run")
struct ImbalanceDynamicsTests {
  static let networks = SampleNetwork.all.filter {
    $0.architecture == .layered && !$0.hiddenWidths.isEmpty
  }

  private func start(
    _ objective: SampleObjective, _ sample: SampleNetwork
  ) throws -> (problem: SampleProblem, network: Network) {
    let problem = try objective.problem(for: sample)
    let network = try sample.network(
      from: GaussianInitialization(standardDeviation: 0.5),
      inputWidth: problem.objective.inputWidth, outputWidth: problem.objective.outputWidth)
    return (problem, network)
  }

  /// A factor's relative error is at most 100 times the tolerance (the agreement tests), and the imbalance
  /// is quadratic in the factors.
  @Test(
    "Flow keeps it, to the tolerance", arguments: SampleObjective.allCases, networks)
  func flow(objective: SampleObjective, sample: SampleNetwork) throws {
    let (problem, network) = try start(objective, sample)
    for tolerance in [1e-6, 1e-9, 1e-12] {
      var flow = GradientFlow(
        objective: problem.objective, network: network, tolerance: tolerance)
      var weights = network.weights
      while flow.progress.time < 3 {
        let begin = flow.progress.time
        try flow.step(until: 3)
        flow.interpolate(at: (begin + flow.progress.time) / 2, into: &weights)
        for weights in [weights, flow.weights] {
          for pair in 0..<(weights.depth - 1) {
            let size = weights.layers[pair].frobeniusNorm + weights.layers[pair + 1].frobeniusNorm
            #expect(
              distance(weights.imbalance(at: pair), network.weights.imbalance(at: pair))
                <= 2 * 100 * tolerance * size * size)
          }
        }
      }
    }
  }

  @Test(
    "Each step of descent changes it by eta^2 (G_{j+1}^T G_{j+1} - G_j G_j^T), to rounding",
    arguments: SampleObjective.allCases, networks)
  func descent(objective: SampleObjective, sample: SampleNetwork) throws {
    let (problem, network) = try start(objective, sample)
    let stepSize = 0.02
    var descent = GradientDescent(
      objective: problem.objective, network: network, stepSize: stepSize)
    for _ in 0..<50 {
      let before = descent.weights
      let gradients = factorGradients(problem.objective, before)
      descent.step()
      for pair in 0..<(before.depth - 1) {
        let (below, above) = (gradients[pair], gradients[pair + 1])
        let change = (stepSize * stepSize) * (above.gramian - below.leftGramian)
        let expected = before.imbalance(at: pair) + change
        let terms =
          before.layers[pair].leftGramian.frobeniusNorm
          + before.layers[pair + 1].gramian.frobeniusNorm
        // Each entry sums fewer than 16 products of numbers that were each rounded a few times.
        #expect(
          distance(descent.weights.imbalance(at: pair), expected)
            <= 2 * 16 * .ulpOfOne * (terms + change.frobeniusNorm))
      }
    }
  }

  /// The products (W_N...W_{j+1})^T G (W_{j-1}...W_1)^T, each from scratch.
  private func factorGradients(_ objective: any Objective, _ weights: Weights) -> [Matrix] {
    let gradient = objective.gradient(at: weights.endToEndMatrix)
    return weights.layers.indices.map { j in
      let above = weights.layers[(j + 1)...].reduce(Matrix.identity(weights.layers[j].rowCount)) {
        $1 * $0
      }
      let below = weights.layers[..<j].reduce(
        Matrix.identity(objective.inputWidth)
      ) { $1 * $0 }
      return Matrix.product(
        Matrix.product(above.transposed, gradient.factor).factor, below.transposed)
    }
  }
}
