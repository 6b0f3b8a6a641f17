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
  public var trajectory: Trajectory { recorder.trajectory }

  /// How the run ended; nil while it goes on.
  public private(set) var termination: Termination?

  /// What computes the run, and why.
  public let engine: EngineRecord

  private let training: Training
  private let lossThreshold: Double?
  private let marks: [Double]
  private let lossLimit: Double
  private var simulator: any Simulator
  private var recorder: Recorder

  /// A loss this many times the larger of the loss at the start and at W = 0 counts as divergence.
  static let divergenceFactor = 1e10

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - objective: the loss.
  ///   - network: the start.
  ///   - training: how, and for how long.
  ///   - recording: what to observe, and when.
  ///   - lossThreshold: the run stops as soon as the loss is at most this; nil for never.
  ///   - engine: how to compute it; by default what costs least among the engines that are exact here.
  ///   - exactFlow: finds the solution of the flow, if one is known.
  ///   - checkpoint: where an earlier run with the same parameters stopped; nil to start anew.
  /// - Throws: ``SimulationError`` when the training or the engine does not suit the problem,
  ///   ``LinearAlgebraError``.
  public init(
    objective: any Objective, network: Network, training: Training, recording: Recording,
    lossThreshold: Double? = nil, engine: EngineChoice = .automatic,
    exactFlow: () throws -> (any ExactFlow)? = { nil }, resuming checkpoint: Checkpoint? = nil
  ) throws {
    try SimulationError.check(objective: objective, network: network, training: training)
    // Before the engine takes its memory, which this would add to.
    let lossAtZero = objective.loss(
      at: Matrix(rowCount: objective.outputWidth, columnCount: objective.inputWidth))
    let chosen = try Engine(
      choice: engine, objective: objective, network: network, training: training,
      exactFlow: exactFlow)
    if let checkpoint, checkpoint.engine != chosen.record.name {
      throw SimulationError.otherCheckpoint
    }
    self.engine = chosen.record
    self.training = training
    self.lossThreshold = lossThreshold
    marks =
      switch training {
      case .descent(_, let steps), .closedForm(_, let steps): recording.iterations(upTo: steps)
      case .flow(let until, _, _): recording.times(upTo: until)
      }
    simulator = try chosen.simulator(recording: recording, resuming: checkpoint)
    recorder = Recorder(
      recording, recordCount: marks.count, continuing: checkpoint?.trajectory ?? Trajectory())
    termination = checkpoint?.termination
    lossLimit =
      checkpoint?.lossLimit
      ?? Self.divergenceFactor * max(simulator.loss, lossAtZero)
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
      engine: engine.name, state: simulator.state, iteration: simulator.iteration,
      flow: simulator.flowProgress, lossLimit: lossLimit, trajectory: trajectory,
      termination: termination)
  }

  /// Moves on by a number of steps, to a record, or to the end.
  ///
  /// - Parameters:
  ///   - stepCount: the largest number of steps to take.
  ///   - recordCount: how many records are enough; a step of an adaptive flow may give several at once.
  /// - Throws: ``LinearAlgebraError`` when a decomposition of an observed state fails.
  public mutating func advance(
    by stepCount: Int = .max, untilRecord recordCount: Int = .max
  ) throws {
    do {
      try proceed(by: stepCount, untilRecord: recordCount)
    } catch {
      try recorder.finish()
      throw error
    }
    try recorder.finish()
  }

  private mutating func proceed(by stepCount: Int, untilRecord recordCount: Int) throws {
    var remaining = stepCount
    while true {
      if termination == nil, let lossThreshold, simulator.loss <= lossThreshold {
        try stop(threshold: lossThreshold)
      }
      // Every mark that the last step reached is observed before the next step, so that a checkpoint
      // between two calls needs no memory of the step.
      try observeReachedMarks()
      guard termination == nil, remaining > 0, recorder.trajectory.count < recordCount else {
        return
      }
      remaining -= try takeSteps(atMost: remaining)
    }
  }

  private var lossRange: LossRange {
    LossRange(limit: lossLimit, threshold: lossThreshold ?? -.infinity)
  }

  private mutating func observeReachedMarks() throws {
    while termination == nil, recorder.trajectory.count < marks.count,
      marks[recorder.trajectory.count] <= simulator.clock
    {
      guard !lossRange.isExceeded(by: simulator.loss) else {
        termination = .diverged(loss: simulator.loss, iteration: simulator.iteration)
        return
      }
      try observe(at: marks[recorder.trajectory.count])
      if recorder.trajectory.count == marks.count { termination = completion }
    }
  }

  private mutating func takeSteps(atMost stepCount: Int) throws -> Int {
    var taken = 1
    do {
      taken = try simulator.advance(
        by: stepCount, toward: marks[recorder.trajectory.count], until: training.end,
        while: lossRange)
    } catch {
      termination = .stepSizeUnderflow(time: error.time, stepSize: error.stepSize)
      return taken
    }
    if lossRange.isExceeded(by: simulator.loss) {
      termination = .diverged(loss: simulator.loss, iteration: simulator.iteration)
    }
    return taken
  }

  /// Observes what is due and the state at which the loss was low enough, and ends the run.
  private mutating func stop(threshold: Double) throws {
    try observeReachedMarks()
    simulator.position(at: simulator.clock)
    if recorder.trajectory.times.last != simulator.observedTime {
      try observe(at: simulator.clock)
    }
    termination = .reachedLoss(
      loss: simulator.loss, threshold: threshold, iteration: simulator.iteration)
  }

  private mutating func observe(at mark: Double) throws {
    simulator.position(at: mark)
    try recorder.observe(simulator, at: mark)
  }

  private var completion: Termination {
    switch training {
    case .descent(_, let steps), .closedForm(_, let steps): .completedSteps(steps)
    case .flow(let until, _, _): .reachedTime(until)
    }
  }
}
