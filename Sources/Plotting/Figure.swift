/// A figure as a value: panels side by side, drawn by ``Gnuplot`` or turned into its script.
///
/// Equal figures give equal scripts, byte for byte.
///
/// ```swift
/// let figure = Figure(panels: [
///   Panel(
///     xAxis: Axis("time t", scale: .logarithmic),
///     yAxis: Axis("singular value"),
///     curves: [Curve("σ\(subscript: 1)", x: times, y: values)])
/// ])
/// try Gnuplot().render(figure, to: "run.svg")
/// ```
public struct Figure: Sendable, Equatable {
  /// What stands above all panels.
  public var title: PlotText?

  /// The panels, row by row.
  public var panels: [Panel]

  /// How many panels stand in one row.
  public var columnCount: Int

  /// The size on paper; nil gives each panel 8.8 cm times 6.5 cm.
  public var size: FigureSize?

  /// What is said below the figure; it is not drawn, it heads the script as a comment.
  public var caption: String?

  /// The size of all letters, in points; smaller marks follow from it.
  public var fontSize: Double

  /// Puts panels side by side.
  ///
  /// - Parameters:
  ///   - title: what stands above all panels.
  ///   - panels: the panels, row by row.
  ///   - columnCount: how many panels stand in one row, at least 1.
  ///   - size: the size on paper; nil gives each panel 8.8 cm times 6.5 cm.
  ///   - caption: what is said below the figure.
  ///   - fontSize: the size of letters in points, above 0.
  public init(
    title: PlotText? = nil, panels: [Panel], columnCount: Int = 1, size: FigureSize? = nil,
    caption: String? = nil, fontSize: Double = 8
  ) {
    precondition(columnCount >= 1, "a figure needs at least one column, not \(columnCount)")
    precondition(fontSize > 0, "letters need a size above 0 points, not \(fontSize)")
    self.title = title
    self.panels = panels
    self.columnCount = columnCount
    self.size = size
    self.caption = caption
    self.fontSize = fontSize
  }
}

/// A width and a height on paper, in points of 1/72 inch.
public struct FigureSize: Sendable, Equatable {
  /// The width in points.
  public var width: Double

  /// The height in points.
  public var height: Double

  /// A size in points of 1/72 inch.
  public static func points(_ width: Double, _ height: Double) -> FigureSize {
    precondition(width > 0 && height > 0, "a figure cannot be \(width) by \(height) points")
    return FigureSize(width: width, height: height)
  }

  /// A size in centimetres; a column of a two-column paper is about 8.5 cm wide.
  public static func centimetres(_ width: Double, _ height: Double) -> FigureSize {
    .points(width * 72 / 2.54, height * 72 / 2.54)
  }
}
