internal import ExperimentFiles
internal import LinearAlgebra
internal import Plotting
internal import TrainingDynamics

/// The figures of a report, from the trajectories alone.
///
/// A network keeps its colour and dash in every panel. When every network is recorded on a logarithmic
/// clock the clock's axis is logarithmic.
struct ReportFigures {
  let result: ExperimentResult

  /// What the theory says about each network.
  let theory: [TheoryComparison]
  let truncation: Truncation?

  /// One figure with the name of its file and what is said below it.
  struct Named {
    let name: String
    let figure: Figure
  }

  /// All figures that the recorded quantities allow.
  var all: [Named] {
    [modes, comparison, diagnostics].compactMap(\.self)
  }

  // MARK: - Singular values

  /// A panel for each network: its largest singular values over those of the target.
  var modes: Named? {
    let panels = zip(result.networks, theory).compactMap(modePanel)
    guard !panels.isEmpty else { return nil }
    let lines =
      targetValues.isEmpty ? "" : " Dashed lines: the largest singular values of what is learned."
    return Named(
      name: "singular-values",
      figure: Figure(
        panels: panels, columnCount: min(panels.count, 3),
        caption: """
          The largest singular values of the end-to-end matrix W, at most ten, along each run, one panel for each \
          network.\(lines)\(theoryCaption)
          """))
  }

  private var theoryCaption: String {
    guard theory.contains(where: { !$0.records.isEmpty }) else { return "" }
    let hasBands = theory.contains { !PredictionFigure.bands($0.prediction).isEmpty }
    let bands =
      hasBands
      ? " Shaded: between the proven bounds for 0.99 of each of the strongest modes." : ""
    return " Black dots: what the theory predicts.\(bands)"
  }

  private func modePanel(of network: NetworkResult, theory: TheoryComparison) -> Panel? {
    guard let values = network.trajectory[.singularValues], !values.isEmpty else {
      return nil
    }
    let curves = Curve.singularValues(
      values, over: clock(of: network), count: TheoryComparison.modeCount)
    return Panel(
      title: PlotText(network.name),
      xAxis: clockAxis([network], isLinear: Self.isLate(values.map { $0[0] }, clock(of: network))),
      yAxis: Axis("singular value of W"), curves: curves + predicted(theory, network),
      referenceLines: targetValues.map { .horizontal($0) },
      bands: bands(theory.prediction, network),
      legend: .right)
  }

  /// The prediction, dotted over the simulation.
  private func predicted(_ theory: TheoryComparison, _ network: NetworkResult) -> [Curve] {
    guard let count = theory.values.first?.count else { return [] }
    let clock = clock(of: network)
    let style = CurveStyle(colour: Colour(red: 0, green: 0, blue: 0), dash: .dotted, width: 1)
    return (0..<count).map { i in
      Curve(
        i == 0 ? "theory" : nil, x: theory.records.map { clock[$0] },
        y: theory.values.map { $0[i] },
        style: style)
    }
  }

  /// Proven bounds, which are iterations, on the clock of the panel and up to its end.
  private func bands(_ prediction: NetworkPrediction, _ network: NetworkResult) -> [Band] {
    let scale = isTimed ? prediction.stepSize ?? 1 : 1
    let end = clock(of: network).last ?? 0
    return PredictionFigure.bands(prediction).compactMap { band in
      let (lower, upper) = (scale * band.interval.lowerBound, scale * band.interval.upperBound)
      return lower < end ? .vertical(lower...min(upper, end), band.label) : nil
    }
  }

  /// Whether the first mode reaches half of its last value only after a tenth of the run.
  ///
  /// Everything then happens late, which a logarithmic axis would press together.
  private static func isLate(_ values: [Double], _ clock: [Double]) -> Bool {
    guard let last = values.last, let end = clock.last,
      let half = values.firstIndex(where: { $0 >= last / 2 })
    else { return false }
    return clock[half] > 0.1 * end
  }

  /// The largest singular values of the target; none when it cannot be decomposed.
  private var targetValues: [Double] {
    let values = try? result.experiment.problem.target?.singularValues()
    return Array((values ?? []).prefix(Self.referenceCount))
  }

  // MARK: - Networks laid over each other

  private var comparison: Named? {
    let errors =
      testErrorPanel == nil
      ? ""
      : """
      Relative test error ‖W − C‖/‖C‖ to the clean matrix C; dashed, the errors of the best \
      approximations of rank 1, 2 and 3 of the noisy matrix. 
      """
    return named(
      "comparison", [testErrorPanel, rankPanel],
      caption: "\(errors)Effective rank ‖W‖∗/‖W‖, nuclear norm over spectral norm.")
  }

  private var diagnostics: Named? {
    let imbalance = imbalancePanel
    let imbalanceCaption = """
       Largest imbalance ‖Wⱼ₊₁ᵀWⱼ₊₁ − WⱼWⱼᵀ‖ of neighbouring factors, which gradient flow of a layered \
      network keeps constant and descent changes by the square of the step size.
      """
    return named(
      "diagnostics", [lossPanel, imbalance],
      caption: """
        Loss; where known, above the smallest value that any W has, which a narrow or a tied network may \
        not reach.\(imbalance == nil ? "" : imbalanceCaption)
        """)
  }

  private func named(_ name: String, _ panels: [Panel?], caption: String) -> Named? {
    let panels = panels.compactMap(\.self)
    return panels.isEmpty
      ? nil
      : Named(
        name: name,
        figure: Figure(panels: panels, columnCount: panels.count, caption: caption))
  }

  private var testErrorPanel: Panel? {
    let lines = (truncation?.errors.prefix(3) ?? []).enumerated().map { i, error in
      ReferenceLine.horizontal(error, PlotText("rank \(i + 1)"))
    }
    // A run that diverged would press all others together.
    let errors = result.networks.flatMap { $0.trajectory[.testError] ?? [] }.filter { $0 > 0 }
    let scale: Axis.Scale =
      (errors.max() ?? 1) > 100 * (errors.min() ?? 1) ? .logarithmic : .linear
    return panel("relative test error", .testError, scale: scale, lines: lines)
  }

  private var rankPanel: Panel? {
    panel("effective rank ‖W‖∗ / ‖W‖", .nuclearRank, scale: .logarithmic)
  }

  private var lossPanel: Panel? {
    panel("excess loss", .excessLoss, scale: .logarithmic)
      ?? panel("loss", .loss, scale: .logarithmic)
  }

  private var imbalancePanel: Panel? {
    let curves = result.networks.enumerated().flatMap { i, network in
      (network.trajectory[.imbalance].map { [$0] } ?? []).map { values in
        Curve(
          PlotText(network.name), x: clock(of: network), y: values.map { $0.max() ?? 0 },
          style: .indexed(i))
      }
    }
    return curves.isEmpty
      ? nil
      : Panel(
        xAxis: clockAxis(result.networks), yAxis: Axis("largest imbalance norm"), curves: curves)
  }

  private func panel(
    _ label: PlotText, _ quantity: ScalarQuantity, scale: Axis.Scale, lines: [ReferenceLine] = []
  ) -> Panel? {
    let curves = result.networks.enumerated().compactMap { i, network in
      network.trajectory[quantity].map {
        Curve(PlotText(network.name), x: clock(of: network), y: $0, style: .indexed(i))
      }
    }
    return curves.isEmpty
      ? nil
      : Panel(
        xAxis: clockAxis(result.networks), yAxis: Axis(label, scale: scale), curves: curves,
        referenceLines: lines)
  }

  /// Step numbers where all networks descend, else times, which descent has too: step size times steps.
  private var isTimed: Bool { result.networks.contains(where: \.isFlow) }

  private func clock(of network: NetworkResult) -> [Double] {
    isTimed ? network.trajectory.times : network.clock
  }

  private func clockAxis(_ networks: [NetworkResult], isLinear: Bool = false) -> Axis {
    let isLogarithmic = networks.contains {
      if case .logarithmic = $0.description.record.schedule { true } else { false }
    }
    return Axis(
      isTimed ? "time t" : "iteration k",
      scale: isLogarithmic && !isLinear ? .logarithmic : .linear)
  }

  private static let referenceCount = 4
}
