/// A rectangle on the figure in points, from the lower left corner.
struct Frame: Equatable {
  var left: Double
  var right: Double
  var bottom: Double
  var top: Double

  var width: Double { right - left }
  var height: Double { top - bottom }
}

/// Where each panel's axes stand and which marks they carry.
///
/// Panels of one row share their upper and lower edges, panels of one column their left and right
/// ones, so that the frames line up. All distances are multiples of the letter size.
struct FigureLayout {
  let size: FigureSize
  let titleHeight: Double
  let panels: [PlacedPanel]

  init(_ figure: Figure) {
    let letter = figure.fontSize
    let columnCount = max(1, min(figure.columnCount, figure.panels.count))
    let rowCount = max(1, (figure.panels.count + columnCount - 1) / columnCount)
    let size =
      figure.size
      ?? .centimetres(8.8 * Double(columnCount), 6.5 * Double(rowCount))
    let titleHeight = figure.title == nil ? 0 : 2.2 * letter
    let cellWidth = size.width / Double(columnCount)
    let cellHeight = (size.height - titleHeight) / Double(rowCount)

    let axes = figure.panels.map(PanelAxes.init)
    let margins = zip(figure.panels, axes).map { panel, axes in
      PanelMargins(panel, axes, width: cellWidth, height: cellHeight, letter: letter)
    }
    self.size = size
    self.titleHeight = titleHeight
    panels = figure.panels.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columnCount)
      let inRow = margins.indices.filter { $0 / columnCount == row }.map { margins[$0] }
      let inColumn = margins.indices.filter { $0 % columnCount == column }.map { margins[$0] }
      let cellTop = size.height - titleHeight - Double(row) * cellHeight
      let left = Double(column) * cellWidth + (inColumn.map(\.left).max() ?? 0)
      let right = Double(column + 1) * cellWidth - (inColumn.map(\.right).max() ?? 0)
      let bottom = cellTop - cellHeight + (inRow.map(\.bottom).max() ?? 0)
      let top = cellTop - (inRow.map(\.top).max() ?? 0)
      // However little room the margins leave, gnuplot needs a frame of positive size.
      let frame = Frame(
        left: left, right: max(right, left + letter), bottom: bottom,
        top: max(top, bottom + letter))
      return PlacedPanel(
        figure.panels[index], axes: axes[index], frame: frame, letter: letter,
        titleMiddle: cellTop - 1.1 * letter, legendTop: bottom - margins[index].axisBottom,
        cell: FigureSize(width: cellWidth, height: cellHeight))
    }
  }
}

/// A panel, its axes with their marks, and its frame.
struct PlacedPanel {
  let panel: Panel
  let axes: PanelAxes
  let frame: Frame
  let letter: Double

  /// The height of the title, the same for all panels of a row.
  let titleMiddle: Double

  /// The height at which a legend below starts.
  let legendTop: Double

  /// The room of the panel with its margins.
  let cell: FigureSize

  let xTicks: [TickMark]
  let yTicks: [TickMark]
  let topTicks: [TickMark]

  init(
    _ panel: Panel, axes: PanelAxes, frame: Frame, letter: Double, titleMiddle: Double,
    legendTop: Double, cell: FigureSize
  ) {
    self.panel = panel
    self.cell = cell
    self.axes = axes
    self.frame = frame
    self.letter = letter
    self.titleMiddle = titleMiddle
    self.legendTop = legendTop
    let across = PanelMargins.numbersAcross(frame.width, letter: letter)
    xTicks = axes.x.tickMarks(panel.xAxis.ticks, atMost: across)
    topTicks = axes.top?.tickMarks(panel.topAxis?.ticks ?? .automatic, atMost: across) ?? []
    yTicks = axes.y.tickMarks(
      panel.yAxis.ticks, atMost: PanelMargins.numbersUp(frame.height, letter: letter))
  }
}

extension PlacedPanel {
  /// How far left of the frame the middle of the y axis' label stands.
  var yLabelDistance: Double {
    letter * (PanelMargins.numberWidth(yTicks) + 1.9)
  }
}

extension Panel {
  /// Whether labels of vertical lines and bands stand above the frame, where no curve crosses them;
  /// a top axis leaves no room there.
  var hasLabelsAbove: Bool {
    let hasLine = referenceLines.contains { $0.direction == .vertical && $0.label != nil }
    let hasBand = bands.contains { $0.direction == .vertical && $0.label != nil }
    return topAxis == nil && (hasLine || hasBand)
  }
}

/// The room a panel needs around its frame for numbers, labels and the legend.
struct PanelMargins {
  let left: Double
  let right: Double
  let bottom: Double
  let top: Double

  /// The part of the lower margin that the axis takes; the legend comes below it.
  let axisBottom: Double

  init(_ panel: Panel, _ axes: PanelAxes, width: Double, height: Double, letter: Double) {
    axisBottom = letter * (panel.xAxis.label.isEmpty ? 2.2 : 3.6)
    let legend = LegendSize(panel, letter: letter)
    let rows = panel.legend == .below ? legend.rows(within: width) : 0
    bottom = axisBottom + letter * (rows == 0 ? 0.4 : 0.7 + LegendSize.lineHeight * Double(rows))
    top =
      letter * (panel.title == nil ? 0.9 : 2.3)
      + letter * (panel.topAxis == nil ? panel.hasLabelsAbove ? 1 : 0 : 3.2)
    let ticks = axes.y.tickMarks(
      panel.yAxis.ticks, atMost: Self.numbersUp(height - bottom - top, letter: letter))
    let label = panel.yAxis.label.isEmpty ? 0 : 1.6
    left = letter * (1.2 + Self.numberWidth(ticks) + label)
    right = letter * 2 + (panel.legend == .right ? legend.entryWidth : 0)
  }

  /// The width of the widest number, in letter sizes.
  static func numberWidth(_ ticks: [TickMark]) -> Double {
    // Numbers are set a little smaller than labels.
    0.88 * (ticks.compactMap { $0.label?.widthInLetterSizes }.max() ?? 0)
  }

  /// How many numbers a horizontal axis carries.
  static func numbersAcross(_ width: Double, letter: Double) -> Int {
    max(2, Int(width / (4 * letter)))
  }

  /// How many numbers a vertical axis carries.
  static func numbersUp(_ height: Double, letter: Double) -> Int {
    max(2, Int(height / (2.6 * letter)))
  }
}

/// The room a legend needs, by the estimated width of its longest label.
struct LegendSize {
  static let lineHeight = 1.3

  let entryCount: Int
  let entryWidth: Double

  init(_ panel: Panel, letter: Double) {
    let labels = panel.curves.compactMap(\.label)
    entryCount = labels.count
    let widest = labels.map(\.widthInLetterSizes).max() ?? 0
    entryWidth = labels.isEmpty ? 0 : letter * (0.88 * widest + 4.2)
  }

  func columns(within width: Double) -> Int {
    guard entryCount > 0 else { return 1 }
    let fitting = min(entryCount, max(1, Int(width / entryWidth)))
    // As few rows as fit, and these as even as possible: six entries stand as 3 + 3, not 4 + 2.
    let rows = (entryCount + fitting - 1) / fitting
    return (entryCount + rows - 1) / rows
  }

  func rows(within width: Double) -> Int {
    let columns = columns(within: width)
    return (entryCount + columns - 1) / columns
  }
}
