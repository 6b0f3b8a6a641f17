import Testing

@testable import Plotting

@Suite("Gaps and thinning of a curve")
struct CurveSegmentsTests {
  private let unit = AxisInterval(Axis("", range: 0...1), values: [], margin: 0)

  @Test("NaN and infinite values make a gap")
  func gaps() {
    let curve = Curve(x: [0, 1, 2, 3, 4, 5], y: [.nan, 1, 2, .infinity, .nan, 3])
    let segments = curve.segments(xScale: .linear, yScale: .linear)
    #expect(segments.map { $0.map(\.x) } == [[1, 2], [5]])
  }

  @Test("what is not positive makes a gap on a logarithmic axis only")
  func logarithmicGaps() {
    let curve = Curve(x: [0, 1, 2, 3], y: [1, 1, -1, 1])
    #expect(curve.segments(xScale: .linear, yScale: .linear).count == 1)
    let segments = curve.segments(xScale: .logarithmic, yScale: .logarithmic)
    #expect(segments.map { $0.map(\.x) } == [[1], [3]])
  }

  @Test("a short curve stays as it is")
  func short() {
    let points = (0..<Thinning.limit).map {
      PlotPoint(x: Double($0) / Double(Thinning.limit), y: 0)
    }
    #expect(Thinning(interval: unit).applied(to: [points]) == [points])
  }

  @Test("a long curve keeps its ends and, in each column, the lowest and the highest point")
  func extremes() {
    // 50 points in each of the 1000 columns; in the middle of each a peak and a trough.
    let perColumn = 50
    let points = (0..<1000 * perColumn).map { index in
      let place = index % perColumn
      let y = place == 20 ? 5 + Double(index) : place == 30 ? -5 - Double(index) : 0
      return PlotPoint(x: (Double(index) + 0.5) / Double(1000 * perColumn), y: y)
    }
    let kept = Thinning(interval: unit).applied(to: [points]).flatMap { $0 }
    #expect(kept.count == 4 * 1000)
    #expect(kept.first == points.first && kept.last == points.last)
    #expect(kept.filter { $0.y > 0 } == points.filter { $0.y > 0 })
    #expect(kept.filter { $0.y < 0 } == points.filter { $0.y < 0 })
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x < $1.x })
  }

  @Test("columns of a logarithmic axis are equal ratios, and gaps stay")
  func logarithmicColumns() {
    let axis = Axis("", scale: .logarithmic, range: 1...1e6)
    let interval = AxisInterval(axis, values: [], margin: 0)
    let points = (1...50_000).map { PlotPoint(x: Double($0), y: Double($0)) }
    let halves = [Array(points[..<10]), Array(points[10...])]
    let kept = Thinning(interval: interval).applied(to: halves)
    #expect(kept.count == 2)
    // The first ten are far apart in ratio: each has a column of its own.
    #expect(kept[0] == halves[0])
    #expect(kept[1].count < 2 * Thinning.columnCount)
  }

  @Test("different numbers of x and y are refused")
  func mismatch() async {
    await #expect(processExitsWith: .failure) { _ = Curve(x: [1, 2], y: [1]) }
  }
}
