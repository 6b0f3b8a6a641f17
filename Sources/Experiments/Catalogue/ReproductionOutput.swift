internal import Foundation
internal import MatrixFiles
internal import Plotting
internal import RunStore

/// One reproduction as it was made: findings, and the runs that they rest on.
public struct ReproductionOutput: Sendable {
  /// What was reproduced.
  public let reproduction: Reproduction

  /// How much was computed.
  public let size: Reproduction.Size

  /// What was found.
  public let findings: Reproduction.Findings

  /// How long it took.
  public let seconds: Double

  /// The data sets that were not there.
  let missing: [DataSet]

  let folder: RunFolder
  let runs: [Run]

  /// One of its experiments as it ran.
  struct Run: Sendable {
    let folder: RunFolder
    let result: ExperimentResult
    let environments: [RunEnvironment]
  }

  /// What was found, as it is kept.
  public var record: ReproductionRecord {
    ReproductionRecord(
      identifier: reproduction.identifier, title: reproduction.title,
      source: "\(reproduction.source)", choices: reproduction.choices, isQuick: size == .quick,
      seconds: seconds,
      verdicts: findings.verdicts.map(ReproductionRecord.Row.init), remarks: findings.remarks,
      missing: missing.map(\.rawValue),
      figures: findings.figures.map { .init(name: $0.name, caption: $0.figure.caption ?? $0.name) },
      strips: findings.strips.enumerated().map { i, strip in
        .init(
          title: strip.title,
          pictures: strip.pictures.enumerated().map {
            .init(name: "picture-\(i + 1)-\($0 + 1)", caption: $1.caption)
          })
      },
      tables: findings.tables,
      runs: runs.map { ($0.folder.path as NSString).lastPathComponent })
  }

  /// Writes what every run leaves, the figures, and last the record, which marks the folder as complete.
  ///
  /// - Returns: why figures are missing and how to draw them, when they are.
  /// - Throws: ``MatrixFileError`` when the disk is full, for example, or ``ExperimentError/interrupted``.
  public func write() throws -> String? {
    var missing: String?
    for run in runs {
      let output = RunOutput(
        result: run.result, environments: run.environments,
        seconds: run.result.networks.reduce(0) { $0 + $1.seconds })
      missing = try output.write(to: run.folder).missingFigures ?? missing
    }
    try folder.remove(.figures)
    for (name, figure) in findings.figures {
      do {
        try Gnuplot().render(figure, to: folder.path(of: "\(name).svg", in: .figures))
      } catch let error as PlottingError {
        if case .cannotWrite = error { throw error }
        missing = missing ?? error.description
      }
    }
    let record = record
    for (strip, named) in zip(findings.strips, record.strips) {
      for (picture, name) in zip(strip.pictures, named.pictures.map(\.name)) {
        try AtomicFile.write(picture.png, to: folder.path(of: "\(name).png", in: .figures))
      }
    }
    try folder.write(json: record, as: .summary)
    return missing
  }
}
