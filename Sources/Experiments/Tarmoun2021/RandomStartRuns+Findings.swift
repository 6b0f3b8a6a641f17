internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension RandomStartRuns {
  /// What the figure shows, for every seed.
  static func verdicts(_ runs: [RandomStartRuns]) throws -> [Verdict] {
    let text = { (values: [Double]) in values.listed }
    var verdicts: [Verdict] = []
    // Twice the spread of the difference of two draws of a sum of n k squares.
    let spread = 2 * Double.sqrt(2 * 2 / (10.0 * 50))
    for (column, printed) in [0.02, 1.83].enumerated() {
      let norms = runs.map { $0.columns[column].imbalance }
      verdicts.append(
        Verdict(
          "||Q_0||_F is the printed \(printed) up to the spread of the draws, in every seed",
          holds: norms.allSatisfy { ($0 / printed - 1).magnitude <= spread },
          evidence: "\(text(norms)); spread \(Decimals.short(100 * spread)) %"))
    }
    let rises = runs.map(\.halfRises)
    let (small, large) = (
      runs.map { $0.errors(ofColumn: 0, at: 1000) }, runs.map { $0.errors(ofColumn: 2, at: 100) }
    )
    verdicts += [
      Verdict(
        "Small start: two layers learn no singular value before a larger one, in every seed",
        holds: rises.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 <= $1 } },
        evidence: "half-rise at " + rises.map(text).joined(separator: "; ")),
      Verdict(
        "Small start: two layers are behind one layer at k = 1000, in every seed",
        holds: small.allSatisfy { $0.two > $0.one },
        evidence: "errors \(text(small.map(\.two))) against \(text(small.map(\.one)))"),
      Verdict(
        "Large start: two layers are ahead of one layer at k = 100, a hundredfold, in every seed",
        holds: large.allSatisfy { 100 * $0.two < $0.one },
        evidence: "errors \(text(large.map(\.two))) against \(text(large.map(\.one)))"),
    ]
    for column in 0..<3 {
      let rates = try runs.map { try rate($0.columns[column]) }
      verdicts.append(
        Verdict(
          "Start \(runs[0].columns[column].size): the rate is lambda_min(UU^T) + lambda_min(VV^T) at the limit",
          holds: rates.allSatisfy {
            $0.measured >= $0.predicted - $0.curvature
              && $0.measured <= $0.predicted + $0.curvature + $0.others
          },
          evidence: rates.map {
            "\(Decimals.short($0.measured)): \(Decimals.short($0.predicted)) to \(Decimals.short($0.predicted + $0.others))"
          }.joined(separator: "; ")))
    }
    let (slow, least) = (
      try runs.map { try rate($0.columns[0]).measured }, runs.map { 2 * ($0.strengths.last ?? 0) }
    )
    verdicts.append(
      Verdict(
        "Small start: the rate is below 2 sigma_m, the least of sqrt(4 sigma^2 + lambda_0^2): that formula is for spectral starts only",
        holds: zip(slow, least).allSatisfy { $0 < $1 },
        evidence: "\(text(slow)) against \(text(least))"))
    return verdicts
  }

  /// The printed six panels, and a row of enlargements.
  var figure: Figure {
    let strongest = strengths[0]
    let (iterations, early) = (
      Axis("iteration k", range: 0...5000, ticks: .at([0, 2000, 4000])),
      Axis("iteration k", scale: .logarithmic, range: 1...200)
    )
    let relative: PlotText = "‖Y − X‖/‖Y‖"
    let large = columns[2]
    return Figure(
      panels: columns.enumerated().map { i, column in
        Panel(
          title: "start \(column.size), ‖Q\(subscript: 0)‖ = \(Decimals.short(column.imbalance))",
          xAxis: iterations,
          yAxis: Axis(relative, range: 0...[1, 1, 8][i]), curves: errorCurves(column))
      }
        + columns.enumerated().map { i, column in
          Panel(
            xAxis: iterations,
            yAxis: Axis("singular values of X", range: 0...(i == 2 ? 1.5 : 1.1) * strongest),
            curves: spectrumCurves(column), referenceLines: strengths.map { .horizontal($0) })
        } + [
          Panel(
            title: "The three errors",
            xAxis: iterations, yAxis: Axis(relative, scale: .logarithmic, range: 1e-4...10),
            curves: columns.enumerated().map { i, column in
              Self.curve("start \(column.size)", column.two, column.twoErrors, colour: i)
            }),
          Panel(
            title: "Large start, first 200 iterations", xAxis: early,
            yAxis: Axis(relative, scale: .logarithmic, range: 1e-3...10),
            curves: errorCurves(large)),
          Panel(
            title: "Large start, first 200 iterations", xAxis: early,
            yAxis: Axis("singular values of X", scale: .logarithmic), curves: spectrumCurves(large),
            referenceLines: strengths.map { .horizontal($0) }),
        ], columnCount: 3,
      caption: """
        Random starts of standard deviation 0.01, 0.1 and 1: relative error, singular values (solid: two layers, dashed: \
        one layer, thin: those of Y), enlargements.
        """)
  }

  /// The records that are drawn: all of the first 200 iterations, then every twentieth to 5000.
  private static func drawn(_ network: NetworkResult) -> [Int] {
    network.clock.indices.filter {
      let iteration = network.clock[$0]
      return iteration <= 200
        || iteration <= 5000 && iteration.truncatingRemainder(dividingBy: 20) == 0
    }
  }

  private static func curve(
    _ label: PlotText?, _ network: NetworkResult, _ values: [Double], colour: Int,
    dash: CurveStyle.Dash = .solid
  ) -> Curve {
    let records = drawn(network)
    return Curve(
      label, x: records.map { network.clock[$0] }, y: records.map { values[$0] },
      style: CurveStyle(colour: .indexed(colour), dash: dash))
  }

  private func errorCurves(_ column: Column) -> [Curve] {
    [
      Self.curve("two layers", column.two, column.twoErrors, colour: 0),
      Self.curve("one layer", column.one, column.oneErrors, colour: 1, dash: .dashed),
    ]
  }

  private func spectrumCurves(_ column: Column) -> [Curve] {
    func curves(
      _ network: NetworkResult, _ label: PlotText, at labelled: Int, dash: CurveStyle.Dash
    ) -> [Curve] {
      let values = network.trajectory[.singularValues] ?? []
      return strengths.indices.map { i in
        Self.curve(
          i == labelled ? label : nil, network, values.map { $0[i] }, colour: i, dash: dash)
      }
    }
    return curves(column.two, "two layers", at: 0, dash: .solid)
      + curves(column.one, "one layer", at: 1, dash: .dashed)
  }

  private func errors(ofColumn column: Int, at iteration: Double) -> (two: Double, one: Double) {
    let column = columns[column]
    return (
      Self.error(column.twoErrors, of: column.two, at: iteration),
      Self.error(column.oneErrors, of: column.one, at: iteration)
    )
  }
}
