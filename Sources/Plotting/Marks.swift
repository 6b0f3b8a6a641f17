/// The direction in which a mark runs across the panel.
public enum MarkDirection: Sendable, Equatable {
  /// From left to right, at a value of the y axis.
  case horizontal

  /// From bottom to top, at a value of the x axis.
  case vertical
}

/// A thin grey line across the whole panel, such as a level or a predicted time.
public struct ReferenceLine: Sendable, Equatable {
  /// The way the line runs.
  public var direction: MarkDirection

  /// Where it stands on the axis it crosses.
  public var value: Double

  /// What is written beside it.
  public var label: PlotText?

  /// A line from left to right at a height; a value the axis cannot show is not drawn.
  public static func horizontal(_ value: Double, _ label: PlotText? = nil) -> ReferenceLine {
    ReferenceLine(direction: .horizontal, value: value, label: label)
  }

  /// A line from bottom to top at a place; a value the axis cannot show is not drawn.
  public static func vertical(_ value: Double, _ label: PlotText? = nil) -> ReferenceLine {
    ReferenceLine(direction: .vertical, value: value, label: label)
  }
}

/// A shaded interval behind the curves.
public struct Band: Sendable, Equatable {
  /// The way the band runs: a vertical band is an interval of the x axis.
  public var direction: MarkDirection

  /// The interval; what lies outside the axis is cut off.
  public var interval: ClosedRange<Double>

  /// What is written in it.
  public var label: PlotText?

  /// An interval of the x axis, shaded from bottom to top.
  public static func vertical(_ interval: ClosedRange<Double>, _ label: PlotText? = nil) -> Band {
    Band(direction: .vertical, interval: interval, label: label)
  }

  /// An interval of the y axis, shaded from left to right.
  public static func horizontal(_ interval: ClosedRange<Double>, _ label: PlotText? = nil) -> Band {
    Band(direction: .horizontal, interval: interval, label: label)
  }
}
