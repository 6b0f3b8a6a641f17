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
    let cells = panel.heatMap.map {
      HeatMapCells($0, xScale: panel.xAxis.scale, yScale: panel.yAxis.scale)
    }
    x = AxisInterval(
      panel.xAxis, values: values(.vertical, below.map(\.x)) + (cells?.xEnds ?? []), margin: 0)
    // A heat map fills the frame.
    y = AxisInterval(
      panel.yAxis, values: values(.horizontal, panel.curves.map(\.y)) + (cells?.yEnds ?? []),
      margin: cells == nil ? 0.04 : 0)
    top = panel.topAxis.map { AxisInterval($0, values: onTop.flatMap(\.x), margin: 0) }
  }

  /// The horizontal axis of a curve.
  func horizontal(of curve: Curve) -> AxisInterval {
    curve.axis == .top ? top ?? x : x
  }
}
