internal import LinearAlgebra
internal import LowRankEstimation
internal import Plotting

/// The pictures of a regression.
struct RegressionFigures {
  let saved: SavedRegression
  let comparison: RegressionComparison?

  /// More inputs or outputs than this are not shown in cells.
  private static let largestCellCount = 60

  private var model: ReducedRankModel { saved.model }

  /// All that there are.
  var all: [ReportFigures.Named] {
    [path, coefficients, compared].compactMap(\.self)
  }

  /// Errors and degrees of freedom along the path.
  private var path: ReportFigures.Named {
    let isTimed = model.chosen.time != nil
    // The start of a timed path has no place on a logarithmic axis.
    let points = model.path.filter { ($0.time ?? 1) > 0 }
    let places = points.map { $0.time ?? Double($0.rank) }
    let axis =
      isTimed ? Axis("stop τ (units of 1/s\(subscript: 1))", scale: .logarithmic) : Axis("rank")
    let mark = ReferenceLine.vertical(
      model.chosen.time ?? Double(model.rank), "chosen")
    let held = points.compactMap(\.heldOutError)
    var curves = [
      Curve(
        "on the rows of the fit", x: places, y: points.map(\.loss),
        style: .indexed(0, form: .lineAndPoints))
    ]
    if held.count == points.count {
      curves.insert(
        .area(
          "one standard error", x: places, lower: held.map { $0.mean - $0.standardError },
          upper: held.map { $0.mean + $0.standardError }, colour: .indexed(1)), at: 0)
      curves.append(
        Curve(
          "on rows held out", x: places, y: held.map(\.mean),
          style: .indexed(1, form: .lineAndPoints)))
    }
    let errors = Panel(
      xAxis: axis, yAxis: Axis("mean squared error"), curves: curves, referenceLines: [mark])
    let freedom = Panel(
      xAxis: axis, yAxis: Axis("degrees of freedom"),
      curves: [
        Curve(
          x: places, y: points.map(\.degreesOfFreedom), style: .indexed(2, form: .lineAndPoints))
      ], referenceLines: [mark])
    return ReportFigures.Named(
      name: "path",
      figure: Figure(
        panels: [errors, freedom], columnCount: 2,
        caption: """
          Left: the mean squared error of each estimate on the path\
          \(held.isEmpty ? "" : ", on the rows of the fit and on rows held out"). Right: the degrees of freedom \
          of the fitted values.
          """))
  }

  /// The coefficients in cells where there are few enough, and the strengths of the modes.
  private var coefficients: ReportFigures.Named {
    let strengths = Panel(
      xAxis: Axis("mode"), yAxis: Axis("strength s"),
      curves: [
        Curve(
          x: model.strengths.indices.map { Double($0 + 1) }, y: model.strengths,
          style: .indexed(0, form: .lineAndPoints))
      ])
    let matrix = model.coefficients
    let largest = matrix.largestMagnitude
    let isSmall = max(matrix.rowCount, matrix.columnCount) <= Self.largestCellCount
    let caption = "The strengths of all modes: the square is what a mode takes off the residual."
    guard isSmall, largest > 0 else {
      return ReportFigures.Named(
        name: "strengths", figure: Figure(panels: [strengths], caption: caption))
    }
    let cells = Panel(
      xAxis: Axis("input"), yAxis: Axis("output"),
      heatMap: HeatMap(
        x: (0..<matrix.rowCount).map { Double($0 + 1) },
        y: (0..<matrix.columnCount).map { Double($0 + 1) },
        values: (0..<matrix.columnCount).map(matrix.column),
        colourAxis: Axis("coefficient", range: -largest...largest), colours: .diverging(around: 0)))
    return ReportFigures.Named(
      name: "coefficients",
      figure: Figure(
        panels: [cells, strengths], columnCount: 2,
        caption: "Left: the coefficients, inputs and outputs in the order of their files. Right: "
          + caption.prefix(1).lowercased() + caption.dropFirst()))
  }

  /// The errors of the methods side by side.
  private var compared: ReportFigures.Named? {
    guard let comparison else { return nil }
    let curves = comparison.methods.enumerated().map { number, method in
      let (mean, width) = (method.error.mean, method.error.standardError)
      return Curve(
        PlotText(method.name), x: Array(repeating: Double(number + 1), count: 3),
        y: [mean - width, mean, mean + width], style: .indexed(number, form: .lineAndPoints))
    }
    let count = Double(comparison.methods.count)
    return ReportFigures.Named(
      name: "comparison",
      figure: Figure(
        panels: [
          Panel(
            xAxis: Axis("method", range: 0.5...(count + 0.5), ticks: .every(1)),
            yAxis: Axis("mean squared error, held out"), curves: curves)
        ],
        caption: """
          Errors on the same held-out rows, with one standard error up and down. The differences between methods are \
          steadier than that: see the table.
          """))
  }
}
