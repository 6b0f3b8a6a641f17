public import DeepLinearCore
internal import LinearAlgebra

/// Gradient flow of a network, W_j' = -dL/dW_j, by an adaptive method.
///
/// Every method has a continuous solution, so the state can be had at any time inside the last step. Each step's
/// error, relative to each factor's norm, is kept below a tenth of the tolerance: a saddle amplifies earlier
/// errors by about the inverse size of the mode that escapes, and the tenth pays for the first decade of it.
/// Chebyshev's steps, which are many, have that tenth together for each e-fold of time. At rest errors decay to rounding.
/// Nothing allocates after `init`.
public struct GradientFlow: Sendable {
  /// How far a flow has come; with the weights, all that it needs to go on exactly as it would have.
  public struct Progress: Sendable, Equatable, Codable {
    /// The time t that was reached.
    public internal(set) var time = 0.0

    /// The size that the next step will try.
    public internal(set) var stepSize = 0.0

    /// The method that takes the next step, unless it is then found to cost more than the other.
    public internal(set) var method: FlowMethod

    /// The number of accepted steps.
    public internal(set) var stepCount = 0

    /// How many of them were Chebyshev's.
    public internal(set) var chebyshevStepCount = 0

    /// The number of gradient evaluations.
    public internal(set) var evaluationCount = 0

    /// What the choice of the method rests on.
    var choice = MethodChoice()

    init(method: FlowMethod) {
      self.method = method
    }
  }

  /// The relative tolerance.
  public let tolerance: Double

  /// The method that was asked for.
  public let method: FlowMethod

  /// The tolerances that double precision can honour: smaller ones are lost in a few hundred roundings.
  public static let tolerances = 1e-14...1e-1

  private let start: Weights
  private var integrator: FlowIntegrator

  /// Prepares a flow.
  ///
  /// - Parameters:
  ///   - objective: the loss; its widths are those of the network's ends.
  ///   - network: the start, or the state at which an earlier flow stopped.
  ///   - tolerance: relative, one of ``tolerances``.
  ///   - method: how it is integrated.
  ///   - progress: how far the earlier flow had come; nil starts at time 0.
  public init(
    objective: any Objective, network: Network, tolerance: Double,
    method: FlowMethod = .automatic, resuming progress: Progress? = nil
  ) {
    precondition(
      objective.inputWidth == network.inputWidth && objective.outputWidth == network.outputWidth,
      "objective and network have different widths")
    precondition(
      Self.tolerances.contains(tolerance),
      "a tolerance of \(tolerance) is outside \(Self.tolerances)")
    self.tolerance = tolerance
    self.method = method
    start = network.weights
    integrator = FlowIntegrator(
      state: network.weights, errorScale: tolerance / 10, method: method, progress: progress,
      field: makeField(objective: objective, network: network))
  }

  /// The factors at the current time, a copy.
  public var weights: Weights {
    var weights = start
    integrator.copyState(to: &weights)
    return weights
  }

  /// How far the flow has come.
  public var progress: Progress { integrator.progress }

  /// The loss at the current time, without the penalty of a regularised architecture.
  public var loss: Double { integrator.loss }

  /// Takes one step that satisfies the tolerance and does not pass `end`.
  ///
  /// - Parameter end: a time after the current one.
  /// - Throws: ``StepSizeUnderflow`` when no step that still moves the clock is small enough; the state stays
  ///   as it was, the continuous solution of the step before is lost.
  public mutating func step(until end: Double) throws(StepSizeUnderflow) {
    precondition(end > progress.time, "the flow cannot go back in time")
    try integrator.step(until: end)
  }

  /// The factors at a time inside the last step, by the continuous solution.
  ///
  /// - Parameters:
  ///   - time: between the start and the end of the last step.
  ///   - weights: overwritten; shaped as the network's.
  public mutating func interpolate(at time: Double, into weights: inout Weights) {
    integrator.interpolate(at: time, into: &weights)
  }

  /// Loss and end-to-end matrix at any weights shaped as the network's.
  mutating func evaluate(at weights: Weights) -> (loss: Double, endToEndMatrix: Matrix) {
    integrator.evaluate(at: weights)
  }
}

/// No step that still moves the clock satisfies the tolerance.
public struct StepSizeUnderflow: Error, Equatable, Sendable, CustomStringConvertible {
  /// The time that was reached.
  public let time: Double

  /// The step size that was too small.
  public let stepSize: Double

  /// What happened, in a sentence.
  public var description: String {
    "the step size fell to \(stepSize) at time \(time); a larger tolerance is needed"
  }
}
