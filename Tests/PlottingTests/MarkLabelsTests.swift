import Testing

@testable import Plotting

@Suite("Labels of lines and bands")
struct MarkLabelsTests {
  @Test("labels with room stay where they are wanted")
  func apart() {
    #expect(movedApart([1, 5, 9], sizes: [2, 2, 2], upTo: 10) == [1, 5, 9])
  }

  @Test("labels that would meet are moved up, and down again at the end")
  func moved() {
    #expect(movedApart([1, 1.5, 9], sizes: [2, 4, 2], upTo: 10) == [1, 4, 9])
    #expect(movedApart([8, 9, 9.5], sizes: [2, 2, 2], upTo: 10) == [6, 8, 10])
    #expect(movedApart([], sizes: [], upTo: 10) == [])
  }

  private func panel(top: Axis? = nil) -> Panel {
    Panel(
      xAxis: Axis("x", range: 0...10), yAxis: Axis("y", range: 0...1), topAxis: top, curves: [],
      referenceLines: [
        .horizontal(0.5, "upper"), .horizontal(0.25, "lower"), .horizontal(7, "outside"),
        .horizontal(0.75), .vertical(2, "time"),
      ],
      bands: [.vertical(6...20, "rest"), .vertical(20...30, "beyond")])
  }

  @Test("labels stand at the middle of what is shown; marks outside the axis have none")
  func places() {
    let panel = panel()
    let labels = MarkLabels(panel, PanelAxes(panel))
    #expect(
      labels.placed(.horizontal, along: 100, letter: 8) == [
        MarkLabel(text: "lower", position: 25), MarkLabel(text: "upper", position: 50),
      ])
    #expect(
      labels.placed(.vertical, along: 100, letter: 8) == [
        MarkLabel(text: "time", position: 20), MarkLabel(text: "rest", position: 80),
      ])
  }

  @Test("a top axis takes the room above the frame")
  func above() {
    #expect(MarkLabels(panel(), PanelAxes(panel())).areAbove)
    let withTop = panel(top: Axis("K"))
    #expect(!MarkLabels(withTop, PanelAxes(withTop)).areAbove)
  }
}
