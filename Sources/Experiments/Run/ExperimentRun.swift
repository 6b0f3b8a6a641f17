internal import DeepLinearCore
internal import ExperimentFiles
internal import Foundation
internal import LinearAlgebra
public import RunStore
internal import TrainingDynamics

/// The running of an experiment: its networks side by side, with checkpoints.
///
///     let prepared = try PreparedExperiment(description, resolve: { $0 })
///     let result = try await ExperimentRun(prepared).result()
///
/// Cancelling the task that waits for the result interrupts the run: every network writes a checkpoint and
/// ``ExperimentError/interrupted`` is thrown. A later run with the same folder goes on from there, and its
/// result is the same to the last bit.
public struct ExperimentRun: Sendable {
  /// How far one network has come.
  public struct Progress: Sendable {
    /// The network's place in the experiment, from 0.
    public let network: Int

    /// The part of its steps or time that has passed, from 0 to 1.
    public let fraction: Double

    /// Seconds until its end, at the present rate; nil while that is not known.
    public let secondsLeft: Double?
  }

  /// The experiment.
  public let experiment: PreparedExperiment

  /// Where checkpoints are kept; nil for none.
  public let folder: RunFolder?

  /// Seconds between two checkpoints of a network; more where writing them takes more than a tenth of that.
  public let checkpointInterval: Double

  /// Networks that run at the same time.
  public let jobCount: Int

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - experiment: the experiment with its data.
  ///   - folder: where checkpoints are kept and looked for; nil keeps none.
  ///   - checkpointInterval: seconds between two checkpoints of a network.
  ///   - jobCount: networks that run at the same time; by default as many as there are processors. With more than one
  ///     BLAS thread it is always one.
  public init(
    _ experiment: PreparedExperiment, folder: RunFolder? = nil, checkpointInterval: Double = 10,
    jobCount: Int? = nil
  ) {
    precondition(jobCount ?? 1 >= 1, "at least one network must run at a time")
    self.experiment = experiment
    self.folder = folder
    self.checkpointInterval = checkpointInterval
    // The threads of BLAS are the whole program's, and so are the bits that depend on them.
    self.jobCount =
      BLAS.threadCount > 1 ? 1 : jobCount ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// Runs every network to its end.
  ///
  /// - Parameter report: called from the running tasks, some ten times a second for each network.
  /// - Returns: the results in the order of the file.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled; errors of files and
  ///   decompositions.
  public func result(
    reportingTo report: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> ExperimentResult {
    let count = experiment.description.networks.count
    var results: [Int: NetworkResult] = [:]
    try await withThrowingTaskGroup(of: (Int, NetworkResult).self) { group in
      var next = 0
      func startNext() {
        guard next < count else { return }
        let index = next
        next += 1
        group.addTask { (index, try run(index, reportingTo: report)) }
      }
      for _ in 0..<jobCount { startNext() }
      while let (index, result) = try await group.next() {
        results[index] = result
        startNext()
      }
    }
    return ExperimentResult(
      experiment: experiment, networks: (0..<count).compactMap { results[$0] })
  }

  /// Runs one network, in parts of about a twentieth of a second.
  private func run(
    _ index: Int, reportingTo report: @Sendable (Progress) -> Void
  ) throws -> NetworkResult {
    let description = experiment.description.networks[index]
    var network = try experiment.network(index)
    let checkpoint = try folder?.checkpoint(ofNetwork: index)
    var simulation = try Simulation(
      objective: experiment.problem.objective, network: network, training: description.training,
      recording: experiment.recording(index), lossThreshold: description.lossThreshold,
      engine: description.engine,
      exactFlow: {
        try KnownFlows.find(objective: experiment.problem.objective, network: network)
      }, resuming: checkpoint)
    let clock = ContinuousClock()
    let start = clock.now
    let firstFraction = simulation.fractionDone
    var pace = CheckpointPace(interval: checkpointInterval, from: 0)
    var steps = AdvancePace()
    var ending = simulation.termination
    while ending == nil {
      if Task.isCancelled {
        try folder?.write(simulation.checkpoint, ofNetwork: index)
        throw ExperimentError.interrupted
      }
      let before = clock.now
      try simulation.advance(by: steps.stepCount)
      let now = clock.now
      ending = simulation.termination
      steps.took((now - before).seconds)
      let elapsed = (now - start).seconds
      if let folder, pace.isDue(at: elapsed) {
        try folder.write(simulation.checkpoint, ofNetwork: index)
        pace.wrote(from: elapsed, to: (clock.now - start).seconds)
      }
      let fraction = simulation.fractionDone
      let gained = fraction - firstFraction
      report(
        Progress(
          network: index, fraction: fraction,
          secondsLeft: gained > 0 ? elapsed * (1 - fraction) / gained : nil))
    }
    try folder?.write(simulation.checkpoint, ofNetwork: index)
    report(Progress(network: index, fraction: 1, secondsLeft: 0))
    guard let ending else { throw ExperimentError.interrupted }
    let end = simulation.checkpoint
    network.weights = simulation.weights
    return NetworkResult(
      description: description, network: network, engine: simulation.engine,
      trajectory: end.trajectory,
      termination: ending,
      iteration: end.iteration, flow: end.flow,
      seconds: (clock.now - start).seconds)
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
