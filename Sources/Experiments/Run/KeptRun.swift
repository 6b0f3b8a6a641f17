public import ExperimentFiles
internal import Foundation
public import Plotting
public import RunStore
internal import Synchronization

/// A run of an experiment file that leaves its results in a folder, and goes on where an earlier one stopped.
///
///     let run = try KeptRun(file, in: "runs/ones", mode: .new, environment: environment)
///     let (result, remarks) = try await run.finish()
///
/// One process has the folder at a time. Cancelling the task interrupts the run, as in ``ExperimentRun``.
public struct KeptRun: Sendable {
  /// The experiment with its data.
  public let experiment: PreparedExperiment

  /// The folder.
  public let folder: RunFolder

  /// The environments that took part, this one last.
  public let environments: [RunEnvironment]

  private let lock: RunLock?

  /// Opens the folder and notes what runs in it; nil when the run to be resumed is complete.
  ///
  /// - Parameters:
  ///   - file: the experiment file.
  ///   - path: the folder.
  ///   - mode: what to do with what is there.
  ///   - environment: what the last bits depend on.
  ///   - allowsOtherEnvironment: whether a resumed run may go on with other last bits.
  ///   - warn: called with what the user should know before anything is written.
  /// - Throws: ``RunStoreError``, ``ExperimentError``, errors of the data.
  public init?(
    _ file: ExperimentFile, in path: String, mode: RunFolder.Mode, environment: RunEnvironment,
    allowsOtherEnvironment: Bool = false, warn: (PreparedExperiment.Warning) -> Void = { _ in }
  ) throws {
    var lock = try RunLock(path)
    if mode == .resume {
      let folder = try RunFolder(path, mode: .resume)
      if folder.contains(.summary) {
        try folder.requireExperiment(file.text(forCopyIn: path))
        // It may have been killed after its last file.
        try folder.remove(.checkpoints)
        return nil
      }
    }
    let dataFiles = Mutex<[String: String]>([:])
    experiment = try PreparedExperiment(file.description) { name in
      dataFiles.withLock { $0[name] = file.resolve(name) }
      return file.resolve(name)
    }
    experiment.warnings.forEach(warn)
    folder = try RunFolder(path, mode: mode)
    if lock == nil {
      lock = try RunLock(path)
      // Another process may have had a run here between the two lines.
      if mode == .new { _ = try RunFolder(path, mode: .new) }
    }
    self.lock = lock
    environments = try folder.begin(
      experiment: file.text(forCopyIn: path), dataFiles: dataFiles.withLock(\.self),
      environment: environment, mode: mode, allowsOtherEnvironment: allowsOtherEnvironment)
  }

  /// Runs to the end and writes everything.
  ///
  /// - Parameters:
  ///   - checkpointInterval: seconds between two checkpoints of a network.
  ///   - jobCount: networks that run at the same time; nil for as many as there are processors.
  ///   - formats: formats of the figures besides SVG.
  ///   - report: called from the running tasks.
  /// - Returns: the result, and what to tell the user.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled; errors of the run and of its files.
  public func finish(
    checkpointInterval: Double = 10, jobCount: Int? = nil, extraFormats formats: [PlotFormat] = [],
    reportingTo report: @escaping @Sendable (ExperimentRun.Progress) -> Void = { _ in }
  ) async throws -> (result: ExperimentResult, remarks: RunOutput.Remarks) {
    defer { withExtendedLifetime(lock) {} }
    let start = ContinuousClock.now
    let run = ExperimentRun(
      experiment, folder: folder, checkpointInterval: checkpointInterval, jobCount: jobCount)
    let result = try await run.result(reportingTo: report)
    let output = RunOutput(
      result: result, environments: environments, extraFormats: formats,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    return (result, try output.write(to: folder))
  }
}
