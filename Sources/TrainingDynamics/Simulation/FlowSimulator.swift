internal import DeepLinearCore
internal import LinearAlgebra

/// Gradient flow under the loop, on the factors themselves or on smaller ones.
struct FlowSimulator: Simulator, ReducedState {
  private var flow: GradientFlow
  let smallObjective: any Objective
  let lift: Lift

  /// The factors at the mark that is observed, their product and their loss.
  private(set) var smallWeights: Weights
  private(set) var smallMatrix: Matrix
  private(set) var observedLoss: Double
  private(set) var observedTime: Double

  /// Prepares a flow.
  ///
  /// - Parameters:
  ///   - reduction: what moves.
  ///   - tolerance: relative.
  ///   - method: how the flow is integrated.
  ///   - state: the factors at which an earlier run stopped, and how far it had come; nil for the start.
  /// - Throws: ``NetworkError`` when the factors do not fit one another.
  init(
    _ reduction: Reduction, tolerance: Double, method: FlowMethod,
    resuming state: (factors: [Matrix], progress: GradientFlow.Progress?)?
  ) throws(NetworkError) {
    var network = reduction.network
    if let state { network.weights = try Weights(layers: state.factors) }
    smallObjective = reduction.objective
    lift = reduction.lift
    flow = GradientFlow(
      objective: smallObjective, network: network, tolerance: tolerance, method: method,
      resuming: state?.progress)
    smallWeights = network.weights
    observedTime = flow.progress.time
    (observedLoss, smallMatrix) = flow.evaluate(at: smallWeights)
  }

  var clock: Double { flow.progress.time }
  var iteration: Int { flow.progress.stepCount }
  var loss: Double { flow.loss }
  var weights: Weights { lift.weights(flow.weights) }
  var state: [Matrix] { flow.weights.layers }
  var flowProgress: GradientFlow.Progress? { flow.progress }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) throws(StepSizeUnderflow) -> Int {
    for step in 1...stepCount {
      try flow.step(until: end)
      if clock >= mark || range.isLeft(by: loss) { return step }
    }
    return stepCount
  }

  mutating func position(at mark: Double) {
    flow.interpolate(at: mark, into: &smallWeights)
    (observedLoss, smallMatrix) = flow.evaluate(at: smallWeights)
    observedTime = mark
  }
}
