internal import Foundation

/// The data of a panel's heat map, the part of the plot command that draws it, and what belongs to it.
struct HeatMapScript {
  private let map: HeatMap
  private let placed: PlacedPanel
  private let blockName: String
  private let cells: [HeatMapCell]
  private let interval: AxisInterval

  /// The script of the panel's heat map; nil without one.
  init?(_ placed: PlacedPanel, panelNumber: Int) {
    guard let map = placed.panel.heatMap else { return nil }
    self.map = map
    self.placed = placed
    blockName = "$panel\(panelNumber)map"
    interval = map.colourInterval
    cells = HeatMapCells(map, xScale: placed.axes.x.scale, yScale: placed.axes.y.scale)
      .cells(within: placed.axes)
  }

  /// The edges and the value of each cell as a named block; gaps are left out.
  var dataLines: [String] {
    guard !filled.isEmpty else { return [] }
    let lines = filled.map { cell in
      [cell.x.lowerBound, cell.x.upperBound, cell.y.lowerBound, cell.y.upperBound, value(cell)]
        .map(shortest).joined(separator: " ")
    }
    return ["\(blockName) << EOD"] + lines + ["EOD"]
  }

  /// The cells' element of the plot command.
  ///
  /// A thin rim in its own colour closes the seam that rounding to pixels leaves between two cells.
  var plotElement: String? {
    filled.isEmpty
      ? nil
      : "\(blockName) using 1:3:1:2:3:4:5 axes x1y1 with boxxyerror fillstyle solid border "
        + "linewidth 0.3 linecolor palette notitle"
  }

  /// The colours, the hatching behind gaps and the texts of the cells.
  var lines: [String] {
    let stops = map.colours.stops(over: interval).map { stop in
      "\(rounded(stop.fraction)) '\(stop.colour.hexadecimal)'"
    }
    return ["set palette defined (\(stops.joined(separator: ", ")))"] + hatching
      + cells.compactMap(textLine)
  }

  private var filled: [HeatMapCell] {
    cells.filter { interval.scale.canDraw(value($0)) }
  }

  private func value(_ cell: HeatMapCell) -> Double { map.values[cell.row][cell.column] }

  private var hatching: [String] {
    guard filled.count < cells.count, let first = cells.first, let last = cells.last else {
      return []
    }
    let corner = { (x: Double, y: Double) in "first \(shortest(x)), first \(shortest(y))" }
    return [
      "set object rectangle from \(corner(first.x.lowerBound, first.y.lowerBound)) "
        + "to \(corner(last.x.upperBound, last.y.upperBound)) behind "
        + "fillcolor rgb '#b8b8b8' fillstyle pattern 4 noborder"
    ]
  }

  // MARK: - Texts

  private func textLine(_ cell: HeatMapCell) -> String? {
    let value = value(cell)
    let isGap = !interval.scale.canDraw(value)
    let text: PlotText
    switch map.texts {
    case .none: return nil
    case .given(let texts): text = texts[cell.row][cell.column]
    case .numbers(let decimals):
      guard !isGap else { return nil }
      text = PlotText(typeset(String(format: "%.\(decimals)f", value)))
    }
    guard !text.isEmpty else { return nil }
    let (x, y) = (middle(cell.x, on: placed.axes.x), middle(cell.y, on: placed.axes.y))
    let isDark = isGap || map.colours.colour(of: value, in: interval).isLight
    return "set label \(text.quoted) at first \(shortest(x)), first \(shortest(y)) center front "
      + "font ',\(rounded(letter(of: text, in: cell)))' "
      + "textcolor rgb '\(isDark ? "black" : "white")'"
  }

  private func middle(_ range: ClosedRange<Double>, on axis: AxisInterval) -> Double {
    let scale = axis.scale
    return scale.value(
      0.5 * (scale.position(range.lowerBound) + scale.position(range.upperBound)))
  }

  /// As large as the legend's, or as small as the cell makes it.
  private func letter(of text: PlotText, in cell: HeatMapCell) -> Double {
    let axes = placed.axes
    let width = axes.x.fraction(cell.x.upperBound) - axes.x.fraction(cell.x.lowerBound)
    let height = axes.y.fraction(cell.y.upperBound) - axes.y.fraction(cell.y.lowerBound)
    return min(
      LegendLayout.textSize * placed.letter, 0.8 * height * placed.frame.height,
      0.9 * width * placed.frame.width / text.widthInLetterSizes)
  }
}
