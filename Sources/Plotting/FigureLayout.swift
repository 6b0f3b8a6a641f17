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
      let cellLeft = Double(column) * cellWidth
      let left = cellLeft + (inColumn.map(\.left).max() ?? 0)
      let right = cellLeft + cellWidth - (inColumn.map(\.right).max() ?? 0)
      let bottom = cellTop - cellHeight + (inRow.map(\.bottom).max() ?? 0)
      let top = cellTop - (inRow.map(\.top).max() ?? 0)
      // However little room the margins leave, gnuplot needs a frame of positive size.
      let frame = Frame(
        left: left, right: max(right, left + letter), bottom: bottom,
        top: max(top, bottom + letter))
      return PlacedPanel(
        figure.panels[index], axes: axes[index], frame: frame, letter: letter,
        titleMiddle: cellTop - 1.1 * letter, legendTop: bottom - margins[index].axisBottom,
        cell: Frame(
          left: cellLeft, right: cellLeft + cellWidth, bottom: cellTop - cellHeight, top: cellTop))
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
  let cell: Frame

  let xTicks: [TickMark]
  let yTicks: [TickMark]
  let topTicks: [TickMark]

  init(
    _ panel: Panel, axes: PanelAxes, frame: Frame, letter: Double, titleMiddle: Double,
    legendTop: Double, cell: Frame
  ) {
    self.panel = panel
    self.cell = cell
    self.axes = axes
    self.frame = frame
    self.letter = letter
    self.titleMiddle = titleMiddle
    self.legendTop = legendTop
    func across(_ interval: AxisInterval, _ ticks: Axis.Ticks) -> [TickMark] {
      let narrow = interval.tickMarks(ticks, atMost: max(2, Int(frame.width / (3 * letter))))
      // Wide numbers need more room each than was thought.
      let room = letter * (PanelMargins.numberWidth(narrow) + 1)
      return interval.tickMarks(ticks, atMost: max(2, Int(frame.width / max(room, 3 * letter))))
    }
    xTicks = across(axes.x, panel.xAxis.ticks)
    topTicks = axes.top.map { across($0, panel.topAxis?.ticks ?? .automatic) } ?? []
    yTicks = axes.y.tickMarks(
      panel.yAxis.ticks, atMost: PanelMargins.numbersUp(frame.height, letter: letter))
  }
}

extension PlacedPanel {
  /// How far left of the frame the middle of the y axis' label stands.
  var yLabelDistance: Double {
    letter * (PanelMargins.numberWidth(yTicks) + 1.9)
  }

  /// The colours of the heat map, explained.
  var colourBar: ColourBar? {
    ColourBar(panel, height: frame.height, letter: letter)
  }

  /// Where the colour bar starts: beyond the labels of horizontal lines.
  var colourBarLeft: Double {
    frame.right + letter * (1 + MarkLabels(panel, axes).widthAtRight)
  }

  /// The legend with its rows and columns.
  var legend: LegendLayout {
    LegendLayout(panel, letter: letter, available: cell.width)
  }

  /// The upper left corner of the legend.
  var legendCorner: (x: Double, y: Double) {
    let width = legend.width
    let (near, far) = (0.8 * letter, 0.5 * letter)
    switch panel.legend {
    case .none, .right:
      return (colourBarLeft + letter * (colourBar?.room ?? 0), frame.top)
    case .below:
      // Under the frame as far as the cell allows.
      let middle = 0.5 * (frame.left + frame.right)
      return (max(cell.left, min(middle - 0.5 * width, cell.right - width)), legendTop)
    case .inside(.topLeft):
      return (frame.left + near, frame.top - far)
    case .inside(.topRight):
      return (frame.right - near - width, frame.top - far)
    case .inside(.bottomLeft):
      return (frame.left + near, frame.bottom + far + legend.height)
    case .inside(.bottomRight):
      return (frame.right - near - width, frame.bottom + far + legend.height)
    }
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
    let markLabels = MarkLabels(panel, axes)
    axisBottom = letter * (panel.xAxis.label.isEmpty ? 2.2 : 3.6)
    let legend = LegendLayout(panel, letter: letter, available: width)
    let below = panel.legend == .below ? legend.height : 0
    bottom = axisBottom + below + letter * (below == 0 ? 0.4 : 0.7)
    top =
      letter * (panel.title == nil ? 0.9 : 2.3)
      + letter * (panel.topAxis == nil ? markLabels.areAbove ? 1 : 0 : 3.2)
    let ticks = axes.y.tickMarks(
      panel.yAxis.ticks, atMost: Self.numbersUp(height - bottom - top, letter: letter))
    let label = panel.yAxis.label.isEmpty ? 0 : 1.6
    left = letter * (1.2 + Self.numberWidth(ticks) + label)
    let bar = ColourBar(panel, height: height - bottom - top, letter: letter)
    right =
      letter * max(2, 1 + markLabels.widthAtRight + (bar?.room ?? 0))
      + (panel.legend == .right ? legend.width + letter : 0)
  }

  /// The width of the widest number, in letter sizes.
  static func numberWidth(_ ticks: [TickMark]) -> Double {
    // Numbers are set a little smaller than labels.
    0.88 * (ticks.compactMap { $0.label?.widthInLetterSizes }.max() ?? 0)
  }

  /// How many numbers a vertical axis carries.
  static func numbersUp(_ height: Double, letter: Double) -> Int {
    max(2, Int(height / (2.6 * letter)))
  }
}
