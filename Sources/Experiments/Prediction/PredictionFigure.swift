internal import Plotting
internal import RealModule

/// The predicted singular values over the run's length, with the proven bounds on learning as bands.
struct PredictionFigure {
  let predictions: [NetworkPrediction]

  /// The last step number or time of each network.
  let ends: [Double]

  private static let pointCount = 240
  private static let bandCount = 3

  /// A panel for each network that a formula follows; nil when there is none.
  func figure() throws -> Figure? {
    let panels = try zip(predictions, ends).compactMap { try panel($0, end: $1) }
    guard !panels.isEmpty else { return nil }
    return Figure(
      panels: panels, columnCount: min(panels.count, 3),
      caption: """
        Predicted singular values of the end-to-end matrix W, at most ten, one panel for each network. Shaded: \
        iterations between the proven bounds for 0.99 of each of the strongest modes.
        """)
  }

  private func panel(_ prediction: NetworkPrediction, end: Double) throws -> Panel? {
    guard let forecast = prediction.forecast else { return nil }
    let isDescent = prediction.stepSize != nil
    let moments = Self.moments(
      upTo: end, areWhole: isDescent, count: min(Self.pointCount, forecast.momentLimit))
    let values = try forecast.singularValues(at: moments, count: TheoryComparison.modeCount)
    return Panel(
      title: PlotText(prediction.name),
      xAxis: Axis(isDescent ? "iteration k" : "time t", scale: .logarithmic),
      yAxis: Axis("singular value of W"),
      curves: Curve.singularValues(values, over: moments, count: TheoryComparison.modeCount),
      bands: Self.bands(prediction).filter { $0.interval.lowerBound < end }, legend: .right)
  }

  /// The intervals in which the strongest modes must reach 0.99 of their limits.
  static func bands(_ prediction: NetworkPrediction) -> [Band] {
    prediction.modes.prefix(bandCount).compactMap { mode in
      guard let lower = mode.most.lower, let upper = mode.most.upper, lower <= upper, lower > 0
      else { return nil }
      return .vertical(lower...upper, PlotText("mode \(mode.index)"))
    }
  }

  /// Moments at equal ratios over five powers of ten.
  private static func moments(upTo end: Double, areWhole: Bool, count: Int) -> [Double] {
    let first = areWhole ? 1 : end * 1e-5
    let points = (0..<count).map {
      first * .exp(.log(end / first) * Double($0) / Double(count - 1))
    }
    guard areWhole else { return points }
    return Array(Set(points.map { $0.rounded() })).sorted()
  }
}
