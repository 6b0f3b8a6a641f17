internal import Foundation
internal import LinearAlgebra
public import LowRankEstimation
public import MatrixFiles
internal import RunStore

/// A completion from its files to its files: the completed matrix, the model and a page.
public struct CompletionOutput: Sendable {
  /// What the files are called.
  public let files: OutputFiles

  private let path: String
  private let newRowsPath: String?
  private let keepsObserved: Bool

  /// What a fit leaves.
  public struct Result: Sendable {
    /// What was read.
    public let input: CompletionInput

    /// The model.
    public let model: CompletionModel

    /// The comparison, when one was asked for.
    public let comparison: CompletionComparison?

    /// Rows to be completed by the model.
    public let newRows: ObservedEntries?

    /// Seconds that the fit took.
    public let seconds: Double
  }

  /// Checks that nothing is in the way.
  ///
  /// - Parameters:
  ///   - path: the completed matrix.
  ///   - hasNewRows: whether new rows are completed too.
  ///   - keepsObserved: whether known entries stay as they were.
  ///   - isReplacing: whether files may be replaced.
  /// - Throws: ``MatrixFileError``.
  public init(
    _ path: String, hasNewRows: Bool = false, keepsObserved: Bool = false, isReplacing: Bool = false
  ) throws(MatrixFileError) {
    // The extension is wrong before hours of work, not after them.
    _ = try MatrixFile.encode(NumericArray([0]), as: path)
    let stem = OutputFiles.stem(of: path)
    newRowsPath = hasNewRows ? Self.newRowsPath(beside: path) : nil
    (self.path, self.keepsObserved) = (path, keepsObserved)
    files = try OutputFiles(
      [path, stem + ".model.json", stem + ".report.html"] + (newRowsPath.map { [$0] } ?? []),
      isReplacing: isReplacing)
  }

  private static func newRowsPath(beside path: String) -> String {
    let kind = (path as NSString).pathExtension.lowercased()
    return OutputFiles.stem(of: path) + ".new-rows."
      + (kind == "csv" || kind == "tsv" ? kind : "npy")
  }

  /// Whether the factors are written in place of the matrix: triplets into an archive.
  private func writesFactors(_ input: CompletionInput) -> Bool {
    input.isTriplets && path.lowercased().hasSuffix(".npz")
  }

  /// Refuses a dense result that would fill the memory.
  ///
  /// - Parameter input: what was read.
  /// - Throws: ``ExperimentError/invalid(key:problem:)``.
  func requireRoom(for input: CompletionInput) throws(ExperimentError) {
    guard !writesFactors(input) else { return }
    let bytes = 8 * Double(input.entries.rowCount) * Double(input.entries.columnCount)
    // The matrix, its bytes in the file and their encoding are there at a time.
    guard bytes < Double(ProcessInfo.processInfo.physicalMemory) / 6 else {
      throw .invalid(
        key: "--output",
        problem:
          "the whole matrix takes \(readableSize(bytes)); name a .npz, which holds the factors instead"
      )
    }
  }

  /// Writes everything; the page comes last.
  ///
  /// - Parameter result: what the fit left.
  /// - Returns: why figures are missing from the page, when they are.
  /// - Throws: ``MatrixFileError``, ``EstimationError``.
  public func write(_ result: Result) throws -> String? {
    let model = result.model
    let stem = OutputFiles.stem(of: path)
    // Whatever can fail on the data fails before the first file.
    let newRows = try result.newRows.map { rows in try model.predict(rows) }
    let page = try CompletionReport(result: result).page()
    if writesFactors(result.input) {
      let layers = model.factors.layers.enumerated().map {
        NPZFile.Member("W\($0 + 1)", NumericArray($1))
      }
      try files.write(NPZFile.encode(layers), to: path)
    } else {
      let array = result.input.array(model.estimate, keepsObserved: keepsObserved)
      try files.write(MatrixFile.encode(array, as: path), to: path)
    }
    if let newRows, let newRowsPath {
      try files.write(MatrixFile.encode(NumericArray(newRows), as: newRowsPath), to: newRowsPath)
    }
    try files.write(model: model, to: stem + ".model.json")
    try files.write(Array(page.html.utf8), to: stem + ".report.html")
    return page.missing
  }

  /// Fits, and writes nothing.
  ///
  /// - Parameters:
  ///   - settings: those of the completion.
  ///   - input: the known entries.
  ///   - newRows: rows to be completed by the model.
  ///   - isCompared: whether other methods are tried.
  ///   - report: told the part of the work that is done, at most.
  /// - Returns: what the fit left.
  /// - Throws: ``EstimationError``, ``ExperimentError``; `CancellationError` when the task is cancelled.
  public func result(
    of settings: MatrixCompletion, on input: CompletionInput, newRows: ObservedEntries? = nil,
    isCompared: Bool = false, reportingTo report: (Double) -> Void = { _ in }
  ) throws -> Result {
    try requireRoom(for: input)
    // What is wrong with them is known before the fit.
    try newRows?.requireNewRows(columnCount: input.entries.columnCount)
    let start = ContinuousClock.now
    return try Self.cancelling {
      let share = isCompared ? 0.4 : 1.0
      let model = try settings.fit(input.entries) { progress in
        report(share * progress.fraction)
        return !Task.isCancelled
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let comparison =
        isCompared
        ? try CompletionComparison(input.entries, settings: settings) { fraction in
          report(share + (1 - share) * fraction)
          return !Task.isCancelled
        } : nil
      return Result(
        input: input, model: model, comparison: comparison, newRows: newRows, seconds: seconds)
    }
  }

  /// Turns a fit that was ended into the error of a cancelled task.
  static func cancelling<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch EstimationError.interrupted {
      throw CancellationError()
    }
  }
}

extension CompletionOutput.Result {
  /// What came of it, for a terminal.
  public var text: String {
    let stop = model.stop
    var lines = [
      """
      \(model.rowCount) x \(model.columnCount), \(model.observedCount) entries observed \
      (\(Decimals.short(100 * input.entries.density)) %)
      """,
      """
      depth \(model.settings.depth), width \(model.path.width): stopped at step \(stop.step), rank \
      \(model.learnedRank), held-out error \(Decimals.short(stop.heldOutError)) +- \(CompletionReport.uncertainty(model.path.standardError)), as \(model.path.end.words)
      """,
    ]
    if model.paths.count > 1 {
      lines.append(
        TextTable.text([CompletionReport.restartHeader] + CompletionReport.restartRows(model)))
    }
    if let comparison {
      lines.append(
        TextTable.text(
          [CompletionReport.comparisonHeader] + CompletionReport.comparisonRows(comparison)))
      lines.append(comparison.sentence)
    }
    return lines.joined(separator: "\n")
  }
}
