import Testing

@testable import Plotting

@Suite("The layout of a figure")
struct FigureLayoutTests {
  private func panel(_ legend: Legend = .below, top: Bool = false, title: PlotText? = nil) -> Panel
  {
    Panel(
      title: title, xAxis: Axis("x"), yAxis: Axis("y", range: 0...1),
      topAxis: top ? Axis("above") : nil,
      curves: [Curve("a curve with a name", x: [0, 1], y: [0, 1])], legend: legend)
  }

  @Test("frames of a row share their edges above and below, frames of a column left and right")
  func alignment() {
    let wide = Panel(
      xAxis: Axis("x"), yAxis: Axis("y", range: 0...1e9), curves: [], legend: .none)
    let figure = Figure(
      panels: [panel(top: true), panel(), wide, panel(title: "t")], columnCount: 2)
    let frames = FigureLayout(figure).panels.map(\.frame)
    for (left, right) in [(0, 1), (2, 3)] {
      #expect(frames[left].top == frames[right].top)
      #expect(frames[left].bottom == frames[right].bottom)
      #expect(frames[left].right < frames[right].left)
    }
    for (above, below) in [(0, 2), (1, 3)] {
      #expect(frames[above].left == frames[below].left)
      #expect(frames[above].right == frames[below].right)
      #expect(frames[above].bottom > frames[below].top)
    }
  }

  @Test("a legend outside takes room from the frame, one inside takes none")
  func legendRoom() {
    func frame(_ legend: Legend) -> Frame {
      FigureLayout(Figure(panels: [panel(legend)])).panels[0].frame
    }
    #expect(frame(.below).bottom > frame(.none).bottom)
    #expect(frame(.right).right < frame(.none).right)
    #expect(frame(.inside(.topLeft)) == frame(.none))
  }

  @Test("a figure far too small still has frames of positive size inside")
  func tiny() {
    let figure = Figure(panels: [panel(.right, top: true)], size: .points(20, 20))
    let frame = FigureLayout(figure).panels[0].frame
    #expect(frame.width > 0 && frame.height > 0)
  }

  @Test("centimetres become points: 2.54 cm are 72 points")
  func centimetres() {
    #expect(FigureSize.centimetres(2.54, 5.08) == .points(72, 144))
  }

  @Test("sizes, columns and letters must be positive")
  func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = Figure(panels: [], columnCount: 0) }
    await #expect(processExitsWith: .failure) { _ = Figure(panels: [], fontSize: 0) }
    await #expect(processExitsWith: .failure) { _ = FigureSize.points(0, 10) }
  }
}
