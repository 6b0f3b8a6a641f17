/// The commands that draw the legend of a panel: samples of the lines with their labels.
struct LegendScript {
  private let placed: PlacedPanel
  private let size: FigureSize

  init(_ placed: PlacedPanel, size: FigureSize) {
    self.placed = placed
    self.size = size
  }

  var lines: [String] {
    let legend = placed.legend
    let corner = placed.legendCorner
    return backgroundLines(legend, corner)
      + legend.entries.enumerated().flatMap { index, entry in
        let place = legend.place(of: index)
        var entry = entry
        // Of two samples of one colour and width that follow each other gnuplot's SVG draws both with the first one's dash.
        if !index.isMultiple(of: 2) { entry.style.width += 0.001 }
        return entryLines(entry, x: corner.x + place.x, y: corner.y + place.y)
      }
  }

  /// A legend inside the frame hides the grid behind it.
  private func backgroundLines(_ legend: LegendLayout, _ corner: (x: Double, y: Double)) -> [String]
  {
    guard case .inside = placed.panel.legend, !legend.entries.isEmpty else { return [] }
    let rim = 0.3 * placed.letter
    let upper = point(corner.x - rim, corner.y)
    let lower = point(corner.x + legend.width + rim, corner.y - legend.height)
    return [
      "set object rectangle from screen \(upper) to screen \(lower) front "
        + "fillcolor rgb 'white' fillstyle solid noborder"
    ]
  }

  private func entryLines(_ entry: LegendEntry, x: Double, y: Double) -> [String] {
    let length = LegendLayout.sampleWidth * placed.letter
    let style = entry.style
    var lines: [String] = []
    if style.form == .area {
      let half = 0.3 * placed.letter
      lines.append(
        "set object rectangle from screen \(point(x, y - half)) to screen \(point(x + length, y + half)) "
          + "front fillcolor \(style.colourText.dropFirst("linecolor ".count)) "
          + "fillstyle transparent solid 0.25 noborder")
    } else if style.form != .points {
      lines.append(
        "set arrow from screen \(point(x, y)) to screen \(point(x + length, y)) nohead front "
          + "\(style.colourText) \(style.lineText)")
    }
    if style.form == .points || style.form == .lineAndPoints {
      lines.append(
        "set label '' at screen \(point(x + 0.5 * length, y)) front "
          + "point \(style.pointText) \(style.colourText)")
    }
    let font = rounded(LegendLayout.textSize * placed.letter)
    lines.append(
      "set label \(entry.text.quoted) at screen \(point(x + placed.legend.textStart, y)) left front "
        + "font ',\(font)' textcolor rgb '#202020'")
    return lines
  }

  private func point(_ x: Double, _ y: Double) -> String {
    "\(rounded(x / size.width)),\(rounded(y / size.height))"
  }
}
