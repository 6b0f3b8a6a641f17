public import LinearAlgebra

/// All that a run needs to go on exactly as if it had not stopped.
public struct Checkpoint: Sendable, Equatable {
  /// The name of the engine, which says what the state means.
  public var engine: String

  /// The factors as the engine has them.
  public var state: [Matrix]

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
    engine: String, state: [Matrix], iteration: Int, flow: GradientFlow.Progress?,
    lossLimit: Double,
    trajectory: Trajectory, termination: Termination?
  ) {
    self.engine = engine
    self.state = state
    self.iteration = iteration
    self.flow = flow
    self.lossLimit = lossLimit
    self.trajectory = trajectory
    self.termination = termination
  }
}
