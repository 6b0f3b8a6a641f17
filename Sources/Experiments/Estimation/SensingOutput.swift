internal import Foundation
internal import LinearAlgebra
public import LowRankEstimation
public import MatrixFiles

/// A matrix recovered from a file of measurement matrices: the matrix, the model and a page.
public struct SensingOutput: Sendable {
  private let path: String
  private let files: OutputFiles

  /// Checks that nothing is in the way.
  ///
  /// - Parameters:
  ///   - path: the recovered matrix.
  ///   - isReplacing: whether files may be replaced.
  /// - Throws: ``MatrixFileError``.
  public init(_ path: String, isReplacing: Bool) throws(MatrixFileError) {
    _ = try MatrixFile.encode(NumericArray([0]), as: path)
    let stem = OutputFiles.stem(of: path)
    self.path = path
    files = try OutputFiles(
      [path, stem + ".model.json", stem + ".report.html"], isReplacing: isReplacing)
  }

  /// Fits the measurements.
  ///
  /// - Parameters:
  ///   - settings: those of the descent.
  ///   - measurements: what is known.
  ///   - report: told the part of the work that is done, at most.
  /// - Returns: the model.
  /// - Throws: ``EstimationError``; `CancellationError` when the task is cancelled.
  public func model(
    of settings: MatrixSensing, on measurements: Measurements,
    reportingTo report: (Double) -> Void = { _ in }
  ) throws -> SensingModel {
    try CompletionOutput.cancelling {
      try settings.fit(measurements) { progress in
        report(progress.fraction)
        return !Task.isCancelled
      }
    }
  }

  /// Writes everything; the page comes last.
  ///
  /// - Parameter model: what the fit left.
  /// - Returns: why figures are missing from the page, when they are.
  /// - Throws: ``MatrixFileError``.
  public func write(_ model: SensingModel) throws -> String? {
    let (figures, missing) = try Report.draw([CompletionFigures.path(model.path)])
    let html = HTML.page(
      title: "Sensed matrix",
      body: """
        <p>\(HTML.escaped(Self.text(model)))</p>
        \(Report.section(of: figures, missing: missing))
        """)
    let stem = OutputFiles.stem(of: path)
    try files.write(MatrixFile.encode(NumericArray(model.estimate), as: path), to: path)
    try files.write(model: model, to: stem + ".model.json")
    try files.write(Array(html.utf8), to: stem + ".report.html")
    return missing
  }

  /// What came of it, in a sentence.
  ///
  /// - Parameter model: what the fit left.
  /// - Returns: the sentence.
  public static func text(_ model: SensingModel) -> String {
    let (path, factors) = (model.path, model.factors)
    let values = model.singularValues.prefix(5).listed
    return """
      \(factors.rowCount) x \(factors.columnCount), depth \(factors.depth): stopped at step \(path.best.step), held-out error \
      \(Decimals.short(path.best.heldOutError)) +- \(CompletionReport.uncertainty(path.standardError)), as \(path.end.words); leading singular \
      values \(values)
      """
  }
}
