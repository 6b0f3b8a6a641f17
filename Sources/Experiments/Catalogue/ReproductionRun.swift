internal import ExperimentFiles
internal import Foundation
public import RunStore
internal import Synchronization
internal import TrainingDynamics

/// The making of reproductions: each in a folder of its own, with a run folder for each of its experiments.
///
/// An experiment that several reproductions share runs once. Cancelling the task interrupts it; a later making with
/// ``RunFolder/Mode/resume`` goes on from the checkpoints.
public actor ReproductionRun {
  /// How much is computed.
  public let size: Reproduction.Size

  /// Where the reproductions' folders go.
  public let folder: String

  /// How far a reproduction has come.
  public struct Progress: Sendable {
    /// The experiment that reports.
    public let part: String

    /// The share of the work that is done, every experiment counted alike, from 0 to 1.
    public let fraction: Double
  }

  private let mode: RunFolder.Mode
  private let data: DataFolders
  private let environment: RunEnvironment
  private let jobCount: Int
  private var finished: [PartKey: ExperimentResult] = [:]

  /// What makes two experiments the same.
  private struct PartKey: Hashable {
    let file: String
    let changes: [String]
  }

  /// An experiment that is ready to run, in its folder.
  private struct PreparedPart: Sendable {
    let name: String
    let key: PartKey
    let experiment: PreparedExperiment
    let folder: RunFolder
    let environments: [RunEnvironment]

    var networkCount: Int { experiment.description.networks.count }
  }

  /// Prepares the making.
  ///
  /// - Parameters:
  ///   - size: how much is computed.
  ///   - folder: where the reproductions' folders go.
  ///   - mode: what to do with a reproduction that is there already.
  ///   - data: where the data are.
  ///   - environment: what the last bits depend on.
  ///   - jobCount: networks that run at the same time; by default as many as there are processors.
  public init(
    _ size: Reproduction.Size, in folder: String, mode: RunFolder.Mode = .new,
    data: DataFolders = DataFolders(), environment: RunEnvironment, jobCount: Int? = nil
  ) {
    (self.size, self.folder, self.mode, self.data) = (size, folder, mode, data)
    self.environment = environment
    self.jobCount = jobCount ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// Runs a reproduction's experiments and judges its claims; of the results only checkpoints are written yet.
  ///
  /// - Parameters:
  ///   - reproduction: which one.
  ///   - report: called from the running tasks.
  /// - Returns: the findings with the results they rest on; no findings when none of the data is there.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled, ``RunStoreError``, errors of the run.
  public func output(
    of reproduction: Reproduction,
    reportingTo report: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> ReproductionOutput {
    let start = ContinuousClock.now
    let own = try open(reproduction.folderName)
    try own.write(Array(reproduction.experimentFile.utf8), as: .experiment)
    var parts: [PreparedPart] = []
    var missing: [DataSet] = []
    for part in reproduction.parts where size == .full || !part.isFullOnly {
      guard let changes = try part.changes(for: size, data: data, unpackingTo: "\(folder)/data")
      else {
        missing += [part.dataSet].compactMap(\.self)
        continue
      }
      parts.append(try prepare(part, of: reproduction, changes: changes))
    }
    let results = try await results(of: parts, reportingTo: report)
    var findings = Reproduction.Findings()
    if !parts.isEmpty {
      let named = zip(parts, results).map { ($0.name, $1) }
      findings = try reproduction.findings(
        Dictionary(uniqueKeysWithValues: named), size)
      findings.verdicts += Self.integrity(
        results, of: reproduction.parts.filter { part in parts.contains { $0.name == part.name } },
        hasVerdicts: !findings.verdicts.isEmpty)
    }
    findings.remarks += missing.map {
      "\($0.rawValue): not measured; \($0.option ?? "") names the folder of its data"
    }
    return ReproductionOutput(
      reproduction: reproduction, size: size, findings: findings,
      seconds: (ContinuousClock.now - start).seconds, missing: missing, folder: own,
      runs: zip(parts, results).map {
        .init(folder: $0.folder, result: $1, environments: $0.environments)
      })
  }

  /// Verdicts that fail where runs diverged that should not, or gave nothing to judge by.
  private static func integrity(
    _ results: [ExperimentResult], of parts: [Reproduction.Part], hasVerdicts: Bool
  ) -> [Verdict] {
    let diverged = zip(parts, results).flatMap { part, result in
      part.mayDiverge
        ? []
        : result.networks.filter { $0.termination.status == "diverged" }.map {
          "\(part.name), \($0.name)"
        }
    }
    let divergence = Verdict(
      "No run diverges", holds: false, evidence: diverged.joined(separator: "; "))
    let silence = Verdict(
      "The runs give what the claims are judged by", holds: false, evidence: "no claim was judged")
    return (diverged.isEmpty ? [] : [divergence]) + (hasVerdicts ? [] : [silence])
  }

  /// A folder in the mode asked for; one that a run was not begun in is new.
  private func open(_ name: String) throws -> RunFolder {
    let path = "\(folder)/\(name)"
    let isBegun = FileManager.default.fileExists(atPath: "\(path)/experiment.yaml")
    return try RunFolder(path, mode: mode == .resume && !isBegun ? .overwrite : mode)
  }

  private func prepare(
    _ part: Reproduction.Part, of reproduction: Reproduction, changes: [String]
  ) throws -> PreparedPart {
    let file = try ExperimentFile(
      text: part.file, fileName: "\(reproduction.identifier).yaml", overriding: changes)
    let experiment = try PreparedExperiment(file.description) { name in
      let path = file.resolve(name)
      // MNIST's files are as often found unpacked.
      let isPacked = path.hasSuffix(".gz") && !FileManager.default.fileExists(atPath: path)
      return isPacked ? String(path.dropLast(3)) : path
    }
    let name = "\(reproduction.folderName)/\(part.name)"
    var folder = try open(name)
    // Without checkpoints a finished run's result cannot be had again.
    if mode == .resume, folder.contains(.summary) {
      folder = try RunFolder(folder.path, mode: .overwrite)
    }
    let isResumed = mode == .resume && folder.contains(.experiment)
    let environments = try folder.begin(
      experiment: file.text(forCopyIn: folder.path), environment: environment,
      mode: isResumed ? .resume : .overwrite, allowsOtherEnvironment: false)
    return PreparedPart(
      name: part.name, key: PartKey(file: part.file, changes: changes), experiment: experiment,
      folder: folder, environments: environments)
  }

  /// The results in the order of the parts, as many running at a time as there are jobs.
  private func results(
    of parts: [PreparedPart], reportingTo report: @escaping @Sendable (Progress) -> Void
  ) async throws -> [ExperimentResult] {
    let waiting = parts.filter { finished[$0.key] == nil }
    let jobs = waiting.count == 1 ? jobCount : 1
    let shares = WorkShares(waiting.map(\.networkCount))
    try await withThrowingTaskGroup(of: (PartKey, ExperimentResult).self) { group in
      for (index, part) in waiting.enumerated() {
        if index >= jobCount, let (key, result) = try await group.next() { finished[key] = result }
        group.addTask {
          let run = ExperimentRun(part.experiment, folder: part.folder, jobCount: jobs)
          let result = try await run.result { progress in
            let done = shares.update(index, progress)
            report(Progress(part: part.name, fraction: done))
          }
          return (part.key, result)
        }
      }
      for try await (key, result) in group { finished[key] = result }
    }
    return parts.compactMap { finished[$0.key] }
  }
}

/// How far the networks of several experiments have come.
private final class WorkShares: Sendable {
  private let fractions: Mutex<[[Double]]>

  /// Begins with nothing done, for so many networks in each experiment.
  init(_ networkCounts: [Int]) {
    fractions = Mutex(networkCounts.map { Array(repeating: 0, count: $0) })
  }

  /// Takes up a network's progress; returns the share that is done, every experiment counted alike.
  func update(_ experiment: Int, _ progress: ExperimentRun.Progress) -> Double {
    fractions.withLock { fractions in
      fractions[experiment][progress.network] = progress.fraction
      let shares = fractions.map { $0.reduce(0, +) / Double($0.count) }
      return shares.reduce(0, +) / Double(shares.count)
    }
  }
}
