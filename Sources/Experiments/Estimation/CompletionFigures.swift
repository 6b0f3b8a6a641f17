internal import LinearAlgebra
internal import LowRankEstimation
internal import Plotting

/// The figures of a completion's page.
struct CompletionFigures {
  let result: CompletionOutput.Result

  /// Entries of a matrix up to which it is shown cell by cell.
  private static let cellLimit = 2500

  /// Singular values that are drawn.
  private static let modeCount = 10

  /// All of them.
  var all: [ReportFigures.Named] {
    [Self.path(result.model.path), spectrum, pictures].compactMap(\.self)
  }

  /// Errors and singular values along a descent.
  static func path(_ path: CompletionPath) -> ReportFigures.Named {
    let steps = path.points.map { Double($0.step) }
    let stop = ReferenceLine.vertical(Double(path.best.step), "stop")
    let errors = Panel(
      xAxis: Axis("step", scale: .linear),
      yAxis: Axis("root mean squared residual", scale: .logarithmic),
      curves: [
        Curve("held out", x: steps, y: path.points.map(\.heldOutError)),
        Curve("fitted", x: steps, y: path.points.map(\.fittedError)),
      ], referenceLines: [stop])
    let values = Panel(
      xAxis: Axis("step", scale: .linear), yAxis: Axis("singular value of W"),
      curves: Curve.singularValues(
        path.points.map(\.singularValues), over: steps, count: modeCount),
      referenceLines: [stop], legend: .right)
    return ReportFigures.Named(
      name: "path",
      figure: Figure(
        panels: [errors, values], columnCount: 2,
        caption: """
          Left, the residuals of the entries that are fitted and of those held out, along the steps; the line marks \
          the stop. Right, the singular values of the estimate W as they appear, one after another.
          """))
  }

  private var spectrum: ReportFigures.Named? {
    let values = result.model.singularValues.prefix(50)
    guard let largest = values.first, values.count > 1 else { return nil }
    // What was not learned lies many orders of magnitude below.
    let shown = values.filter { $0 > 1e-12 * largest }
    return ReportFigures.Named(
      name: "spectrum",
      figure: Figure(
        panels: [
          Panel(
            xAxis: Axis("number"), yAxis: Axis("singular value", scale: .logarithmic),
            curves: [
              Curve(
                x: shown.indices.map { Double($0 + 1) }, y: Array(shown),
                style: .indexed(0, form: .points))
            ])
        ],
        caption: """
          The singular values of the estimate, at most 50: \(result.model.learnedRank) were learned, the others are \
          what the start left.
          """))
  }

  private var pictures: ReportFigures.Named? {
    let entries = result.input.entries
    let count = entries.rowCount * entries.columnCount
    guard count <= Self.cellLimit else { return nil }
    let matrices = [("known entries", entries.matrix), ("estimate", result.model.estimate)]
    return ReportFigures.Named(
      name: "matrix",
      figure: Figure(
        panels: matrices.map { title, matrix in
          Panel(
            title: PlotText(title), xAxis: Axis("column"), yAxis: Axis("row, from below"),
            heatMap: HeatMap(
              x: (0..<matrix.columnCount).map(Double.init),
              y: (0..<matrix.rowCount).map(Double.init),
              values: (0..<matrix.rowCount).map(matrix.row), colourAxis: Axis("entry")))
        }, columnCount: 2, caption: "The matrix with its holes, hatched, and the estimate."))
  }
}
