/// Points in order, joined by a line.
///
/// Values that are not finite, or not positive on a logarithmic axis, leave a gap.
public struct Curve: Sendable, Equatable {
  /// The name in the legend; nil leaves the curve out of it.
  public var label: PlotText?

  /// The horizontal coordinates.
  public var x: [Double]

  /// The vertical coordinates, as many.
  public var y: [Double]

  /// How it looks; nil takes the style of its place in the panel.
  public var style: CurveStyle?

  /// Which horizontal axis its coordinates belong to.
  public var axis: HorizontalAxis

  /// Joins points.
  ///
  /// - Parameters:
  ///   - label: the name in the legend.
  ///   - x: the horizontal coordinates.
  ///   - y: the vertical coordinates, as many.
  ///   - style: how it looks; nil takes the style of its place in the panel.
  ///   - axis: which horizontal axis the coordinates belong to.
  public init(
    _ label: PlotText? = nil, x: [Double], y: [Double], style: CurveStyle? = nil,
    axis: HorizontalAxis = .bottom
  ) {
    precondition(
      x.count == y.count, "a curve needs as many x as y, not \(x.count) x and \(y.count) y")
    self.label = label
    self.x = x
    self.y = y
    self.style = style
    self.axis = axis
  }

  /// The area between two curves over the same places.
  ///
  /// - Parameters:
  ///   - label: the name in the legend.
  ///   - x: the horizontal coordinates.
  ///   - lower: the vertical coordinates of one edge, as many.
  ///   - upper: those of the other.
  ///   - colour: of the area, which lets through what is behind it.
  /// - Returns: a curve round the area.
  public static func area(
    _ label: PlotText? = nil, x: [Double], lower: [Double], upper: [Double], colour: Colour
  ) -> Curve {
    precondition(
      x.count == lower.count && x.count == upper.count, "both edges need a height at each place")
    return Curve(
      label, x: x + x.reversed(), y: lower + upper.reversed(),
      style: CurveStyle(colour: colour, form: .area))
  }

  /// The axis below or the axis above.
  public enum HorizontalAxis: Sendable, Equatable {
    case bottom, top
  }
}
