internal import ExperimentFiles
internal import MatrixFiles
internal import Plotting
public import RunStore

/// Everything that a finished sweep leaves in its folder.
public struct SweepOutput: Sendable {
  /// The sweep.
  public let sweep: PreparedSweep

  /// The rows of all points.
  public let rows: [SweepRow]

  /// The environments that they were made in, the last one last.
  public let environments: [RunEnvironment]

  /// Seconds that the sweep took in this process.
  public let seconds: Double

  /// Prepares the output.
  public init(
    sweep: PreparedSweep, rows: [SweepRow], environments: [RunEnvironment], seconds: Double
  ) {
    precondition(!environments.isEmpty, "a sweep has an environment")
    precondition(rows.count == sweep.file.points.count, "a sweep has a row for each point")
    (self.sweep, self.rows, self.environments) = (sweep, rows, environments)
    self.seconds = seconds
  }

  private var table: SweepTable { SweepTable(sweep: sweep, rows: rows) }

  /// The table in short, for a terminal.
  public var text: String {
    let table = table
    return table.statusSentence + "\n"
      + TextTable.text([SweepTable.shortHeader] + table.shortRows)
  }

  /// Writes tables, pictures, page and summary, and then removes the journal.
  ///
  /// The summary comes last: a folder with a summary is complete. Cancelling the task stops before the next picture.
  ///
  /// - Parameter folder: the sweep's folder.
  /// - Returns: why pictures are missing and how to draw them, when they are.
  /// - Throws: ``MatrixFileError`` when the disk is full, for example, or ``ExperimentError/interrupted``; what is
  ///   there by then stays, and the sweep can be resumed.
  public func write(to folder: RunFolder) throws -> String? {
    let table = table
    try folder.write(Array(table.csv.utf8), as: .table)
    try folder.write(table.npz, as: .tableArrays)
    let maps = sweep.file.heatMaps.enumerated().map { i, map in
      ReportFigures.Named(
        name: "heat-map-\(i + 1)", figure: SweepHeatMap(table: table, description: map).figure)
    }
    let (figures, missing) = try Report.draw(maps, as: [.svg], in: folder)
    let report = SweepReport(
      table: table, environments: environments, figures: figures, missingFigures: missing)
    try folder.write(Array(report.html.utf8), as: .report)
    let summary = SweepSummary(
      table, heatMaps: maps.map { ($0.name, $0.figure.caption ?? $0.name) },
      environments: environments, seconds: seconds)
    try folder.write(json: summary, as: .summary)
    try folder.remove(.journal)
    return missing
  }
}
