internal import DeepLinearCore

/// A run that cannot be started as asked.
public enum SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The network's ends do not fit the objective; both given as "p x d".
  case shapes(network: String, objective: String)

  /// A step size that is not a positive number.
  case stepSize(Double)

  /// A negative number of steps.
  case steps(Int)

  /// An end time that is not a positive number.
  case time(Double)

  /// A tolerance outside ``GradientFlow/tolerances``.
  case tolerance(Double)

  /// The closed form was asked of more than one layer, or of a loss that is not quadratic.
  case closedFormUnavailable

  /// The engine that was asked for is not exact for this problem.
  case engineUnavailable(EngineChoice, condition: String)

  /// The checkpoint is of a network with other factors, or of another engine.
  case otherCheckpoint

  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .shapes(let network, let objective):
      "the network's end-to-end matrix is \(network), the problem asks for \(objective)"
    case .stepSize(let value):
      "the step size must be a positive number, not \(value)"
    case .steps(let count):
      "the number of steps cannot be negative, as \(count) is"
    case .time(let value):
      "the end of a flow must be a positive time, not \(value)"
    case .tolerance(let value):
      """
      a tolerance of \(value) cannot be kept in double precision; use one between \
      \(GradientFlow.tolerances.lowerBound) and \(GradientFlow.tolerances.upperBound)
      """
    case .closedFormUnavailable:
      "the closed form exists for depth 1 and a quadratic loss only; use descent or flow"
    case .engineUnavailable(let engine, let condition):
      """
      the engine "\(engine.rawValue)" is not exact here: \(condition); leave the engine out to have the \
      cheapest exact one chosen
      """
    case .otherCheckpoint:
      "the checkpoint is of another network or engine; start anew, or resume the run it is of"
    }
  }

  static func check(
    objective: any Objective, network: Network, training: Training
  ) throws(SimulationError) {
    guard network.inputWidth == objective.inputWidth, network.outputWidth == objective.outputWidth
    else {
      throw .shapes(
        network: "\(network.outputWidth) x \(network.inputWidth)",
        objective: "\(objective.outputWidth) x \(objective.inputWidth)")
    }
    switch training {
    case .descent(let stepSize, let steps), .closedForm(let stepSize, let steps):
      guard stepSize > 0, stepSize.isFinite else { throw .stepSize(stepSize) }
      guard steps >= 0 else { throw .steps(steps) }
    case .flow(let until, let tolerance, _):
      guard until > 0, until.isFinite else { throw .time(until) }
      guard GradientFlow.tolerances.contains(tolerance) else { throw .tolerance(tolerance) }
    }
    if case .closedForm = training {
      guard network.architecture == .layered, network.weights.depth == 1 else {
        throw .closedFormUnavailable
      }
    }
  }
}
