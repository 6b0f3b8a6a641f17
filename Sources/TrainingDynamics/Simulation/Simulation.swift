public import DeepLinearCore
internal import LinearAlgebra

/// A run: a network trained on an objective, observed on the way, stopped by steps, time, loss or divergence.
///
///     var simulation = try Simulation(
///       objective: objective, network: network, training: .descent(stepSize: 0.01, steps: 1000),
///       recording: Recording(schedule: .logarithmic(count: 200, first: nil)))
///     try simulation.advance()
///     let ranks = simulation.trajectory[.nuclearRank]
///
/// A run may be advanced in parts, and stopped and taken up again from its ``checkpoint``; neither changes
/// a single bit of the result.
public struct Simulation: Sendable {
  /// What has been observed so far.
  public private(set) var trajectory: Trajectory

  /// How the run ended; nil while it goes on.
  public private(set) var termination: Termination?

  private let objective: any Objective
  private let training: Training
  private let recording: Recording
  private let lossThreshold: Double?
  private let marks: [Double]
  private let lossLimit: Double
  private var simulator: any Simulator

  /// A loss this many times the larger of the loss at the start and at W = 0 counts as divergence.
  private static let divergenceFactor = 1e10

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - objective: the loss.
  ///   - network: the start.
  ///   - training: how, and for how long.
  ///   - recording: what to observe, and when.
  ///   - lossThreshold: the run stops as soon as the loss is at most this; nil for never.
  ///   - checkpoint: where an earlier run with the same parameters stopped; nil to start anew.
  /// - Throws: ``SimulationError`` when the training does not suit the problem, ``LinearAlgebraError``.
  public init(
    objective: any Objective, network: Network, training: Training, recording: Recording,
    lossThreshold: Double? = nil, resuming checkpoint: Checkpoint? = nil
  ) throws {
    try SimulationError.check(objective: objective, network: network, training: training)
    self.objective = objective
    self.training = training
    self.recording = recording
    self.lossThreshold = lossThreshold
    var start = network
    if let checkpoint {
      guard checkpoint.weights.haveSameShapes(as: start.weights) else {
        throw SimulationError.otherCheckpoint
      }
      start.weights = checkpoint.weights
    }
    switch training {
    case .descent(let stepSize, let steps):
      marks = recording.iterations(upTo: steps)
      simulator = DescentSimulator(
        descent: GradientDescent(
          objective: objective, network: start, stepSize: stepSize,
          iteration: checkpoint?.iteration ?? 0))
    case .flow(let until, let tolerance):
      marks = recording.times(upTo: until)
      simulator = FlowSimulator(
        flow: GradientFlow(
          objective: objective, network: start, tolerance: tolerance, resuming: checkpoint?.flow))
    case .closedForm(let stepSize, let steps):
      guard let quadratic = objective as? QuadraticObjective else {
        throw SimulationError.closedFormUnavailable
      }
      marks = recording.iterations(upTo: steps)
      simulator = try ClosedFormSimulator(
        model: LinearModelDescent(
          objective: quadratic, start: network.endToEndMatrix, stepSize: stepSize),
        objective: quadratic, marks: marks, iteration: checkpoint?.iteration ?? 0)
    }
    trajectory = checkpoint?.trajectory ?? Trajectory()
    termination = checkpoint?.termination
    let zero = Matrix(rowCount: objective.outputWidth, columnCount: objective.inputWidth)
    lossLimit =
      checkpoint?.lossLimit
      ?? Self.divergenceFactor * max(simulator.loss, objective.loss(at: zero))
  }

  /// The factors now.
  public var weights: Weights { simulator.weights }

  /// The part of the steps or of the time that has passed, from 0 to 1.
  public var fractionDone: Double {
    termination != nil || training.end == 0 ? 1 : simulator.clock / training.end
  }

  /// Steps taken.
  public var iteration: Int { simulator.iteration }

  /// All that is needed to go on later.
  public var checkpoint: Checkpoint {
    Checkpoint(
      weights: simulator.weights, iteration: simulator.iteration, flow: simulator.flowProgress,
      lossLimit: lossLimit, trajectory: trajectory, termination: termination)
  }

  /// Moves on by a number of steps, or to the end.
  ///
  /// - Parameter stepCount: the largest number of steps to take.
  /// - Throws: ``LinearAlgebraError`` when a decomposition of an observed state fails.
  public mutating func advance(by stepCount: Int = .max) throws {
    var remaining = stepCount
    while true {
      if termination == nil, let lossThreshold, simulator.loss <= lossThreshold {
        try stop(threshold: lossThreshold)
      }
      // Every mark that the last step reached is observed before the next step, so that a checkpoint
      // between two calls needs no memory of the step.
      try observeReachedMarks()
      guard termination == nil, remaining > 0 else { return }
      try takeStep()
      remaining -= 1
    }
  }

  private mutating func observeReachedMarks() throws {
    while termination == nil, trajectory.count < marks.count,
      marks[trajectory.count] <= simulator.clock
    {
      guard isBounded(simulator.loss) else {
        termination = .diverged(loss: simulator.loss, iteration: simulator.iteration)
        return
      }
      try observe(at: marks[trajectory.count])
      if trajectory.count == marks.count { termination = completion }
    }
  }

  private mutating func takeStep() throws {
    do {
      try simulator.step(until: training.end)
    } catch {
      termination = .stepSizeUnderflow(time: error.time, stepSize: error.stepSize)
      return
    }
    if !isBounded(simulator.loss) {
      termination = .diverged(loss: simulator.loss, iteration: simulator.iteration)
    }
  }

  /// Observes what is due and the state at which the loss was low enough, and ends the run.
  private mutating func stop(threshold: Double) throws {
    try observeReachedMarks()
    if trajectory.observations.last?.time != simulator.state(at: simulator.clock).time {
      try observe(at: simulator.clock)
    }
    termination = .reachedLoss(
      loss: simulator.loss, threshold: threshold, iteration: simulator.iteration)
  }

  private mutating func observe(at mark: Double) throws {
    let state = simulator.state(at: mark)
    trajectory.append(try recording.observation(of: state, objective: objective))
  }

  private func isBounded(_ loss: Double) -> Bool {
    loss.isFinite && loss <= lossLimit
  }

  private var completion: Termination {
    switch training {
    case .descent(_, let steps), .closedForm(_, let steps): .completedSteps(steps)
    case .flow(let until, _): .reachedTime(until)
    }
  }
}
