import Testing

@testable import Plotting

@Suite("The rows and columns of a legend")
struct LegendLayoutTests {
  private func layout(
    count: Int, available: Double, legend: Legend = .below
  ) -> LegendLayout {
    let curves = (0..<count).map { Curve("curve \($0)", x: [], y: []) } + [Curve(x: [], y: [])]
    let panel = Panel(xAxis: Axis("x"), yAxis: Axis("y"), curves: curves, legend: legend)
    return LegendLayout(panel, letter: 8, available: available)
  }

  @Test("entries stand in as few rows as the width allows, and these even", arguments: 0...10)
  func even(count: Int) {
    let one = layout(count: 1, available: 1000).width
    let legend = layout(count: count, available: 4.9 * one)
    let rows = count == 0 ? 0 : (count - 1) / 4 + 1
    #expect(legend.entries.count == count)
    #expect(legend.height == Double(rows) * layout(count: 1, available: 1000).height)
    #expect(legend.width <= 4.9 * one)
    #expect(rows == 0 || (count - 1) / legend.columnCount + 1 == rows)
  }

  @Test("entries go row by row and never meet")
  func places() {
    let one = layout(count: 1, available: 1000).width
    let legend = layout(count: 4, available: 2.6 * one)
    #expect(legend.columnCount == 2)
    #expect(legend.place(of: 0).x == 0 && legend.place(of: 2).x == 0)
    #expect(legend.place(of: 1).x >= one)
    #expect(legend.place(of: 0).y == legend.place(of: 1).y)
    #expect(legend.place(of: 2).y < legend.place(of: 0).y)
  }

  @Test("however narrow, there is one column; beside or inside the panel always")
  func narrow() {
    #expect(layout(count: 3, available: 1).columnCount == 1)
    #expect(layout(count: 3, available: 1000, legend: .right).columnCount == 1)
    #expect(layout(count: 3, available: 1000, legend: .inside(.topLeft)).columnCount == 1)
    #expect(layout(count: 3, available: 1000, legend: .none).entries.isEmpty)
  }
}
