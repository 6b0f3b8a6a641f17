internal import ExperimentFiles
public import RunStore
internal import TrainingDynamics

/// Two or more finished runs laid over each other: the curves of all their networks, and how each ended.
///
/// ```swift
/// let index = try RunIndex(folder: "runs")
/// let comparison = try RunComparison(of: ["shallow", "deep"], in: index)
/// print(comparison.table)
/// try Gnuplot().render(comparison.figure, to: "comparison.svg")
/// ```
public struct RunComparison: Sendable {
  /// Every network of every run, in the order of the runs and of their files.
  public let series: [Series]

  /// How each network ended, as many as ``series``.
  let endings: [Ending]

  /// Whether a run was recorded at moments of equal ratios.
  let isLogarithmic: Bool

  /// What moments are counted in, the same for all series.
  public enum Clock: String, Sendable, Codable {
    /// Steps of descent.
    case iteration

    /// Time of the flow; for descent the step size times the steps.
    case time
  }

  /// The records of one network.
  public struct Series: Sendable, Equatable, Encodable {
    /// The run's name.
    public let run: String

    /// The network's name.
    public let network: String

    /// What the moments are: iterations if every network of the comparison descends, else times.
    public let clock: Clock

    /// When it was recorded.
    public let moments: [Double]

    /// What was recorded, by the names of the columns of `trajectory.csv`: `loss`, `testError`, `nuclearRank`,
    /// `singularValue1` and so on, as many numbers as moments, nan where there is none.
    public let quantities: [String: [Double]]
  }

  /// The same curves with fewer points, the first and the last among them.
  ///
  /// - Parameter count: how many points a curve has at most, at least 2.
  /// - Returns: a series for each of ``series``.
  public func series(ofAtMost count: Int) -> [Series] {
    precondition(count >= 2, "a curve has two points at least")
    return series.map { one in
      let last = one.moments.count - 1
      guard last >= count else { return one }
      let kept = (0..<count).map { $0 * last / (count - 1) }
      return Series(
        run: one.run, network: one.network, clock: one.clock, moments: kept.map { one.moments[$0] },
        quantities: one.quantities.mapValues { values in kept.map { values[$0] } })
    }
  }

  /// What stands in the summary.
  struct Ending: Sendable {
    let network: RunEntry.Network
    let seconds: Double?
  }

  /// Reads runs.
  ///
  /// - Parameters:
  ///   - names: two or more runs, in the order in which they are shown.
  ///   - index: where they are.
  /// - Throws: ``ExperimentError/invalid(key:problem:)`` for fewer than two, for a sweep, and for a run that has not ended;
  ///   ``RunStoreError``, ``MatrixFileError``, ``ExperimentFileError`` for what cannot be found or read.
  public init(of names: [String], in index: RunIndex) throws {
    guard names.count > 1 else {
      throw ExperimentError.invalid(key: "comparison", problem: "it needs two runs at least")
    }
    let runs = try names.map { try ComparedRun($0, in: index) }
    isLogarithmic = runs.contains(where: \.isLogarithmic)
    let clock: Clock = runs.contains(where: \.hasFlow) ? .time : .iteration
    series = runs.flatMap { $0.series(over: clock) }
    endings = runs.flatMap { run in
      run.entry.networks.map { Ending(network: $0, seconds: run.entry.seconds) }
    }
  }
}

/// One run of a comparison.
private struct ComparedRun {
  let entry: RunEntry
  let trajectory: TrajectoryReading
  let hasFlow: Bool
  let isLogarithmic: Bool

  init(_ name: String, in index: RunIndex) throws {
    entry = try index.entry(named: name)
    if let problem = Self.obstacle(entry) {
      throw ExperimentError.invalid(key: name, problem: problem)
    }
    let folder = try index.folder(named: name)
    trajectory = try TrajectoryReading(folder)
    guard trajectory.networks.map(\.name) == entry.networks.map(\.name) else {
      throw ExperimentError.invalid(
        key: name, problem: "its trajectory.csv and its summary.json name different networks")
    }
    let networks = try ExperimentFile(contentsOf: folder.path(of: .experiment)).description.networks
    hasFlow = networks.contains {
      if case .flow = $0.training { true } else { false }
    }
    isLogarithmic = networks.contains {
      if case .logarithmic = $0.record.schedule { true } else { false }
    }
  }

  /// Why a run has no curves to show.
  private static func obstacle(_ entry: RunEntry) -> String? {
    if entry.kind == .sweep { return "it is a sweep; only single runs can be compared" }
    return switch entry.status {
    case .running: "it is still running; compare it when it has ended"
    case .interrupted: "it was interrupted; let it end with --resume first"
    case .damaged: entry.problem ?? "it is damaged"
    case .completed, .converged, .underflow, .diverged, .failed: nil
    }
  }

  func series(over clock: RunComparison.Clock) -> [RunComparison.Series] {
    trajectory.networks.map { network in
      let recorded = zip(trajectory.quantities, network.columns).filter { _, values in
        values.contains { !$0.isNaN }
      }
      return RunComparison.Series(
        run: entry.name, network: network.name, clock: clock,
        moments: clock == .time ? network.times : network.steps,
        quantities: Dictionary(recorded) { first, _ in first })
    }
  }
}
