internal import DeepLinearCore
internal import LinearAlgebra

/// Gradient flow under the loop, on the factors themselves or on smaller ones.
struct FlowSimulator: Simulator {
  private var flow: GradientFlow
  private let objective: any Objective
  private let lift: Lift

  /// The factors at the mark that is observed, their product and their loss.
  private var observed: Weights
  private var observedMatrix: Matrix
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
    objective = reduction.objective
    lift = reduction.lift
    flow = GradientFlow(
      objective: objective, network: network, tolerance: tolerance, method: method,
      resuming: state?.progress)
    observed = network.weights
    observedTime = flow.progress.time
    (observedLoss, observedMatrix) = flow.evaluate(at: observed)
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
    flow.interpolate(at: mark, into: &observed)
    (observedLoss, observedMatrix) = flow.evaluate(at: observed)
    observedTime = mark
  }

  private var reduced: ReducedState {
    ReducedState(
      endToEndMatrix: observedMatrix, weights: observed, objective: objective, lift: lift)
  }
  func factors() -> Weights { lift.weights(observed) }
  func endToEndMatrix() -> Matrix { reduced.liftedMatrix }
  func spectrum() -> ObservedSpectrum { reduced.spectrum }
  func frobeniusNorm() -> Double { reduced.frobeniusNorm }
  func excessLoss() -> Double? { objective.excessLoss(at: observedMatrix) }
  func imbalanceNorms() -> [Double] { reduced.imbalanceNorms }
}
