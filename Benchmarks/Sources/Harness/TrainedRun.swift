import DeepLinear

/// A run of the library as a user would start it, its start and its steps timed apart.
///
/// - Parameters:
///   - objective: the loss.
///   - network: the start.
///   - training: how, and for how long.
///   - recording: what to observe, and when.
///   - engine: which engine is asked for.
///   - startIsTimed: whether what the engine prepares counts.
///   - watch: what times it.
/// - Returns: the run at its end.
/// - Throws: as ``Simulation``.
func trainedRun(
  _ objective: any Objective, _ network: Network, _ training: Training, _ recording: Recording,
  engine: EngineChoice = .automatic, startIsTimed: Bool = true, watch: inout Stopwatch
) throws -> Simulation {
  func prepare() throws -> Simulation {
    try Simulation(
      objective: objective, network: network, training: training, recording: recording,
      engine: engine)
  }
  var run = startIsTimed ? try watch.time("start", prepare) : try prepare()
  try watch.time("steps") { try run.advance() }
  return run
}

extension Trajectory {
  /// A quantity at every record; none when it was not observed.
  func values(_ quantity: ScalarQuantity) -> [Double] { self[quantity] ?? [] }

  /// W at each record that keeps it, element after element.
  var snapshots: [[Double]] { entries(of: .snapshots).map(\.values) }

  /// A list at every record.
  func values(_ quantity: VectorQuantity) -> [[Double]] { self[quantity] ?? [] }
}
