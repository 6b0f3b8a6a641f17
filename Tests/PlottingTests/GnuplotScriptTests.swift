import Testing

@testable import Plotting

@Suite("The script of a figure")
struct GnuplotScriptTests {
  private func script(_ panels: Panel..., title: PlotText? = nil, caption: String? = nil) -> String
  {
    Figure(title: title, panels: panels, columnCount: 2, caption: caption)
      .gnuplotScript(format: .svg, fileName: "it's.svg")
  }

  private func lines(_ panel: Panel) -> [String] {
    script(panel).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private let line = Curve("a_b", x: [0, 0.1, 1, 2], y: [1, 3, .nan, 1e-20])

  @Test("data stand in a named block, in the fewest digits, with an empty line for a gap")
  func data() {
    let text = script(Panel(xAxis: Axis("x"), yAxis: Axis("y"), curves: [line]))
    #expect(text.contains("$panel1curve1 << EOD\n0 1\n0.1 3\n\n2 1e-20\nEOD\n"))
  }

  @Test("the picture's name is a default that the command line can replace")
  func output() {
    let text = script(Panel(xAxis: Axis("x"), yAxis: Axis("y"), curves: [line]))
    #expect(text.contains("\nif (!exists('output')) output = 'it''s.svg'\n"))
    #expect(text.contains("\nset output output\n"))
  }

  @Test("a curve is drawn with its style and its label")
  func curve() {
    var styled = line
    styled.style = CurveStyle(
      colour: Colour(red: 1, green: 128, blue: 255), dash: .solid, width: 2)
    let text = script(Panel(xAxis: Axis("x"), yAxis: Axis("y"), curves: [styled]))
    #expect(
      text.contains(
        "plot $panel1curve1 using 1:2 axes x1y1 with lines linecolor rgb '#0180ff' "
          + "linewidth 2 dashtype solid notitle\n"))
    // Its sample in the legend has the same style, and the label stands beside it.
    #expect(text.contains("nohead front linecolor rgb '#0180ff' linewidth 2 dashtype solid\n"))
    #expect(text.contains("\nset label 'a\\_b' at screen "))
  }

  @Test("an axis has its scale, its range and its ticks")
  func axes() {
    let panel = Panel(
      xAxis: Axis("time", scale: .logarithmic, range: 1...100, ticks: .at([1, 100])),
      yAxis: Axis("value", range: 0...4, ticks: .every(2)), curves: [line])
    let lines = lines(panel)
    #expect(lines.contains("set logscale x 10"))
    #expect(lines.contains("set xrange [1:100]"))
    #expect(lines.contains("set xtics ('1' 1, '100' 100)"))
    #expect(!lines.contains("set logscale y 10"))
    #expect(lines.contains("set yrange [0:4]"))
    #expect(lines.contains("set ytics ('0' 0, '2' 2, '4' 4)"))
  }

  @Test("a curve on the top axis has its own range")
  func topAxis() {
    let panel = Panel(
      xAxis: Axis("k"), yAxis: Axis("y"), topAxis: Axis("K", scale: .logarithmic),
      curves: [line, Curve(x: [10, 1e8], y: [1, 2], axis: .top)])
    let lines = lines(panel)
    #expect(lines.contains("set xrange [0:2]"))
    #expect(lines.contains("set logscale x2 10"))
    #expect(lines.contains("set x2range [10:100000000]"))
    #expect(lines.contains { $0.contains("$panel1curve2 using 1:2 axes x2y1") })
  }

  @Test("without a top axis such a curve is drawn on the axis below")
  func noTopAxis() {
    let panel = Panel(
      xAxis: Axis("k"), yAxis: Axis("y"), curves: [Curve(x: [10, 20], y: [1, 2], axis: .top)])
    let lines = lines(panel)
    #expect(lines.contains("set xrange [10:20]"))
    #expect(lines.contains { $0.contains("$panel1curve1 using 1:2 axes x1y1") })
  }

  @Test("lines and bands run across the panel; what the axis cannot show is left out")
  func marks() {
    let panel = Panel(
      xAxis: Axis("k", range: 0...10), yAxis: Axis("y", scale: .logarithmic, range: 1...10),
      curves: [], referenceLines: [.horizontal(2), .vertical(3, "T_1"), .horizontal(-1)],
      bands: [.vertical(8...20), .horizontal(20...30)])
    let lines = lines(panel)
    #expect(lines.contains { $0.hasPrefix("set arrow from graph 0, first 2 to graph 1, first 2 ") })
    #expect(lines.contains { $0.hasPrefix("set arrow from first 3, graph 0 to first 3, graph 1 ") })
    #expect(lines.contains { $0.hasPrefix(#"set label 'T\_1' at graph 0.3, "#) })
    #expect(lines.filter { $0.hasPrefix("set arrow") }.count == 2)
    let bands = lines.filter { $0.hasPrefix("set object") }
    #expect(bands.count == 1)
    #expect(bands[0].contains("from first 8, graph 0 to first 10, graph 1 behind"))
  }

  @Test("a curve without a point keeps its place in the legend and has no data block")
  func emptyCurve() {
    let panel = Panel(xAxis: Axis("k"), yAxis: Axis("y"), curves: [Curve("none", x: [], y: [])])
    let text = script(panel)
    #expect(!text.contains("EOD"))
    #expect(text.contains("plot NaN axes x1y1 with lines"))
    #expect(text.contains("\nset label 'none' at screen "))
  }

  @Test("a panel without a legend names no curve")
  func noLegend() {
    let text = script(Panel(xAxis: Axis("k"), yAxis: Axis("y"), curves: [line], legend: .none))
    #expect(!text.contains(#"a\_b"#))
  }

  @Test("points are shown as points in the legend")
  func pointSample() {
    let dots = Curve("dots", x: [1], y: [1], style: .indexed(0, form: .points))
    let lines = lines(Panel(xAxis: Axis("k"), yAxis: Axis("y"), curves: [dots]))
    #expect(!lines.contains { $0.hasPrefix("set arrow") })
    #expect(
      lines.contains {
        $0.hasPrefix("set label '' at screen ")
          && $0.hasSuffix("point pointtype 7 pointsize 0.45 linecolor rgb '#0072b2'")
      })
  }

  @Test("a cloud of points has smaller signs")
  func markerSize() {
    let style = CurveStyle(colour: .indexed(0), form: .points, markerSize: 0.4)
    let text = script(
      Panel(xAxis: Axis("k"), yAxis: Axis("y"), curves: [Curve(x: [1], y: [1], style: style)]))
    #expect(text.contains("pointtype 7 pointsize 0.18 notitle"))
  }

  @Test(
    "an area goes along its lower edge and back along the upper one, and is a box in the legend")
  func area() {
    let band = Curve.area(
      "band", x: [1, 2], lower: [0, 1], upper: [3, 4], colour: Colour(red: 0, green: 0, blue: 255))
    let text = script(Panel(xAxis: Axis("x"), yAxis: Axis("y"), curves: [band]))
    #expect(text.contains("$panel1curve1 << EOD\n1 0\n2 1\n2 4\n1 3\nEOD\n"))
    #expect(text.contains("with filledcurves closed linecolor rgb '#0000ff' fillstyle"))
    #expect(text.contains("front fillcolor rgb '#0000ff' fillstyle transparent"))
  }

  @Test("points are not thinned: each of them shows")
  func points() {
    let x = (0..<(2 * Thinning.limit)).map(Double.init)
    let dots = Curve(x: x, y: x, style: .indexed(0, form: .points))
    let text = script(Panel(xAxis: Axis("x"), yAxis: Axis("y"), curves: [dots]))
    #expect(text.split(separator: "\n").count > 2 * Thinning.limit)
  }

  @Test("a caption is a comment, even when it ends in a backslash or has lines")
  func caption() {
    let text = script(
      Panel(xAxis: Axis("k"), yAxis: Axis("y"), curves: []), caption: "one\\\nset two")
    #expect(text.hasPrefix("# one\\ \n# set two\nreset\n"))
  }

  @Test("35 styles are different in colour and dashes together")
  func styles() {
    let styles = (0..<35).map { CurveStyle.indexed($0).gnuplotText }
    #expect(Set(styles).count == 35)
    #expect(CurveStyle.indexed(-1) == CurveStyle.indexed(34))
  }
}
