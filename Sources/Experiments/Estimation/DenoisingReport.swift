internal import LinearAlgebra
internal import LowRankEstimation
internal import MatrixFiles
internal import Plotting

/// The page of a denoised matrix: what was chosen and why, what it did to the singular values, and pictures where there are any.
struct DenoisingReport {
  let denoising: MatrixDenoising
  private let figures: [Report.DrawnFigure]
  private let comparisonFigures: [Report.DrawnFigure]

  /// The reason why figures are missing, and what to do; nil when none are.
  let missingFigures: String?

  init(denoising: MatrixDenoising) throws {
    self.denoising = denoising
    let panels = try [Self.spectrumPanel(denoising), Self.riskPanel(denoising)]
      .compactMap(\.self)
    let own = ReportFigures.Named(
      name: "denoising",
      figure: Figure(
        panels: panels, columnCount: panels.count,
        caption: """
          Left: the singular values of the data and of the estimate\(denoising.model.noise == nil ? "" : "; above the line they stand out of the noise"). \
          \(panels.count > 1 ? "Right: the estimated error of the factorisation, were it stopped there, and what it has not learned of the data." : "")
          """))
    let compared = denoising.comparison.map(Self.comparisonFigure)
    let (drawn, missing) = try Report.draw([own] + (compared.map { [$0] } ?? []))
    (figures, comparisonFigures) = ([drawn[0]], Array(drawn.dropFirst()))
    missingFigures = missing
  }

  /// The whole page.
  var html: String {
    HTML.page(
      title: "Denoised: \(denoising.input)",
      body: """
        <p>\(HTML.escaped(denoising.sentence))</p>
        \(pictures)
        <h2>Figures</h2>
        \(Report.section(of: figures, missing: missingFigures))
        \(comparison)
        <h2>How it was done</h2>
        \(explanation)
        """)
  }

  // MARK: - Figures

  private static func spectrumPanel(_ denoising: MatrixDenoising) -> Panel {
    let model = denoising.model
    let places = model.values.indices.map { Double($0 + 1) }
    let (m, n) = (Double(model.observed.rowCount), Double(model.observed.columnCount))
    let edge = (model.noise ?? 0) * (m.squareRoot() + n.squareRoot())
    let least = (model.observed.values[0]) * 1e-4
    return Panel(
      xAxis: Axis("place"),
      yAxis: Axis("singular value", scale: .logarithmic),
      curves: [
        Curve("data", x: places, y: model.observed.values, style: .indexed(0, form: .points)),
        Curve(
          "estimate", x: places, y: model.values.map { $0 > least ? $0 : .nan },
          style: .indexed(1, form: .points)),
      ],
      referenceLines: edge > 0 ? [.horizontal(edge, "noise")] : [])
  }

  /// Stein's estimate along the steps, where the stop was chosen by it or a noise level is known.
  private static func riskPanel(_ denoising: MatrixDenoising) throws -> Panel? {
    let model = denoising.model
    guard let stop = model.stop, let noise = model.noise, case .share = stop.filter.start else {
      return nil
    }
    let course = try RiskCourse(of: stop, on: model.observed, noise: noise)
    return Panel(
      xAxis: Axis(stop.stepSize == nil ? "time t" : "step"), yAxis: Axis("Frobenius norm"),
      curves: [
        Curve("estimated error", x: course.times, y: course.errors, style: .indexed(0)),
        Curve("residual", x: course.times, y: course.residuals, style: .indexed(1)),
      ],
      referenceLines: [.vertical(stop.time, "stop")])
  }

  /// What each method makes of the singular values.
  private static func comparisonFigure(_ comparison: DenoisingComparison) -> ReportFigures.Named {
    let curves = comparison.entries.enumerated().map { i, entry in
      Curve(
        PlotText(entry.name), x: entry.model.observed.values.reversed(),
        y: entry.model.values.reversed(), style: .indexed(i))
    }
    return ReportFigures.Named(
      name: "comparison",
      figure: Figure(
        panels: [
          Panel(
            xAxis: Axis("singular value of the data"),
            yAxis: Axis("singular value of the estimate"), curves: curves)
        ],
        caption: "What each method makes of the singular values of the data."))
  }

  // MARK: - Sections

  private var comparison: String {
    guard let comparison = denoising.comparison else { return "" }
    return """
      <h2>Beside the classical methods</h2>
      <p>\(HTML.escaped(comparison.sentence))</p>
      \(HTML.table(header: MatrixDenoising.header, rows: denoising.rows(comparison)))
      \(Report.section(of: comparisonFigures, missing: nil))
      <p>The expected error ‖W − C‖/‖C‖ to the clean matrix C is what the limit of large matrices gives for Gaussian noise of standard \
      deviation \(Decimals.short(comparison.noise)) and a signal of rank \(comparison.signalCount), the singular values above the noise. It is no \
      measurement: nobody knows C.</p>
      """
  }

  private var explanation: String {
    guard let stop = denoising.model.stop else {
      return "<p>One singular value decomposition, whose values the method changes.</p>"
    }
    return """
      <p>Gradient \(stop.stepSize == nil ? "flow" : "descent") of ½‖W<sub>N</sub>⋯W<sub>1</sub> − Y‖² from a start aligned with the singular \
      vectors of Y moves each singular value by itself, strong ones first. Stopped early it has learned the signal and little of the noise. \
      One decomposition and a scalar recurrence give what the steps would give: \(HTML.escaped(stop.words))\
      \(stop.stepSize.map { ", step size \(Decimals.short($0))" } ?? "").</p>
      """
  }

  /// A picture before and after, or the first ones of a stack.
  private var pictures: String {
    let shape = denoising.array.shape
    let matrix = denoising.array.matrix()
    let estimate = denoising.model.estimate
    func picture(_ caption: String, _ brightness: Matrix) -> PictureStrip.Picture {
      PictureStrip.Picture(caption: caption, png: PNGFile.encode(brightness))
    }
    if shape.count == 3 {
      func row(_ matrix: Matrix, _ i: Int) -> Matrix {
        Matrix(rowCount: shape[1], columnCount: shape[2]) { matrix[i, $0 * shape[2] + $1] }
      }
      let shown = 0..<min(6, shape[0])
      return PictureStrip(
        title: "The first pictures, noisy", pictures: shown.map { picture("", row(matrix, $0)) }
      ).html
        + PictureStrip(
          title: "and clean", pictures: shown.map { picture("", row(estimate, $0)) }
        ).html
    }
    guard denoising.input.lowercased().hasSuffix("png") else { return "" }
    return PictureStrip(
      title: "The picture", pictures: [picture("noisy", matrix), picture("clean", estimate)]
    ).html
  }
}
