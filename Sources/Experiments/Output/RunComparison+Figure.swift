public import Plotting
internal import TrainingDynamics

extension RunComparison {
  /// One picture: loss, test error where the truth is known, effective rank, leading singular values.
  ///
  /// A network keeps its colour in every panel.
  public var figure: Figure {
    let panels = [
      panel("loss", .loss, scale: .logarithmic),
      panel("relative test error", .testError, scale: .linear),
      panel("effective rank ‖W‖∗ / ‖W‖", .nuclearRank, scale: .logarithmic),
      singularValues,
    ].compactMap(\.self)
    return Figure(
      panels: panels, columnCount: max(1, min(panels.count, 2)),
      caption: """
        Every network of every run. The effective rank is nuclear norm over spectral norm; of the singular values of the \
        end-to-end matrix W the largest \(Self.modeCount) are drawn, each with dashes of its own.
        """)
  }

  private static let modeCount = 3

  private func label(_ series: Series) -> PlotText {
    let text: String = "\(series.run): \(series.network)"
    return PlotText(text)
  }

  private var clockAxis: Axis {
    Axis(
      series.first?.clock == .time ? "time t" : "iteration k",
      scale: isLogarithmic ? .logarithmic : .linear)
  }

  private func panel(
    _ label: PlotText, _ quantity: ScalarQuantity, scale: Axis.Scale
  ) -> Panel? {
    let curves = series.enumerated().compactMap { i, series in
      series.quantities[quantity.rawValue].map {
        Curve(self.label(series), x: series.moments, y: $0, style: .indexed(i))
      }
    }
    guard !curves.isEmpty else { return nil }
    return Panel(xAxis: clockAxis, yAxis: Axis(label, scale: scale), curves: curves)
  }

  private var singularValues: Panel? {
    let dashes = CurveStyle.Dash.allCases
    let curves = series.enumerated().flatMap { i, series in
      (0..<Self.modeCount).compactMap { mode in
        series.quantities[TrajectoryTable.singularValueName(mode)].map { values in
          Curve(
            mode == 0 ? label(series) : nil, x: series.moments, y: values,
            style: CurveStyle(colour: .indexed(i), dash: dashes[mode]))
        }
      }
    }
    guard !curves.isEmpty else { return nil }
    return Panel(xAxis: clockAxis, yAxis: Axis("singular value of W"), curves: curves)
  }
}
