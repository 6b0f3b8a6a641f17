internal import DeepLinearCore
internal import ExperimentFiles
internal import LinearAlgebra
public import TrainingDynamics

/// An experiment that moves while one looks: its networks side by side, record by record.
///
///     var live = try LiveExperiment(PreparedExperiment(description, resolve: { $0 }))
///     while let frame = try live.nextFrame() { draw(frame) }
///
/// The records are those of ``ExperimentRun``, to the last bit.
public struct LiveExperiment: Sendable {
  /// The experiment.
  public let experiment: PreparedExperiment

  /// Frames given so far.
  public private(set) var frameCount = 0

  /// Frames in all, unless every network ends before its time.
  public let expectedFrameCount: Int

  private let starts: [Network]
  private var simulations: [Simulation]

  /// Puts every network at its start.
  ///
  /// - Parameter experiment: the experiment with its data.
  /// - Throws: ``SimulationError``, ``ExperimentError``, LinearAlgebraError.
  public init(_ experiment: PreparedExperiment) throws {
    self.experiment = experiment
    starts = try experiment.description.networks.indices.map(experiment.network)
    simulations = try Self.simulations(of: experiment, from: starts)
    expectedFrameCount = experiment.description.networks.map(\.recordMoments.count).max() ?? 0
  }

  private static func simulations(
    of experiment: PreparedExperiment, from starts: [Network]
  ) throws -> [Simulation] {
    try starts.enumerated().map { index, network in
      let description = experiment.description.networks[index]
      let objective = experiment.problem.objective
      return try Simulation(
        objective: objective, network: network, training: description.training,
        recording: experiment.recording(index), lossThreshold: description.lossThreshold,
        engine: description.engine,
        exactFlow: { try KnownFlows.find(objective: objective, network: network) })
    }
  }

  /// Goes back to the same initial weights.
  ///
  /// - Throws: as the initialiser.
  public mutating func rewind() throws {
    simulations = try Self.simulations(of: experiment, from: starts)
    frameCount = 0
  }

  /// Whether every frame has been given.
  public var isEnded: Bool {
    simulations.allSatisfy { $0.termination != nil && $0.trajectory.count <= frameCount }
  }

  /// How each network ended, in the order of the file; nil for those that go on.
  public var terminations: [Termination?] { simulations.map(\.termination) }

  /// Moves on to the next record, for a limited time.
  ///
  /// - Parameter seconds: about how long it may take; a later call goes on where time ran out.
  /// - Returns: what every network shows there; nil when time ran out or every network has ended.
  /// - Throws: LinearAlgebraError when a decomposition fails.
  public mutating func nextFrame(within seconds: Double = .infinity) throws -> LiveFrame? {
    let clock = ContinuousClock()
    let start = clock.now
    var isOver = seconds <= 0
    for index in simulations.indices {
      var pace = AdvancePace()
      while simulations[index].termination == nil, simulations[index].trajectory.count <= frameCount
      {
        guard !isOver else { return nil }
        let before = clock.now
        try simulations[index].advance(by: pace.stepCount, untilRecord: frameCount + 1)
        let now = clock.now
        pace.took((now - before).seconds)
        // Looked at after the step, so that the least time is enough for one.
        isOver = (now - start).seconds >= seconds
      }
    }
    guard !isEnded else { return nil }
    defer { frameCount += 1 }
    return LiveFrame(
      index: frameCount,
      networks: simulations.map { simulation in
        frameCount < simulation.trajectory.count
          ? LiveFrame.Record(simulation.trajectory.observation(frameCount)) : nil
      })
  }

  /// The factors and the end-to-end matrix of every network as they are now; nil for those that have diverged or are too
  /// large for a picture.
  public var matrices: [LiveMatrices?] {
    simulations.indices.map { index in
      endToEndMatrix(index).flatMap {
        LiveMatrices(endToEnd: $0, factors: simulations[index].weights.layers)
      }
    }
  }

  /// A row of W of every network as a picture; nil for those that have diverged.
  ///
  /// - Parameter gallery: what it is compared with, and on which scale.
  /// - Returns: a picture for each network.
  public func recovered(in gallery: LiveGallery) -> [LiveGallery.Picture?] {
    simulations.indices.map { index in endToEndMatrix(index).map(gallery.picture) }
  }

  private func endToEndMatrix(_ index: Int) -> Matrix? {
    var network = starts[index]
    network.weights = simulations[index].weights
    let matrix = network.endToEndMatrix
    return matrix.firstNonFiniteIndex == nil ? matrix : nil
  }
}

extension NetworkDescription {
  /// The step numbers or times at which it is recorded.
  var recordMoments: [Double] {
    switch training {
    case .descent(_, let steps), .closedForm(_, let steps):
      record.schedule.iterations(upTo: steps).map { Double($0) }
    case .flow(let until, _, _): record.schedule.times(upTo: until)
    }
  }
}
