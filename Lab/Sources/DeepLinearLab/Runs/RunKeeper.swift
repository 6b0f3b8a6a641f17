internal import DeepLinear
internal import Foundation

/// Starts kept runs and takes them up again, in the runs folder that the program uses too.
struct RunKeeper: Sendable {
  let index: RunIndex
  let data: LabData
  let limits: LabLimits
  let slots: WorkSlots

  private var environment: RunEnvironment { RunEnvironment(version: DeepLinearRelease.version) }

  /// Opens a folder for the experiment of a state.
  ///
  /// - Parameter state: what the controls say; its "name" is the folder's, where it is given.
  /// - Returns: the run's name.
  /// - Throws: ``LabError``; errors of the experiment and of the folder.
  func begin(_ state: LabState) throws -> String {
    let experiment = try LabExperiment(state, data: data, limits: limits)
    // All its networks, also those that the page does not show.
    _ = try limits.prepare(experiment.file.description, of: experiment.file)
    let name = try freeName(state["name"])
    _ = try KeptRun(experiment.file, in: path(name), mode: .new, environment: environment)
    return name
  }

  /// Refuses what cannot be resumed, and says what can.
  ///
  /// - Parameter name: the run's name, from anywhere.
  /// - Throws: ``LabError``, RunStoreError.
  func checkResumable(_ name: String) throws {
    let entry = try index.entry(named: name)
    guard entry.kind == .run else {
      throw LabError("\(name) is a sweep; go on with it by \"deeplinear sweep --resume\"")
    }
    guard entry.status == .interrupted else {
      throw LabError("\(name) is \(entry.status.rawValue), so there is nothing to resume")
    }
  }

  /// Runs, from where it stands, what a folder holds.
  ///
  /// - Parameters:
  ///   - name: the run's name.
  ///   - report: called from the running tasks.
  /// - Returns: how every network ended, a sentence each.
  /// - Throws: ExperimentError.interrupted when the task is cancelled; ``LabError``; errors of the run.
  func finish(
    _ name: String, reportingTo report: @escaping @Sendable (ExperimentRun.Progress) -> Void
  ) async throws -> [String] {
    try checkResumable(name)
    let folder = try index.folder(named: name)
    let path = folder.path(of: .experiment)
    let (environment, limits) = (environment, limits)
    return try await slots.perform(name) {
      let file = try ExperimentFile(contentsOf: path)
      // The program may have begun it, which has no limits.
      _ = try limits.prepare(file.description, of: file)
      let run = try KeptRun(file, in: folder.path, mode: .resume, environment: environment)
      guard let run else { return ["\(name) is complete."] }
      let (result, _) = try await run.finish(checkpointInterval: 2, reportingTo: report)
      return result.networks.map { "\($0.name): \($0.termination.sentence)" }
    }
  }

  // MARK: - Names

  private func path(_ name: String) -> String { "\(index.path)/\(name)" }

  /// Whether nothing has a name, or an empty folder that a killed server left.
  private func isFree(_ name: String) -> Bool {
    let files = FileManager.default
    return !files.fileExists(atPath: path(name))
      || (try? files.contentsOfDirectory(atPath: path(name)).isEmpty) == true
  }

  /// A name that no folder has: the one that was asked for, or one with the time in it.
  private func freeName(_ asked: String) throws -> String {
    if !asked.isEmpty {
      guard asked.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}/) != nil else {
        throw LabError(
          "a name has letters, digits, spaces, dots and dashes, at most 80", key: "name")
      }
      guard isFree(asked) else {
        throw LabError("there is a run called \(asked) already", key: "name")
      }
      return asked
    }
    let date = Date().formatted(.iso8601.timeSeparator(.omitted).dateTimeSeparator(.standard))
    let base = "lab-\(date.filter { $0 != "Z" })"
    let names = [base] + (2...99).map { "\(base)-\($0)" }
    guard let free = names.first(where: isFree)
    else { throw LabError("too many runs were kept in this second; give a name", key: "name") }
    return free
  }
}
