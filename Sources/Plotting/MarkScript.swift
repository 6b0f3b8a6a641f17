/// The commands for reference lines and bands of a panel.
struct MarkScript {
  let placed: PlacedPanel

  private var axes: PanelAxes { placed.axes }
  private var font: String { "font ',\(shortest(0.8 * placed.letter))' textcolor rgb '#505050'" }

  /// Bands first, behind everything; then the lines with their labels.
  var lines: [String] {
    placed.panel.bands.flatMap(bandLines) + lineCommands
  }

  private func interval(_ direction: MarkDirection) -> AxisInterval {
    direction == .vertical ? axes.x : axes.y
  }

  // MARK: - Bands

  private func bandLines(_ band: Band) -> [String] {
    let axis = interval(band.direction)
    let lower = max(band.interval.lowerBound, axis.lower)
    let upper = min(band.interval.upperBound, axis.upper)
    guard lower < upper else { return [] }
    let (from, to) = (shortest(lower), shortest(upper))
    let corners =
      band.direction == .vertical
      ? "from first \(from), graph 0 to first \(to), graph 1"
      : "from graph 0, first \(from) to graph 1, first \(to)"
    let shade = "behind fillcolor rgb '#ececec' fillstyle solid noborder"
    var lines = ["set object rectangle \(corners) \(shade)"]
    if let label = band.label {
      let middle = 0.5 * (axis.fraction(lower) + axis.fraction(upper))
      let place =
        band.direction == .vertical ? above(middle) : "graph 0.02, graph \(rounded(middle)) left"
      lines.append("set label \(label.quoted) at \(place) front \(font)")
    }
    return lines
  }

  // MARK: - Lines

  private var lineCommands: [String] {
    let drawn = placed.panel.referenceLines.filter { interval($0.direction).contains($0.value) }
    return drawn.flatMap { line in
      let value = shortest(line.value)
      let ends =
        line.direction == .vertical
        ? "from first \(value), graph 0 to first \(value), graph 1"
        : "from graph 0, first \(value) to graph 1, first \(value)"
      let arrow =
        "set arrow \(ends) nohead back linecolor rgb '#707070' linewidth 0.8 dashtype (5,4)"
      guard let label = line.label else { return [arrow] }
      let text = "set label \(label.quoted) at \(place(of: line, among: drawn)) front \(font)"
      return [arrow, text]
    }
  }

  /// The place of a line's label, just inside the end of the line.
  ///
  /// The label of a horizontal line stands above it at the right end, or below it when the next
  /// labelled line above or the upper edge is too near.
  private func place(of line: ReferenceLine, among others: [ReferenceLine]) -> String {
    let fraction = interval(line.direction).fraction(line.value)
    if line.direction == .vertical { return above(fraction) }
    let lift = 0.6 * placed.letter
    let above =
      others.filter { $0.direction == .horizontal && $0.label != nil }
      .map { axes.y.fraction($0.value) }.filter { $0 > fraction } + [1]
    let room = ((above.min() ?? 1) - fraction) * placed.frame.height
    let offset = room < 2 * lift ? -lift : lift
    return "graph 0.99, graph \(rounded(fraction + offset / placed.frame.height)) right"
  }

  /// The place of a vertical mark's label: above the frame, or under its edge if an axis is there.
  private func above(_ fraction: Double) -> String {
    let lift = placed.panel.hasLabelsAbove ? 0.65 : -0.65
    let height = 1 + lift * placed.letter / placed.frame.height
    return "graph \(rounded(fraction)), graph \(rounded(height)) center"
  }
}
