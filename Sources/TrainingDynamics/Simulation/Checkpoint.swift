public import DeepLinearCore

/// All that a run needs to go on exactly as if it had not stopped.
public struct Checkpoint: Sendable, Equatable {
  /// The factors.
  public var weights: Weights

  /// Steps taken.
  public var iteration: Int

  /// The state of the flow's integrator; nil for descent.
  public var flow: GradientFlow.Progress?

  /// The largest loss that does not count as divergence.
  public var lossLimit: Double

  /// What was observed so far.
  public var trajectory: Trajectory

  /// How the run ended; nil while it goes on.
  public var termination: Termination?

  /// Creates a checkpoint from its parts.
  public init(
    weights: Weights, iteration: Int, flow: GradientFlow.Progress?, lossLimit: Double,
    trajectory: Trajectory, termination: Termination?
  ) {
    self.weights = weights
    self.iteration = iteration
    self.flow = flow
    self.lossLimit = lossLimit
    self.trajectory = trajectory
    self.termination = termination
  }
}
