public import DynamicsTheory
internal import ExperimentFiles
public import Plotting

/// A figure, table or claim of a paper, made anew: experiment files to run and what to read from their results.
public struct Reproduction: Sendable {
  /// How much is computed.
  public enum Size: Sendable {
    /// As the paper has it.
    case full

    /// Small enough for a test: fewer steps or smaller matrices, the same verdicts.
    case quick
  }

  /// One experiment file of a reproduction.
  struct Part: Sendable {
    /// A word that tells the parts apart.
    let name: String

    /// The experiment file.
    let file: String

    /// What the quick size changes, as for `--set`.
    let quickChanges: [String]

    init(_ name: String, _ file: String, quickChanges: [String] = []) {
      self.name = name
      self.file = file
      self.quickChanges = quickChanges
    }
  }

  /// What was found.
  public struct Findings: Sendable {
    /// The figures with the names of their files.
    public var figures: [(name: String, figure: Figure)] = []

    /// The verdicts, one for each claim.
    public var verdicts: [Verdict] = []
  }

  /// Paper and place, for instance "chou2022/figure5".
  public let identifier: String

  /// What is shown, in a few words.
  public let title: String

  /// Where it stands.
  public let source: Source

  /// What the paper leaves open, and what is taken.
  public let choices: [String]

  let parts: [Part]
  let findings: @Sendable ([String: ExperimentResult], Size) throws -> Findings

  /// The experiment file to start from: that of the first part.
  public var experimentFile: String { parts[0].file }

  /// Runs every part and reads off the findings.
  ///
  /// - Parameters:
  ///   - size: how much is computed.
  ///   - report: called with the part that runs and how much of it is done.
  /// - Returns: figures and verdicts.
  /// - Throws: errors of the run, ``ExperimentError/interrupted`` when the task is cancelled.
  public func run(
    _ size: Size, reportingTo report: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> Findings {
    var results: [String: ExperimentResult] = [:]
    for part in parts {
      report("\(identifier) \(part.name)")
      let file = try ExperimentFile(
        text: part.file, fileName: "\(identifier).yaml",
        overriding: size == .quick ? part.quickChanges : [])
      let experiment = try PreparedExperiment(file.description, resolve: { $0 })
      results[part.name] = try await ExperimentRun(experiment).result()
    }
    return try findings(results, size)
  }
}

extension ExperimentResult {
  /// The result of the network with a name, which the reproduction's own file gives.
  func network(_ name: String) -> NetworkResult {
    guard let network = networks.first(where: { $0.name == name }) else {
      preconditionFailure("the experiment has no network \"\(name)\"")
    }
    return network
  }
}
