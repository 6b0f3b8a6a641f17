internal import LinearAlgebra
internal import LowRankEstimation
internal import Plotting

/// The page of a completion.
struct CompletionReport {
  let result: CompletionOutput.Result

  /// The page, and why figures are missing from it.
  func page() throws -> (html: String, missing: String?) {
    let (figures, missing) = try Report.draw(CompletionFigures(result: result).all)
    let model = result.model
    let stop = model.stop
    let html = HTML.page(
      title: "Completed matrix",
      body: """
        <p>A \(model.rowCount) × \(model.columnCount) matrix of which \(model.observedCount) entries \
        (\(Decimals.short(100 * result.input.entries.density)) %) are known, completed by descent on \
        \(model.settings.depth) factors of width \(model.path.width) from a small start. It stopped at step \(stop.step), where the error at entries that were \
        held out is smallest: \(Decimals.short(stop.heldOutError)) ± \(Self.uncertainty(model.path.standardError)) (root mean \
        square, with its standard error). The descent went on beyond it until \(HTML.escaped(model.path.end.words)). \
        \(model.settings.refits ? "Then all known entries were fitted for the same time. " : "")\
        \(model.learnedRank) modes were learned.\(shrinkage) The fit took \(Decimals.short(result.seconds)) s.</p>
        \(comparison)
        <h2>Figures</h2>
        \(Report.section(of: figures, missing: missing))
        <h2>Restarts</h2>
        \(HTML.table(header: Self.restartHeader, rows: Self.restartRows(model)))
        <p class="small">Seed \(model.settings.seed). A held-out error that chose the stop is a little too small for \
        new entries; the comparison, where there is one, uses entries that nothing was chosen by. The model is in the \
        JSON file beside this page.</p>
        """)
    return (html, missing)
  }

  private var shrinkage: String {
    let constant = result.model.shrinkage
    return constant > 0
      ? " Of each singular value s, \(Decimals.short(constant))/s was taken off, which noise had added."
      : ""
  }

  private var comparison: String {
    guard let comparison = result.comparison else { return "" }
    return """
      <h2>Against other methods</h2>
      <p>\(HTML.escaped(comparison.sentence)) Every method made its choices without these entries; the difference is that of \
      mean squared errors to the deep factorisation, with its standard error.</p>
      \(HTML.table(header: Self.comparisonHeader, rows: Self.comparisonRows(comparison)))
      """
  }

  /// A standard error; one number alone does not tell it.
  static func uncertainty(_ error: Double?) -> String { error.map(Decimals.short) ?? "unknown" }

  static let comparisonHeader = ["method", "chosen", "error", "+-", "difference", "+-"]

  static func comparisonRows(_ comparison: CompletionComparison) -> [[String]] {
    comparison.rows.map { row in
      [row.method, row.choice]
        + [
          Decimals.short(row.error), uncertainty(row.standardError), Decimals.short(row.difference),
          uncertainty(row.differenceError),
        ]
    }
  }

  static let restartHeader = ["start", "width", "stop", "steps", "held-out error", "why it ended"]

  static func restartRows(_ model: CompletionModel) -> [[String]] {
    model.paths.enumerated().map { i, path in
      [
        "\(path.restart + 1)\(i == model.chosen ? " *" : "")", "\(path.width)", "\(path.best.step)",
        "\(path.points.last?.step ?? 0)", Decimals.short(path.best.heldOutError), path.end.words,
      ]
    }
  }
}
