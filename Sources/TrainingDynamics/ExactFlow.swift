public import DeepLinearCore

/// A gradient flow whose factors are known at every time, so that nothing is integrated.
///
/// Dynamics does not know the solutions: who has one hands it to ``Simulation``, which jumps from record to record.
public protocol ExactFlow: Sendable {
  /// The condition that holds and where the solution is from, in a sentence without a full stop.
  var reason: String { get }

  /// The factors at a time t >= 0.
  func weights(at time: Double) -> Weights
}
