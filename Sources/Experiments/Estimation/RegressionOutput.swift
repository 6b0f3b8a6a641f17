internal import LinearAlgebra
public import LowRankEstimation
internal import MatrixFiles
internal import Plotting

/// Everything that a regression leaves in its folder.
public struct RegressionOutput: Sendable {
  let analysis: RegressionAnalysis
  let standardErrors: RegressionBootstrap.StandardErrors?
  let comparison: RegressionComparison?

  /// Draws again and compares, where asked.
  ///
  /// - Parameters:
  ///   - analysis: the fit.
  ///   - bootstrap: the draws for standard errors; nil for none.
  ///   - compares: whether other methods are held against it.
  /// - Throws: ``EstimationError``.
  public init(
    _ analysis: RegressionAnalysis, bootstrap: RegressionBootstrap? = nil, compares: Bool = false
  ) throws(EstimationError) {
    self.analysis = analysis
    let model = analysis.saved.model
    standardErrors =
      if let bootstrap { try bootstrap.standardErrors(of: model, on: analysis.data) } else { nil }
    comparison =
      compares ? try RegressionComparison(analysis.data, settings: model.settings) : nil
  }

  /// Writes all files.
  ///
  /// - Parameters:
  ///   - regressionFiles: those that this output needs.
  ///   - isReplacing: whether files of an earlier fit may be replaced; those that this one does not write then go.
  /// - Returns: why figures are missing and how to draw them, when they are.
  /// - Throws: ``MatrixFileError``.
  public func write(to regressionFiles: RegressionFiles, isReplacing: Bool) throws -> String? {
    let folder = regressionFiles.folder
    let files = try OutputFiles(regressionFiles.paths, isReplacing: isReplacing)
    let model = analysis.saved.model
    func write(_ bytes: [UInt8], _ name: String) throws {
      try files.write(bytes, to: "\(folder)/\(name)")
    }
    try write(table(model.intercepts, model.coefficients), "coefficients.csv")
    try write(NPZFile.encode(arrays), "coefficients.npz")
    try write(NPYFile.encode(NumericArray(model.fittedValues)), "fitted.npy")
    try write(pathTable, "path.csv")
    if let predictions = analysis.predictions {
      try write(NPYFile.encode(predictions), "predictions.npy")
    }
    if let standardErrors {
      try write(
        table(standardErrors.intercepts, standardErrors.coefficients), "standard-errors.csv")
    }
    if let comparison { try write(Self.table(comparison), "comparison.csv") }
    try files.write(model: analysis.saved, to: "\(folder)/model.json")
    let (figures, missing) = try Report.draw(
      RegressionFigures(saved: analysis.saved, comparison: comparison).all)
    let report = RegressionReport(output: self, figures: figures, missingFigures: missing)
    try write(Array(report.html.utf8), "report.html")
    if isReplacing { try regressionFiles.removeOthers() }
    return missing
  }

  /// What was found, in short, for a terminal.
  public var text: String {
    let words = RegressionWords(model: analysis.saved.model)
    var parts: [String?] = [
      words.choice, words.quality, words.penalty, "", TextTable.text(words.table(isWhole: false)),
    ]
    if let comparison { parts += ["", TextTable.text(comparison.table), comparison.verdict] }
    return parts.compactMap(\.self).joined(separator: "\n")
  }

  // MARK: - Tables

  /// A row for the intercepts, then a row for each input, under the names of the outputs.
  private func table(_ intercepts: [Double], _ coefficients: Matrix) -> [UInt8] {
    let rows =
      [("(intercept)", intercepts)]
      + analysis.saved.inputLabels.enumerated().map { ($1, coefficients.row($0)) }
    return Self.text(
      [["input"] + analysis.saved.outputLabels]
        + rows.map { [$0] + $1.map(CSVFile.shortestText) })
  }

  private var arrays: [NPZFile.Member] {
    let model = analysis.saved.model
    let members: [NPZFile.Member] = [
      .init("coefficients", NumericArray(model.coefficients)),
      .init("intercepts", NumericArray(model.intercepts)),
      .init("left", NumericArray(model.leftFactor)),
      .init("right", NumericArray(model.rightFactor)),
      .init("strengths", NumericArray(model.strengths)),
    ]
    guard let standardErrors else { return members }
    return members + [
      .init("coefficientErrors", NumericArray(standardErrors.coefficients)),
      .init("interceptErrors", NumericArray(standardErrors.intercepts)),
    ]
  }

  /// A row for each point; what is not known is left empty.
  private var pathTable: [UInt8] {
    let header = [
      "rank", "time", "loss", "degrees_of_freedom", "aic", "bic", "gcv", "cv_error",
      "cv_standard_error", "chosen",
    ]
    let model = analysis.saved.model
    let rows = model.path.enumerated().map { number, point in
      let numbers: [Double?] = [
        point.time, point.loss, point.degreesOfFreedom, point.aic, point.bic, point.gcv,
        point.heldOutError?.mean, point.heldOutError?.standardError,
      ]
      return ["\(point.rank)"] + numbers.map { $0.map(CSVFile.shortestText) ?? "" }
        + [number == model.chosenIndex ? "1" : "0"]
    }
    return Self.text([header] + rows)
  }

  private static func table(_ comparison: RegressionComparison) -> [UInt8] {
    let header = [
      "method", "cv_error", "cv_standard_error", "excess", "excess_standard_error", "choice",
    ]
    let rows = comparison.methods.enumerated().map { number, method in
      let excess = comparison.excess(ofMethod: number)
      return [method.name]
        + [method.error.mean, method.error.standardError, excess.mean, excess.standardError]
        .map(CSVFile.shortestText) + [method.choice.words]
    }
    return text([header] + rows)
  }

  private static func text(_ rows: [[String]]) -> [UInt8] {
    Array(
      rows.map { row in
        row.map { $0.isEmpty ? "" : CSVFile.quoted($0) }.joined(separator: ",") + "\n"
      }.joined().utf8)
  }
}
