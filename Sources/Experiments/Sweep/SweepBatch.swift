internal import DeepLinearCore
internal import ExperimentFiles
internal import LinearAlgebra
internal import TrainingDynamics

/// Points of a sweep that one task runs: side by side in lanes where their networks can, else one after another.
///
/// Whether a run takes a lane depends on the run alone, and its bits do not depend on those beside it, so that a point's
/// row is the same in any batch.
struct SweepBatch: Sendable {
  let sweep: PreparedSweep

  /// Their places in the sweep.
  let points: [Int]

  /// What points that may share lanes have in common, as far as their files tell.
  private struct Outline: Hashable {
    let widths: [[Int]]
    let steps: [Double]
  }

  /// Splits points into batches.
  ///
  /// - Parameters:
  ///   - points: places in the sweep.
  ///   - sweep: the sweep.
  /// - Returns: batches as large as there are lanes for points that can use them, of a single point otherwise.
  /// - Throws: errors of the starts.
  static func batches(of points: [Int], in sweep: PreparedSweep) throws -> [SweepBatch] {
    var order: [Outline] = []
    var groups: [Outline: [Int]] = [:]
    for point in points {
      let experiment = sweep.experiments[point]
      let networks = experiment.description.networks
      let outline = Outline(
        widths: try networks.map { try experiment.widths(of: $0).values },
        steps: networks.map(\.training.end))
      if groups[outline] == nil { order.append(outline) }
      groups[outline, default: []].append(point)
    }
    return try order.flatMap { outline in
      let group = groups[outline] ?? []
      let size = try SweepBatch(sweep: sweep, points: group).usesLanes ? LaneDescent.laneCount : 1
      return stride(from: 0, to: group.count, by: size).map { start in
        SweepBatch(sweep: sweep, points: Array(group[start..<min(start + size, group.count)]))
      }
    }
  }

  /// Whether a network of the first point can share lanes.
  private var usesLanes: Bool {
    get throws {
      let experiment = sweep.experiments[points[0]]
      return try experiment.description.networks.indices.contains {
        try laneRun(ofNetwork: $0, in: experiment)?.shape != nil
      }
    }
  }

  /// Runs the points.
  ///
  /// - Returns: a row for each.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled; errors of the start.
  func rows() throws -> [SweepRow] {
    let networks = sweep.experiments[points[0]].description.networks
    let outcomes = try networks.indices.map(outcomes)
    return points.indices.map { i in
      SweepRow(point: points[i], networks: outcomes.map { $0[i] })
    }
  }

  /// What one network gave at each point.
  private func outcomes(ofNetwork index: Int) throws -> [SweepRow.Outcome] {
    var outcomes = [SweepRow.Outcome?](repeating: nil, count: points.count)
    var lanes: [LaneRun.Shape: [(place: Int, run: LaneRun)]] = [:]
    for (place, point) in points.enumerated() {
      let experiment = sweep.experiments[point]
      if let run = try laneRun(ofNetwork: index, in: experiment), let shape = run.shape {
        lanes[shape, default: []].append((place, run))
      } else {
        outcomes[place] = try outcome(ofNetwork: index, in: experiment)
      }
    }
    for group in lanes.values {
      let start = ContinuousClock.now
      let ends = try Self.finish(group.map(\.run))
      let seconds = (ContinuousClock.now - start).seconds / Double(group.count)
      for ((place, run), end) in zip(group, ends) {
        let training = sweep.experiments[points[place]].description.networks[index].training
        outcomes[place] = outcome(
          training, engine: run.engine.name, steps: end?.iteration ?? 0, flowTime: nil,
          trajectory: end?.trajectory ?? Trajectory(), termination: end?.termination,
          seconds: seconds)
      }
    }
    return outcomes.compactMap(\.self)
  }

  // MARK: - Lanes

  /// A network's run for a lane; nil for what is no descent.
  private func laneRun(
    ofNetwork index: Int, in experiment: PreparedExperiment
  ) throws -> LaneRun? {
    let description = experiment.description.networks[index]
    guard case .descent(let stepSize, let steps) = description.training else { return nil }
    return try LaneRun(
      objective: experiment.problem.objective, network: experiment.network(index),
      stepSize: stepSize, steps: steps, recording: recording(ofNetwork: index, in: experiment),
      lossThreshold: description.lossThreshold, engine: description.engine)
  }

  /// Runs to their ends, side by side; nil for one of which a decomposition failed.
  private static func finish(_ runs: [LaneRun]) throws -> [LaneSimulation.Outcome?] {
    var simulation = LaneSimulation(runs)
    var pace = AdvancePace()
    while simulation.outcomes.contains(where: { $0 == nil }) {
      if Task.isCancelled { throw ExperimentError.interrupted }
      let before = ContinuousClock.now
      simulation.advance(by: pace.stepCount)
      pace.took((ContinuousClock.now - before).seconds)
    }
    return simulation.outcomes.map { try? $0?.get() }
  }

  // MARK: - One after another

  private func outcome(
    ofNetwork index: Int, in experiment: PreparedExperiment
  ) throws -> SweepRow.Outcome {
    let description = experiment.description.networks[index]
    let start = ContinuousClock.now
    var simulation = try Simulation(
      objective: experiment.problem.objective, network: experiment.network(index),
      training: description.training, recording: recording(ofNetwork: index, in: experiment),
      lossThreshold: description.lossThreshold, engine: description.engine)
    let termination = try Self.finish(&simulation)
    return outcome(
      description.training, engine: simulation.engine.name, steps: simulation.iteration,
      flowTime: simulation.checkpoint.flow?.time, trajectory: simulation.trajectory,
      termination: termination, seconds: (ContinuousClock.now - start).seconds)
  }

  /// Runs to the end; nil when a decomposition of a recorded state failed, which must not end the other points.
  private static func finish(_ simulation: inout Simulation) throws -> Termination? {
    var pace = AdvancePace()
    while simulation.termination == nil {
      if Task.isCancelled { throw ExperimentError.interrupted }
      let before = ContinuousClock.now
      do {
        try simulation.advance(by: pace.stepCount)
      } catch is LinearAlgebraError {
        return nil
      }
      pace.took((ContinuousClock.now - before).seconds)
    }
    return simulation.termination
  }

  // MARK: - Both

  private func recording(
    ofNetwork index: Int, in experiment: PreparedExperiment
  ) -> Recording {
    var recording = experiment.recording(index)
    recording.marks = sweep.recording.marks(of: experiment.description.networks[index].training)
    return recording
  }

  private func outcome(
    _ training: Training, engine: String, steps: Int, flowTime: Double?, trajectory: Trajectory,
    termination: Termination?, seconds: Double
  ) -> SweepRow.Outcome {
    SweepRow.Outcome(
      status: termination?.status ?? "failed", engine: engine, steps: steps,
      time: flowTime ?? training.time(ofStep: steps),
      values: sweep.recording.values(
        of: trajectory, training: training, termination: termination),
      seconds: seconds)
  }
}

extension Training {
  /// The time of a step of descent; that of a flow is its integrator's.
  fileprivate func time(ofStep step: Int) -> Double {
    switch self {
    case .descent(let stepSize, _), .closedForm(let stepSize, _): Double(step) * stepSize
    case .flow: end
    }
  }
}
