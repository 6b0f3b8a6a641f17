import Testing

@testable import Plotting

@Suite("Marks on an axis")
struct TickMarksTests {
  private func interval(
    _ range: ClosedRange<Double>, _ scale: Axis.Scale = .linear
  ) -> AxisInterval {
    AxisInterval(Axis("", scale: scale, range: range), values: [], margin: 0)
  }

  private func numbers(_ marks: [TickMark]) -> [String] {
    marks.compactMap { $0.label?.quoted }
  }

  @Test("round steps: 1, 2 or 5 times a power of ten")
  func roundSteps() {
    let marks = interval(0...1).tickMarks(.automatic, atMost: 6)
    #expect(marks.map(\.value) == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(numbers(marks) == ["'0'", "'0.2'", "'0.4'", "'0.6'", "'0.8'", "'1.0'"])
    #expect(interval(-1...9).tickMarks(.automatic, atMost: 3).map(\.value) == [0, 5])
  }

  @Test("large and small numbers are written with a power of ten")
  func powers() {
    let large = interval(-2e6...4e6).tickMarks(.automatic, atMost: 4)
    #expect(numbers(large) == ["'−2×10^{6}'", "'0'", "'2×10^{6}'", "'4×10^{6}'"])
    let small = interval(0...3e-5).tickMarks(.automatic, atMost: 4)
    #expect(numbers(small) == ["'0'", "'1×10^{−5}'", "'2×10^{−5}'", "'3×10^{−5}'"])
    #expect(numbers(interval(0...20000).tickMarks(.every(10000), atMost: 4)).last == "'20000'")
  }

  @Test("a logarithmic axis carries powers of ten with small marks between them")
  func logarithmic() {
    let marks = interval(0.5...200, .logarithmic).tickMarks(.automatic, atMost: 5)
    #expect(numbers(marks) == ["'10^{0}'", "'10^{1}'", "'10^{2}'"])
    #expect(marks.first?.value == 0.5)
    // 0.5 to 0.9, 1 to 9, 10 to 90, 100 and 200.
    #expect(marks.count == 5 + 9 + 9 + 2)
  }

  @Test("many powers of ten are thinned, with the rest as small marks")
  func manyPowers() {
    let marks = interval(1e-30...1, .logarithmic).tickMarks(.automatic, atMost: 4)
    #expect(numbers(marks) == ["'10^{−30}'", "'10^{−20}'", "'10^{−10}'", "'10^{0}'"])
    #expect(marks.count == 31)
  }

  @Test("less than a power of ten carries 1, 2 and 5 times it")
  func parts() {
    let marks = interval(0.4...5, .logarithmic).tickMarks(.automatic, atMost: 5)
    #expect(numbers(marks) == ["'0.5'", "'1'", "'2'", "'5'"])
  }

  @Test("a step that would crowd the axis is not taken", arguments: [0, -1, 1e-9, .nan])
  func badStep(step: Double) {
    let marks = interval(0...1).tickMarks(.every(step), atMost: 6)
    #expect(marks == interval(0...1).tickMarks(.automatic, atMost: 6))
  }

  @Test("chosen ticks outside the range, or without a logarithm, are left out")
  func chosen() {
    let marks = interval(1...100, .logarithmic).tickMarks(.at([-1, 0, 2, 50, 500]), atMost: 5)
    #expect(marks.map(\.value) == [2, 50])
  }
}
