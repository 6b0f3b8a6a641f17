import Foundation
import Testing

@testable import Plotting

@Suite("Heat maps")
struct HeatMapTests {
  private let map = HeatMap(
    x: [1, 2, 4], y: [10, 1000], values: [[1, .nan, -3], [0.5, 0, 5]],
    colourAxis: Axis("colour_bar", range: -3...5, ticks: .at([-3, 0, 5])))

  private func panel(
    _ map: HeatMap, curves: [Curve] = [], lines: [ReferenceLine] = [], legend: Legend = .none
  ) -> Panel {
    Panel(
      xAxis: Axis("x"), yAxis: Axis("y", scale: .logarithmic), heatMap: map, curves: curves,
      referenceLines: lines, legend: legend)
  }

  private func lines(_ panel: Panel) -> [String] {
    Figure(panels: [panel]).gnuplotScript(format: .svg, fileName: "a.svg")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: - Cells

  @Test("cells meet half way between their middles as the axis counts, and fill the frame")
  func edges() {
    let axes = PanelAxes(panel(map))
    #expect(axes.x.lower == 0.5 && axes.x.upper == 5)
    let cells = HeatMapCells(map, xScale: .linear, yScale: .logarithmic).cells(within: axes)
    #expect(cells.map(\.x) == [0.5...1.5, 1.5...3, 3...5, 0.5...1.5, 1.5...3, 3...5])
    #expect(cells.map(\.column) == [0, 1, 2, 0, 1, 2] && cells.map(\.row) == [0, 0, 0, 1, 1, 1])
    // The geometric mean of 10 and 1000, and its mirror images; a power of ten errs by some ulps.
    for cell in cells {
      let expected = cell.row == 0 ? 1.0...100 : 100...10000
      #expect(abs(cell.y.lowerBound - expected.lowerBound) <= 8 * expected.lowerBound.ulp)
      #expect(abs(cell.y.upperBound - expected.upperBound) <= 8 * expected.upperBound.ulp)
    }
  }

  @Test("a single cell is 1 wide, or a power of ten; a middle that the axis cannot show has none")
  func odd() {
    let map = HeatMap(x: [7], y: [-1, 100], values: [[1], [2]], colourAxis: Axis(""))
    let cells = HeatMapCells(map, xScale: .linear, yScale: .logarithmic)
    #expect(cells.xEnds == [6.5, 7.5])
    #expect(cells.yEnds == [pow(10, 1.5), pow(10, 2.5)])
    #expect(cells.cells(within: PanelAxes(panel(map))).map(\.row) == [1])
  }

  @Test("cells are cut off where the axes end")
  func cut() {
    var panel = panel(map)
    panel.xAxis.range = 2...4
    let cells = HeatMapCells(map, xScale: .linear, yScale: .logarithmic)
      .cells(within: PanelAxes(panel))
    #expect(cells.map(\.x) == [2...3, 3...4, 2...3, 3...4])
  }

  // MARK: - Script

  @Test("the cells are drawn first, gaps are left out and hatched")
  func script() throws {
    let map = HeatMap(x: [1, 2], y: [1, 2], values: [[0, 1], [.nan, 2]], colourAxis: Axis(""))
    let panel = Panel(
      xAxis: Axis("x"), yAxis: Axis("y"), heatMap: map, curves: [Curve(x: [1, 2], y: [1, 2])])
    let lines = lines(panel)
    let start = try #require(lines.firstIndex(of: "$panel1map << EOD"))
    #expect(
      Array(lines[start...].prefix(5)) == [
        "$panel1map << EOD", "0.5 1.5 0.5 1.5 0", "1.5 2.5 0.5 1.5 1", "1.5 2.5 1.5 2.5 2", "EOD",
      ])
    let plot = try #require(lines.firstIndex { $0.hasPrefix("plot ") })
    #expect(
      lines[plot].hasPrefix("plot $panel1map using 1:3:1:2:3:4:5 axes x1y1 with boxxyerror "))
    #expect(lines[plot + 1].hasPrefix("  $panel1curve1 using 1:2 axes x1y1 with lines "))
    #expect(lines[plot + 1].contains("linecolor rgb 'white' linewidth 2.8 "))
    #expect(lines[plot + 2].contains("linecolor rgb '#0072b2' linewidth 1.2 "))
    let hatching = lines.filter { $0.contains("fillstyle pattern") }
    #expect(hatching.count == 1)
    #expect(hatching[0].contains("from first 0.5, first 0.5 to first 2.5, first 2.5 behind"))
  }

  @Test("the colour bar has its scale, range, ticks and label, and takes room from the frame")
  func bar() {
    let lines = lines(panel(map))
    #expect(lines.contains("set cbrange [-3:5]"))
    #expect(lines.contains("set cbtics ('−3' -3, '0' 0, '5' 5)"))
    #expect(lines.contains { $0.hasPrefix("set colorbox vertical user origin ") })
    #expect(lines.contains { $0.hasPrefix(#"set label 'colour\_bar' at screen "#) })
    #expect(!lines.contains { $0.hasPrefix("set logscale cb") })

    var logarithmic = map
    logarithmic.colourAxis = Axis("", scale: .logarithmic)
    #expect(self.lines(panel(logarithmic)).contains("set logscale cb 10"))
    #expect(self.lines(panel(logarithmic)).contains("set cbrange [0.5:5]"))

    func placed(_ map: HeatMap?, _ lines: [ReferenceLine] = []) -> PlacedPanel {
      var panel = panel(self.map, lines: lines, legend: .right)
      panel.heatMap = map
      return FigureLayout(Figure(panels: [panel])).panels[0]
    }
    #expect(placed(map).frame.right < placed(nil).frame.right)
    // Frame, labels of lines, bar, legend: from left to right.
    let level = placed(map, [.horizontal(10, "a level")])
    #expect(level.colourBarLeft > level.frame.right + 3 * level.letter)
    #expect(level.legendCorner.x > level.colourBarLeft + ColourBar.width * level.letter)
  }

  @Test("a map of gaps has neither cells nor a bar")
  func gaps() {
    let map = HeatMap(
      x: [1, 2], y: [1], values: [[0, .infinity]], colourAxis: Axis("", scale: .logarithmic))
    let lines = lines(panel(map))
    #expect(!lines.contains { $0.contains("$panel1map") || $0.contains("colorbox") })
    #expect(lines.contains("plot NaN notitle"))
  }

  @Test("reference lines stand in front, on a white rim")
  func referenceLines() {
    let arrows = lines(panel(map, lines: [.vertical(2)])).filter { $0.hasPrefix("set arrow") }
    #expect(arrows.count == 2)
    #expect(arrows[0].contains("front linecolor rgb 'white'"))
    #expect(arrows[1].contains("front linecolor rgb '#202020'"))
  }

  @Test("numbers are written where there is a value, given texts everywhere, both to be read")
  func texts() {
    var map = map
    map.texts = .numbers(decimals: 1)
    let numbers = lines(panel(map)).filter { $0.contains(" center front font") }
    #expect(numbers.count == 5)
    #expect(numbers.contains { $0.hasPrefix("set label '−3.0' at first 4, first ") })
    // The lowest value is dark, the highest light.
    #expect(numbers.contains { $0.contains("'−3.0'") && $0.hasSuffix("textcolor rgb 'white'") })
    #expect(numbers.contains { $0.contains("'5.0'") && $0.hasSuffix("textcolor rgb 'black'") })

    let long = PlotText(String(repeating: "W", count: 40))
    map.texts = .given([["a", "", "c"], ["d", "e", long]])
    let given = lines(panel(map)).filter { $0.contains(" center front font") }
    #expect(given.count == 5)
    #expect(given.contains { $0.contains("font ',7.04'") })
    // The long one is as wide as 0.9 of its cell.
    let frame = FigureLayout(Figure(panels: [panel(map)])).panels[0].frame
    let letter = 0.9 * frame.width * (5 - 3) / 4.5 / long.widthInLetterSizes
    #expect(given.contains { $0.contains("font ',\(rounded(letter))'") })
  }

  // MARK: - Preconditions

  @Test("places that do not rise and tables of another size are refused")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      _ = HeatMap(x: [1, 1], y: [1], values: [[1, 2]], colourAxis: Axis(""))
    }
    await #expect(processExitsWith: .failure) {
      _ = HeatMap(x: [1], y: [.nan], values: [[1]], colourAxis: Axis(""))
    }
    await #expect(processExitsWith: .failure) {
      _ = HeatMap(x: [1], y: [1, 2], values: [[1], [1, 2]], colourAxis: Axis(""))
    }
    await #expect(processExitsWith: .failure) {
      _ = HeatMap(
        x: [1], y: [1], values: [[1]], colourAxis: Axis(""), texts: .given([["a", "b"]]))
    }
  }

  // MARK: - Pictures, by gnuplot

  /// The picture's text.
  private func svg(_ panel: Panel) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for format in PlotFormat.allCases {
      let path = folder.appendingPathComponent("map.\(format.rawValue)").path
      try Gnuplot().render(Figure(panels: [panel]), to: path)
    }
    return try String(contentsOf: folder.appendingPathComponent("map.svg"), encoding: .utf8)
  }

  @Test(
    "gnuplot draws each cell in the map's colour",
    arguments: [ColourMap.sequential, .diverging(around: 1)])
  func drawn(colours: ColourMap) throws {
    var map = map
    map.colours = colours
    let text = try svg(panel(map))
    for value in map.values.joined() where value.isFinite {
      let colour = colours.colour(of: value, in: map.colourInterval)
      // Gnuplot and we round a mixture of two colours each by half a unit at most.
      func around(_ share: UInt8) -> ClosedRange<Int> { Int(share) - 1...Int(share) + 1 }
      let found = text.matches(of: #/<polygon fill = 'rgb\( *(\d+), *(\d+), *(\d+)\)'/#).contains {
        around(colour.red).contains(Int($0.1) ?? -1)
          && around(colour.green).contains(Int($0.2) ?? -1)
          && around(colour.blue).contains(Int($0.3) ?? -1)
      }
      #expect(found, "\(value)")
    }
  }

  @Test(
    "no values make gnuplot fail",
    arguments: [
      [], [.nan], [0, 0], [-1, -2], [1e300, -1e300], [.leastNonzeroMagnitude, 1], [1e-250, 1e250],
    ], [Axis.Scale.linear, .logarithmic])
  func oddValues(values: [Double], scale: Axis.Scale) throws {
    let places = values.indices.map { pow(10, Double($0) - 3) }
    for colours in [ColourMap.sequential, .diverging(around: 0), .diverging(around: 1e9)] {
      let map = HeatMap(
        x: places, y: [1], values: [values], colourAxis: Axis("c", scale: scale),
        colours: colours, texts: .numbers(decimals: 0))
      _ = try svg(panel(map))
    }
  }
}
