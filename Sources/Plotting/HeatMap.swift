/// A table of values over two axes, one coloured cell for each, with a bar that explains the colours.
///
/// ```swift
/// let map = HeatMap(
///   x: strengths, y: imbalances, values: rates, colourAxis: Axis("rate", range: 0...2))
/// let panel = Panel(xAxis: Axis("σ"), yAxis: Axis("λ\(subscript: 0)"), heatMap: map)
/// ```
///
/// Values that are not finite, or not positive on a logarithmic colour axis, leave a gap, which is
/// hatched. Values outside the range of the colour axis take the colour of its nearer end. Each cell
/// is a rectangle of the picture, so that some ten thousand cells are a reasonable limit.
public struct HeatMap: Sendable, Equatable {
  /// The middles of the columns, in rising order.
  public var x: [Double]

  /// The middles of the rows, in rising order.
  public var y: [Double]

  /// The values, row by row: `values[i][j]` stands at `x[j]` and `y[i]`.
  public var values: [[Double]]

  /// Label, scale, range and ticks of the colour bar; without a range the values decide.
  public var colourAxis: Axis

  /// The colours.
  public var colours: ColourMap

  /// What is written in the cells.
  public var texts: Texts

  /// Colours a table.
  ///
  /// Two cells meet half way between their middles, as the axis of the panel counts: at the
  /// geometric mean on a logarithmic axis. A single column or row is 1 wide, or a power of ten.
  ///
  /// - Parameters:
  ///   - x: the middles of the columns, in rising order.
  ///   - y: the middles of the rows, in rising order.
  ///   - values: row by row, a row for each `y` with a value for each `x`.
  ///   - colourAxis: label, scale, range and ticks of the colour bar.
  ///   - colours: the colours.
  ///   - texts: what is written in the cells.
  public init(
    x: [Double], y: [Double], values: [[Double]], colourAxis: Axis,
    colours: ColourMap = .sequential, texts: Texts = .none
  ) {
    for places in [x, y] {
      precondition(
        places.allSatisfy(\.isFinite) && zip(places, places.dropFirst()).allSatisfy { $0 < $1 },
        "the middles of cells need rising finite places, not \(places)")
    }
    precondition(
      values.count == y.count && values.allSatisfy { $0.count == x.count },
      "a heat map needs \(y.count) rows of \(x.count) values")
    if case .given(let texts) = texts {
      precondition(
        texts.count == y.count && texts.allSatisfy { $0.count == x.count },
        "a heat map needs \(y.count) rows of \(x.count) texts")
    }
    self.x = x
    self.y = y
    self.values = values
    self.colourAxis = colourAxis
    self.colours = colours
    self.texts = texts
  }

  /// What is written in the cells; black or white, whichever reads better on the colour.
  public enum Texts: Sendable, Equatable {
    /// Nothing.
    case none

    /// The values, with so many decimals; nothing in a gap.
    case numbers(decimals: Int)

    /// These texts, row by row as the values; in a gap too.
    case given([[PlotText]])
  }
}
