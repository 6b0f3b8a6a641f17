internal import Plotting
internal import RealModule

extension Reproduction {
  /// Accuracies of a factor, from 0.5 down to 1e-6, equally spaced on a logarithmic axis.
  static let factorAccuracies = (0..<24).map { 0.5 * Double.pow(2e-6, Double($0) / 23) }

  /// A panel of errors |E_ii(k)| over iterations from 1 on.
  static func errorPanel(
    _ title: String, _ curves: [Curve], range: ClosedRange<Double>
  ) -> Panel {
    Panel(
      title: PlotText(title), xAxis: Axis("iteration k", scale: .logarithmic),
      yAxis: Axis("|Eᵢᵢ(k)|", scale: .logarithmic, range: range), curves: curves)
  }
}

extension Curve {
  /// Values over iterations from 1 on, thinned to equal distances on a logarithmic axis.
  static func thinned(
    _ label: PlotText, iterations: [Double], values: [Double], style: CurveStyle
  ) -> Curve {
    var places: [Int] = []
    var next = 1.0
    for (place, iteration) in iterations.enumerated() where iteration >= next {
      places.append(place)
      next = 1.02 * iteration
    }
    return Curve(
      label, x: places.map { iterations[$0] }, y: places.map { values[$0] }, style: style)
  }
}
