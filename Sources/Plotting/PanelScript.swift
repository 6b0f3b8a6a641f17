/// The commands that draw one panel of a multiplot.
struct PanelScript {
  private let placed: PlacedPanel
  private let number: Int
  private let size: FigureSize
  private let small: String

  init(_ placed: PlacedPanel, number: Int, size: FigureSize) {
    self.placed = placed
    self.number = number
    self.size = size
    small = rounded(LegendLayout.textSize * placed.letter)
  }

  private var panel: Panel { placed.panel }
  private var axes: PanelAxes { placed.axes }

  /// All commands, data first; each panel starts from gnuplot's defaults.
  var lines: [String] {
    let map = HeatMapScript(placed, panelNumber: number)
    let curves = panel.curves.enumerated().map { index, curve in
      CurveScript(
        curve, index: index, panelNumber: number, axes: axes, isOverHeatMap: map != nil)
    }
    return ["# panel \(number)", "reset"] + (map?.dataLines ?? []) + curves.flatMap(\.dataLines)
      + frameLines + axisLines + (map?.lines ?? []) + colourBarLines + titleLines
      + MarkScript(placed: placed).lines + LegendScript(placed, size: size).lines
      + plotLines([map?.plotElement].compactMap { $0 } + curves.flatMap(\.plotElements))
  }

  // MARK: - Frame and axes

  private var frameLines: [String] {
    let frame = placed.frame
    return [
      "unset key",
      "set lmargin at screen \(rounded(frame.left / size.width))",
      "set rmargin at screen \(rounded(frame.right / size.width))",
      "set bmargin at screen \(rounded(frame.bottom / size.height))",
      "set tmargin at screen \(rounded(frame.top / size.height))",
      "set border \(panel.topAxis == nil ? 3 : 7) linewidth 0.6 linecolor rgb '#404040'",
      "set tics out nomirror scale 0.5,0.25 font ',\(small)' textcolor rgb '#202020'",
    ] + gridLines
  }

  /// A heat map covers the grid, which would show in its gaps only.
  private var gridLines: [String] {
    panel.heatMap == nil
      ? ["set grid xtics ytics back linetype 1 linewidth 0.4 linecolor rgb '#e4e4e4'"] : []
  }

  private var axisLines: [String] {
    var lines =
      axisCommands("x", panel.xAxis, axes.x, placed.xTicks)
      + axisCommands("y", panel.yAxis, axes.y, placed.yTicks)
    if let topAxis = panel.topAxis, let top = axes.top {
      lines += axisCommands("x2", topAxis, top, placed.topTicks)
    }
    return lines
  }

  private func axisCommands(
    _ name: String, _ axis: Axis, _ interval: AxisInterval, _ ticks: [TickMark]
  ) -> [String] {
    var lines = interval.scale == .logarithmic ? ["set logscale \(name) 10"] : []
    lines.append("set \(name)range [\(shortest(interval.lower)):\(shortest(interval.upper))]")
    let marks = ticks.map { tick in
      "\(tick.label?.quoted ?? "''") \(shortest(tick.value))\(tick.label == nil ? " 1" : "")"
    }
    lines.append(
      marks.isEmpty ? "unset \(name)tics" : "set \(name)tics (\(marks.joined(separator: ", ")))")
    return lines
  }

  private var colourBarLines: [String] {
    guard let bar = placed.colourBar else { return [] }
    let (frame, letter) = (placed.frame, placed.letter)
    let corner =
      "\(rounded(placed.colourBarLeft / size.width)),\(rounded(frame.bottom / size.height))"
    let extent =
      "\(rounded(ColourBar.width * letter / size.width)),\(rounded(frame.height / size.height))"
    return axisCommands("cb", bar.axis, bar.interval, bar.ticks)
      + ["set colorbox vertical user origin \(corner) size \(extent) noborder"]
  }

  // MARK: - Title and axis labels

  /// Placed by the layout and not by gnuplot, so that nothing meets the legend or the panel above.
  private var titleLines: [String] {
    let frame = placed.frame
    let middle = (0.5 * (frame.left + frame.right), 0.5 * (frame.bottom + frame.top))
    var lines = [
      label(panel.xAxis.label, at: (middle.0, frame.bottom - 2.8 * placed.letter)),
      label(panel.yAxis.label, at: (frame.left - placed.yLabelDistance, middle.1), isUpright: true),
    ]
    if let topAxis = panel.topAxis {
      lines.append(label(topAxis.label, at: (middle.0, frame.top + 2.7 * placed.letter)))
    }
    if let bar = placed.colourBar {
      let x = placed.colourBarLeft + bar.labelMiddle * placed.letter
      lines.append(label(bar.axis.label, at: (x, middle.1), isUpright: true))
    }
    if let title = panel.title {
      lines.append(label(title, at: (middle.0, placed.titleMiddle)))
    }
    return lines.compactMap { $0 }
  }

  /// A text centred at a point of the page; too long a text is set smaller, down to two thirds.
  private func label(
    _ text: PlotText, at point: (Double, Double), isUpright: Bool = false
  ) -> String? {
    guard !text.isEmpty else { return nil }
    let room = isUpright ? placed.cell.height : placed.cell.width
    let share = room / (placed.letter * max(text.widthInLetterSizes, 1))
    let letter = placed.letter * min(1, max(2.0 / 3, share))
    let place = "\(rounded(point.0 / size.width)),\(rounded(point.1 / size.height))"
    return "set label \(text.quoted) at screen \(place) center\(isUpright ? " rotate by 90" : "")"
      + " font ',\(rounded(letter))'"
  }

  // MARK: - Curves

  private func plotLines(_ elements: [String]) -> [String] {
    ["plot " + (elements.isEmpty ? "NaN notitle" : elements.joined(separator: ", \\\n  "))]
  }
}
