internal import Foundation
internal import MatrixFiles
public import Plotting
public import RunStore

/// Everything that a finished run leaves in its folder.
public struct RunOutput: Sendable {
  /// The result to write.
  public let result: ExperimentResult

  /// The environments that it was made in, the last one last.
  public let environments: [RunEnvironment]

  /// Formats of the figures besides SVG: any of "png" and "pdf".
  public let extraFormats: [PlotFormat]

  /// Seconds that the run took in this process.
  public let seconds: Double

  /// What is worth saying when everything is written.
  public struct Remarks: Sendable {
    /// Why figures are missing and how to draw them; nil when none are.
    public let missingFigures: String?

    /// For each network, how far the run is from the theory.
    public let theory: [String]
  }

  /// Prepares the output.
  public init(
    result: ExperimentResult, environments: [RunEnvironment], extraFormats: [PlotFormat] = [],
    seconds: Double
  ) {
    precondition(!environments.isEmpty, "a run has an environment")
    self.result = result
    self.environments = environments
    self.extraFormats = extraFormats
    self.seconds = seconds
  }

  /// Writes tables, arrays, figures, page and summary, and then removes the checkpoints.
  ///
  /// The summary comes last: a folder with a summary is complete. Cancelling the task stops before the next
  /// figure.
  ///
  /// - Parameter folder: the run's folder.
  /// - Returns: what to tell the user.
  /// - Throws: ``MatrixFileError`` when the disk is full, for example, or ``ExperimentError/interrupted``;
  ///   what is there by then stays, and the run can be resumed.
  public func write(to folder: RunFolder) throws -> Remarks {
    let problem = result.experiment.problem
    let truncation: Truncation? =
      if let target = problem.target, let clean = problem.clean {
        try Truncation(of: target, clean: clean)
      } else {
        nil
      }
    try folder.write(
      Array(result.trajectoryText.utf8), as: .trajectory)
    let theory = result.theory
    try folder.write(ArrayArchive(result: result, theory: theory).encoded(), as: .arrays)
    try folder.write(json: theory.map { PredictionRecord($0.prediction) }, as: .prediction)
    let (figures, missing) = try Report.draw(
      ReportFigures(result: result, theory: theory, truncation: truncation).all,
      as: extraFormats + [.svg], in: folder)
    let report = Report(
      result: result, theory: theory, environments: environments, truncation: truncation,
      figures: figures, missingFigures: missing)
    try folder.write(Array(report.html.utf8), as: .report)
    let summary = Summary(
      result, theory: theory, environments: environments, seconds: seconds, truncation: truncation
    )
    try folder.write(json: summary, as: .summary)
    try folder.remove(.checkpoints)
    return Remarks(
      missingFigures: missing, theory: zip(theory, result.networks).map { $0.sentence($1) })
  }
}
