/// One pair of axes and what is drawn in it.
public struct Panel: Sendable, Equatable {
  /// What stands above the panel.
  public var title: PlotText?

  /// The axis below.
  public var xAxis: Axis

  /// The axis at the left.
  public var yAxis: Axis

  /// A second horizontal axis above, for the curves that ask for it.
  public var topAxis: Axis?

  /// The curves, first one drawn first.
  public var curves: [Curve]

  /// A table of values in colours, with a colour bar at the right; bands lie behind it, all else over it.
  public var heatMap: HeatMap?

  /// Lines across the whole panel.
  public var referenceLines: [ReferenceLine]

  /// Shaded intervals behind the curves.
  public var bands: [Band]

  /// Where the labels of the curves are explained.
  public var legend: Legend

  /// Puts curves or a heat map into a pair of axes.
  ///
  /// A curve on the top axis needs one: without `topAxis` it is drawn on the axis below.
  public init(
    title: PlotText? = nil, xAxis: Axis, yAxis: Axis, topAxis: Axis? = nil, heatMap: HeatMap? = nil,
    curves: [Curve] = [], referenceLines: [ReferenceLine] = [], bands: [Band] = [],
    legend: Legend = .below
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.topAxis = topAxis
    self.heatMap = heatMap
    self.curves = curves
    self.referenceLines = referenceLines
    self.bands = bands
    self.legend = legend
  }
}

/// Where a panel explains the labels of its curves; curves without a label are not explained.
public enum Legend: Sendable, Equatable {
  /// Below the panel, in rows: never covers a curve.
  case below

  /// At the right of the panel: never covers a curve, but takes width.
  case right

  /// In a corner of the panel, where the author knows that no curve passes.
  case inside(Corner)

  /// Nowhere, for instance because another panel explains the same curves.
  case none

  /// A corner of the panel.
  public enum Corner: Sendable, Equatable {
    case topLeft, topRight, bottomLeft, bottomRight
  }
}
