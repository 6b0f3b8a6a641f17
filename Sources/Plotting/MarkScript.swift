/// The commands for reference lines and bands of a panel.
struct MarkScript {
  let placed: PlacedPanel

  /// Bands first, behind everything; then the lines, then the labels of both.
  var lines: [String] {
    placed.panel.bands.compactMap(bandCommand) + placed.panel.referenceLines.flatMap(lineCommands)
      + labelCommands
  }

  private func bandCommand(_ band: Band) -> String? {
    let axis = placed.axes.crossed(by: band.direction)
    guard let part = axis.part(of: band.interval) else { return nil }
    let ends = across(band.direction, from: part.lowerBound, to: part.upperBound)
    return "set object rectangle \(ends) behind fillcolor rgb '#ececec' fillstyle solid noborder"
  }

  private func lineCommands(_ line: ReferenceLine) -> [String] {
    guard placed.axes.crossed(by: line.direction).contains(line.value) else { return [] }
    let ends = across(line.direction, from: line.value, to: line.value)
    guard placed.panel.heatMap != nil else {
      return ["set arrow \(ends) nohead back linecolor rgb '#707070' linewidth 0.8 dashtype (5,4)"]
    }
    // Over the cells, and on a white rim, so that the line is seen on every colour.
    return [
      "set arrow \(ends) nohead front linecolor rgb 'white' linewidth 1.8 dashtype solid",
      "set arrow \(ends) nohead front linecolor rgb '#202020' linewidth 0.8 dashtype (5,4)",
    ]
  }

  /// Two corners on opposite edges of the frame.
  private func across(_ direction: MarkDirection, from: Double, to: Double) -> String {
    direction == .vertical
      ? "from first \(shortest(from)), graph 0 to first \(shortest(to)), graph 1"
      : "from graph 0, first \(shortest(from)) to graph 1, first \(shortest(to))"
  }

  private var labelCommands: [String] {
    let labels = MarkLabels(placed.panel, placed.axes)
    let (frame, letter) = (placed.frame, placed.letter)
    let right = labels.placed(.horizontal, along: frame.height, letter: letter).map { label in
      command(label, at: (1 + 0.4 * letter / frame.width, label.position / frame.height), "left")
    }
    let lift = labels.areAbove ? 0.65 : -0.65
    let above = labels.placed(.vertical, along: frame.width, letter: letter).map { label in
      command(label, at: (label.position / frame.width, 1 + lift * letter / frame.height), "center")
    }
    return right + above
  }

  private func command(_ label: MarkLabel, at place: (Double, Double), _ side: String) -> String {
    "set label \(label.text.quoted) at graph \(rounded(place.0)), graph \(rounded(place.1)) \(side)"
      + " front font ',\(rounded(MarkLabels.size * placed.letter))' textcolor rgb '#505050'"
  }
}
