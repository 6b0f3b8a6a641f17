internal import ExperimentFiles
internal import LinearAlgebra
internal import TrainingDynamics

/// Points of a sweep that one task runs.
struct SweepBatch: Sendable {
  let sweep: PreparedSweep

  /// Their places in the sweep.
  let points: [Int]

  /// Splits points into batches.
  ///
  /// A point's result does not depend on its batch.
  static func batches(of points: [Int], in sweep: PreparedSweep) -> [SweepBatch] {
    points.map { SweepBatch(sweep: sweep, points: [$0]) }
  }

  /// Runs the points.
  ///
  /// - Returns: a row for each.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled; errors of the start.
  func rows() throws -> [SweepRow] {
    try points.map { point in
      let experiment = sweep.experiments[point]
      return SweepRow(
        point: point,
        networks: try experiment.description.networks.indices.map {
          try outcome(ofNetwork: $0, in: experiment)
        })
    }
  }

  private func outcome(
    ofNetwork index: Int, in experiment: PreparedExperiment
  ) throws -> SweepRow.Outcome {
    let description = experiment.description.networks[index]
    let start = ContinuousClock.now
    var recording = experiment.recording(index)
    recording.marks = sweep.recording.marks(of: description.training)
    var simulation = try Simulation(
      objective: experiment.problem.objective, network: experiment.network(index),
      training: description.training, recording: recording,
      lossThreshold: description.lossThreshold, engine: description.engine)
    let termination = try finish(&simulation)
    return SweepRow.Outcome(
      status: termination?.status ?? "failed", engine: simulation.engine.name,
      steps: simulation.iteration,
      time: simulation.checkpoint.flow?.time
        ?? description.training.time(ofStep: simulation.iteration),
      values: sweep.recording.values(
        of: simulation.trajectory, training: description.training, termination: termination),
      seconds: (ContinuousClock.now - start).seconds)
  }

  /// Runs to the end; nil when a decomposition of a recorded state failed, which must not end the other points.
  private func finish(_ simulation: inout Simulation) throws -> Termination? {
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
}

extension Training {
  /// The time of a step of descent; that of a flow is its integrator's.
  fileprivate func time(ofStep step: Int) -> Double {
    switch self {
    case .descent(let stepSize, _), .closedForm(let stepSize, _): Double(step) * stepSize
    case .flow(let until, _, _): until
    }
  }
}
