/// The bar that explains the colours of a panel's heat map, at the right of the frame.
///
/// All distances are in letter sizes.
struct ColourBar {
  /// The width of the bar itself.
  static let width = 1.1

  let axis: Axis
  let interval: AxisInterval
  let ticks: [TickMark]

  /// The bar of a panel; nil without a heat map, or when all of it is a gap.
  ///
  /// - Parameters:
  ///   - panel: the panel.
  ///   - height: of the frame, in points.
  ///   - letter: the letter size of the figure, in points.
  init?(_ panel: Panel, height: Double, letter: Double) {
    guard let map = panel.heatMap, map.hasValue else { return nil }
    axis = map.colourAxis
    interval = map.colourInterval
    ticks = interval.tickMarks(
      axis.ticks, atMost: PanelMargins.numbersUp(height, letter: letter))
  }

  /// The room that bar, numbers and label take.
  var room: Double {
    Self.width + 0.9 + PanelMargins.numberWidth(ticks) + (axis.label.isEmpty ? 0 : 2)
  }

  /// The middle of the label, from the left edge of the bar.
  var labelMiddle: Double {
    Self.width + 1.9 + PanelMargins.numberWidth(ticks)
  }
}

extension HeatMap {
  /// Whether a value has a colour.
  fileprivate var hasValue: Bool {
    values.contains { row in row.contains(where: colourAxis.scale.canDraw) }
  }

  /// The interval that the colours cover.
  var colourInterval: AxisInterval {
    AxisInterval(colourAxis, values: values.flatMap { $0 }, margin: 0)
  }
}
