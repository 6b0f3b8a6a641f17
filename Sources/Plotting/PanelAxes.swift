/// The intervals of a panel's axes, with everything that is drawn in it taken into account.
struct PanelAxes {
  let x: AxisInterval
  let y: AxisInterval
  let top: AxisInterval?

  init(_ panel: Panel) {
    func values(_ direction: MarkDirection, _ curves: [[Double]]) -> [Double] {
      curves.flatMap { $0 }
        + panel.referenceLines.filter { $0.direction == direction }.map(\.value)
        + panel.bands.filter { $0.direction == direction }
        .flatMap { [$0.interval.lowerBound, $0.interval.upperBound] }
    }
    let onTop = panel.topAxis == nil ? [] : panel.curves.filter { $0.axis == .top }
    let below = panel.curves.filter { $0.axis == .bottom || panel.topAxis == nil }
    x = AxisInterval(panel.xAxis, values: values(.vertical, below.map(\.x)), margin: 0)
    y = AxisInterval(
      panel.yAxis, values: values(.horizontal, panel.curves.map(\.y)), margin: 0.04)
    top = panel.topAxis.map { AxisInterval($0, values: onTop.flatMap(\.x), margin: 0) }
  }

  /// The horizontal axis of a curve.
  func horizontal(of curve: Curve) -> AxisInterval {
    curve.axis == .top ? top ?? x : x
  }
}
