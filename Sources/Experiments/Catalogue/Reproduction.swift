public import DynamicsTheory
public import ExperimentFiles
public import Plotting
internal import TrainingDynamics

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

    /// The data that the file's paths are relative to; nil when it reads none.
    let dataSet: DataSet?

    /// How its networks are computed: dense unless a claim has nothing to do with what an engine assumes.
    ///
    /// A verdict on the decoupling of modes could not fail if an engine had put it in.
    let engine: EngineChoice

    /// Whether the quick size leaves it out.
    let isFullOnly: Bool

    /// Whether a claim needs a run that diverges.
    let mayDiverge: Bool

    init(
      _ name: String, _ file: String, quickChanges: [String] = [], dataSet: DataSet? = nil,
      engine: EngineChoice = .dense, isFullOnly: Bool = false, mayDiverge: Bool = false
    ) {
      self.name = name
      self.file = file
      self.quickChanges = quickChanges
      self.dataSet = dataSet
      self.engine = engine
      self.isFullOnly = isFullOnly
      self.mayDiverge = mayDiverge
    }
  }

  /// What was found.
  public struct Findings: Sendable {
    /// The figures with the names of their files.
    public var figures: [(name: String, figure: Figure)] = []

    /// Pictures that are rows of matrices, in strips.
    public var strips: [PictureStrip] = []

    /// Tables, those of the paper with our numbers beside the printed ones.
    public var tables: [ReproductionTable] = []

    /// The verdicts, one for each claim.
    public var verdicts: [Verdict] = []

    /// What else is to be said, a sentence each: numbers that decide nothing, data that were not there.
    public var remarks: [String] = []
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

  /// The name of its folder.
  public var folderName: String { identifier.replacing("/", with: "-") }

  /// The experiment file to start from: that of the first part.
  public var experimentFile: String { parts[0].file }

  /// The names of its other experiments.
  public var otherParts: [String] { parts.dropFirst().map(\.name) }

  /// Lays down the data that the experiment file reads and that come with DeepLinear.
  ///
  /// - Parameter folder: the experiment file's folder.
  /// - Throws: ``MatrixFileError`` when they cannot be written.
  public func writeData(to folder: String) throws {
    if parts[0].dataSet == .ones { try DataSet.writeOnes(to: folder) }
  }

  /// The first of its experiments whose data are there, at quick size.
  ///
  /// - Parameters:
  ///   - data: where the data are.
  ///   - folder: where data that come with DeepLinear are laid down.
  /// - Returns: the experiment file; nil when the data of none are there.
  /// - Throws: ``ExperimentFileError``, ``MatrixFileError`` when data cannot be laid down.
  public func quickExperiment(
    data: DataFolders = DataFolders(), unpackingTo folder: String
  ) throws -> ExperimentFile? {
    for part in parts where !part.isFullOnly {
      guard let changes = try part.changes(for: .quick, data: data, unpackingTo: folder) else {
        continue
      }
      return try ExperimentFile(
        text: part.file, fileName: "\(folderName).yaml", overriding: changes)
    }
    return nil
  }
}

extension Reproduction.Part {
  /// What is changed in its file, as for `--set`; nil when its data are not there.
  func changes(
    for size: Reproduction.Size, data: DataFolders, unpackingTo folder: String
  ) throws -> [String]? {
    var changes = ["engine=\(engine.rawValue)"]
    if size == .quick { changes += quickChanges }
    guard let dataSet else { return changes }
    return try data.path(of: dataSet, unpackingTo: folder).map { changes + ["directory=\($0)"] }
  }
}
