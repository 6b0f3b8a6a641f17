internal import LinearAlgebra

/// A one-step method for a ``FlowSystem``.
///
/// A try starts from the columns `state` and `startVelocity` and leaves the new state in `trial` and the velocity
/// there in `endVelocity`. Its own columns are free between a step and the next try.
protocol FlowStepper: Sendable {
  /// Columns that the method needs in all.
  var columnCount: Int { get }

  /// The power of the step size with which the estimated error falls.
  var errorOrder: Int { get }

  /// The share of the ideal step size that is tried.
  var safety: Double { get }

  /// How much a step may be smaller or larger than the one before.
  var stepFactors: ClosedRange<Double> { get }

  /// The largest step that can be tried.
  func largestStep(on system: FlowSystem) -> Double

  /// Tries a step and returns the loss at its end and its error in units of what is allowed.
  ///
  /// An error or a loss that is not finite refuses the step.
  mutating func attempt(_ size: Double, on system: inout FlowSystem) -> StepAttempt

  /// Writes the state at the share x in (0, 1) of the last accepted step into column `trial`.
  mutating func interpolate(at share: Double, of size: Double, on system: inout FlowSystem)
}

extension FlowStepper {
  func largestStep(on system: FlowSystem) -> Double { .infinity }
}

/// What came of a tried step.
struct StepAttempt {
  /// The loss at its end.
  let loss: Double

  /// The estimated error in units of what is allowed; more than 1 refuses the step.
  let error: Double

  /// The rate at which the fastest part of what moved decays, where the method sees it.
  var decayRate = 0.0
}
