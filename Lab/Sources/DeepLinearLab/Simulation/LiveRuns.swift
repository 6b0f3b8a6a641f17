internal import DeepLinear
internal import Foundation
internal import HTTPTypes

/// The simulations that are being watched, by identifiers that nobody can guess.
actor LiveRuns {
  private var runs: [String: LiveRun] = [:]

  /// Entries of the factors of each, also of those that are being started.
  private var weights: [String: Int] = [:]
  private var watched: Set<String> = []
  private let limits: LabLimits

  /// Seconds for which a simulation waits for its page.
  private static let patience = 30.0

  init(limits: LabLimits) { self.limits = limits }

  /// Simulations at the moment.
  var count: Int { runs.count }

  /// Starts a simulation.
  ///
  /// - Parameters:
  ///   - experiment: the experiment with its data.
  ///   - recordsPerSecond: its pace.
  ///   - isPaused: whether it shows its start and waits.
  /// - Returns: its identifier.
  /// - Throws: ``LabError`` when there are too many; errors of the simulation.
  func start(
    _ experiment: PreparedExperiment, recordsPerSecond: Double, isPaused: Bool = false
  ) async throws -> String {
    let size = try experiment.weightCount
    guard weights.count < limits.simulations,
      weights.values.reduce(size, +) <= limits.allWeights
    else {
      throw LabError(
        "as much is simulated as this lab allows; close another page first",
        status: .tooManyRequests)
    }
    let id = UUID().uuidString
    weights[id] = size
    do {
      runs[id] = try await Task(executorPreference: WorkExecutor.long) {
        try LiveRun(experiment, recordsPerSecond: recordsPerSecond, isPaused: isPaused)
      }.value
    } catch {
      weights[id] = nil
      throw error
    }
    Task {
      try? await Task.sleep(for: .seconds(Self.patience))
      if !watched.contains(id) { end(id) }
    }
    return id
  }

  /// The simulation of an identifier.
  ///
  /// - Throws: ``LabError`` when there is none.
  func run(_ id: String) throws(LabError) -> LiveRun {
    guard let run = runs[id] else {
      throw LabError(
        "there is no such simulation; it ends when its page is closed", status: .notFound)
    }
    return run
  }

  /// The simulation of an identifier, for the one page that watches it.
  ///
  /// - Throws: ``LabError`` when there is none, or when it is watched.
  func watch(_ id: String) throws(LabError) -> LiveRun {
    let run = try run(id)
    guard watched.insert(id).inserted else {
      throw LabError("this simulation is shown elsewhere", status: .conflict)
    }
    return run
  }

  /// Ends a simulation.
  func end(_ id: String) {
    runs[id] = nil
    weights[id] = nil
    watched.remove(id)
  }
}
