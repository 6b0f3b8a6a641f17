internal import LinearAlgebra
internal import LowRankEstimation

/// `report.html` of a regression: one page with everything in it, that opens anywhere.
struct RegressionReport {
  let output: RegressionOutput
  let figures: [Report.DrawnFigure]

  /// The reason why figures are missing, and what to do; nil when none are.
  let missingFigures: String?

  private var saved: SavedRegression { output.analysis.saved }

  /// The whole page.
  var html: String {
    let words = RegressionWords(model: saved.model)
    let path = words.table(isWhole: true)
    return HTML.page(
      title: "Regression",
      body: """
        <p>\(HTML.escaped(introduction))</p>
        <p><b>\(HTML.escaped(words.choice))</b> \(HTML.escaped(words.quality))</p>
        \(comparisonSection)
        <h2>Figures</h2>
        \(Report.section(of: figures, missing: missingFigures))
        <h2>The path</h2>
        <p>\(HTML.escaped(explanation))</p>
        \(HTML.table(header: path[0], rows: Array(path.dropFirst())))
        \(coefficientSection)
        <p class="small">The coefficients are in coefficients.csv, and with their factors in coefficients.npz; the path is in \
        path.csv; model.json predicts new rows: deeplinear regress --model model.json --predict FILE -o FILE.</p>
        """)
  }

  private var introduction: String {
    let model = saved.model
    let shape = """
      \(model.fittedValues.rowCount) rows, \(model.coefficients.rowCount) inputs, \
      \(model.coefficients.columnCount) outputs
      """
    let settings = [
      model.settings.fitsIntercept ? "intercepts" : "no intercepts",
      model.ridge > 0 ? "ridge \(Decimals.short(model.ridge))" : nil,
      model.settings.outputWeights == nil ? nil : "weighted outputs",
    ].compactMap(\.self).joined(separator: ", ")
    let what =
      model.chosen.time == nil
      ? "Reduced-rank regression" : "Early-stopped two-layer regression"
    return "\(what): \(shape); \(settings)."
  }

  private var explanation: String {
    saved.model.chosen.time == nil
      ? """
      For each rank the best map of that rank. The training error always falls; the error on held-out rows, or a criterion that charges \
      for degrees of freedom, says where to stop.
      """
      : """
      A two-layer network learns the modes of the regression one after another, strong ones first, and is stopped at tau; \
      the modes counted are at least half learned.
      """
  }

  private var comparisonSection: String {
    guard let comparison = output.comparison else { return "" }
    let table = comparison.table
    return """
      <h2>Against other methods</h2>
      <p><b>\(HTML.escaped(comparison.verdict))</b> Every method makes its choices anew without the rows that it is judged on; the folds \
      are the same for all.</p>
      \(HTML.table(header: table[0], rows: Array(table.dropFirst())))
      """
  }

  /// The coefficients with their standard errors, when they were asked for and fit on a page.
  private var coefficientSection: String {
    guard let errors = output.standardErrors, saved.model.coefficients.elements.count <= 2000
    else { return "" }
    let model = saved.model
    func cells(_ values: [Double], _ widths: [Double]) -> [String] {
      zip(values, widths).map { "\(Decimals.short($0)) ± \(Decimals.short($1))" }
    }
    let rows =
      [["(intercept)"] + cells(model.intercepts, errors.intercepts)]
      + saved.inputLabels.enumerated().map { number, name in
        [name] + cells(model.coefficients.row(number), errors.coefficients.row(number))
      }
    return """
      <h2>Coefficients and their standard errors</h2>
      <p>By bootstrap, with the rank held fixed.</p>
      \(HTML.table(header: ["input"] + saved.outputLabels, rows: rows))
      """
  }
}
