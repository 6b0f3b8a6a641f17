internal import DeepLinearCore
internal import LinearAlgebra
internal import Observables

/// Gradient descent under the loop, on the factors themselves or on smaller ones.
struct DescentSimulator: Simulator, ReducedState {
  private var descent: GradientDescent
  let smallObjective: any Objective
  let lift: Lift

  /// Prepares descent.
  ///
  /// - Parameters:
  ///   - reduction: what moves.
  ///   - stepSize: eta > 0.
  ///   - state: the factors at which an earlier run stopped, and its steps; nil for the start.
  /// - Throws: ``NetworkError`` when the factors do not fit one another.
  init(
    _ reduction: Reduction, stepSize: Double, resuming state: (factors: [Matrix], iteration: Int)?
  ) throws(NetworkError) {
    var network = reduction.network
    if let state { network.weights = try Weights(layers: state.factors) }
    smallObjective = reduction.objective
    lift = reduction.lift
    descent = GradientDescent(
      objective: smallObjective, network: network, stepSize: stepSize,
      iteration: state?.iteration ?? 0)
  }

  var clock: Double { Double(descent.iteration) }
  var iteration: Int { descent.iteration }
  var loss: Double { descent.loss }
  var weights: Weights { lift.weights(descent.weights) }
  var state: [Matrix] { descent.weights.layers }
  var flowProgress: GradientFlow.Progress? { nil }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) -> Int {
    let count = min(stepCount, Int(min(mark, end)) - iteration)
    for step in 1...count {
      descent.step()
      if range.isLeft(by: descent.loss) { return step }
    }
    return count
  }

  mutating func position(at mark: Double) {}

  var observedTime: Double { Double(iteration) * descent.stepSize }
  var observedLoss: Double { loss }
  var smallMatrix: Matrix { descent.endToEndMatrix }
  var smallWeights: Weights { descent.weights }
}
