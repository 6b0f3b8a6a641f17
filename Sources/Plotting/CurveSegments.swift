import Foundation

/// A point of a curve in the coordinates of its axes.
struct PlotPoint: Equatable {
  var x: Double
  var y: Double
}

extension Curve {
  /// The runs of neighbouring points that both axes can draw; between two runs there is a gap.
  func segments(xScale: Axis.Scale, yScale: Axis.Scale) -> [[PlotPoint]] {
    var segments: [[PlotPoint]] = []
    var current: [PlotPoint] = []
    for (x, y) in zip(x, y) {
      if xScale.canDraw(x) && yScale.canDraw(y) {
        current.append(PlotPoint(x: x, y: y))
      } else if !current.isEmpty {
        segments.append(current)
        current = []
      }
    }
    if !current.isEmpty { segments.append(current) }
    return segments
  }
}

/// Leaves out points that no eye could miss, so that a long run does not make a huge picture.
///
/// A curve of more than ``limit`` points is cut into columns, about as wide as half a pixel of a PNG
/// in a paper's column. Of the points that follow each other in one of them the first, the last, the
/// lowest and the highest stay: the drawn line covers the same pixels.
struct Thinning {
  /// Up to so many points a curve stays as it is.
  static let limit = 4000

  /// The columns of a panel.
  static let columnCount = 1000

  let interval: AxisInterval

  /// The segments of one curve, thinned when they hold more than ``limit`` points together.
  func applied(to segments: [[PlotPoint]]) -> [[PlotPoint]] {
    let count = segments.reduce(0) { $0 + $1.count }
    return count > Self.limit ? segments.map(thinned) : segments
  }

  private func thinned(_ points: [PlotPoint]) -> [PlotPoint] {
    var kept: [PlotPoint] = []
    var start = 0
    while start < points.count {
      let column = column(of: points[start])
      var (end, lowest, highest) = (start, start, start)
      while end + 1 < points.count && self.column(of: points[end + 1]) == column {
        end += 1
        if points[end].y < points[lowest].y { lowest = end }
        if points[end].y > points[highest].y { highest = end }
      }
      kept += Set([start, lowest, highest, end]).sorted().map { points[$0] }
      start = end + 1
    }
    return kept
  }

  /// The column from 0, with one more at each side for all that lies outside the panel.
  private func column(of point: PlotPoint) -> Int {
    let place = interval.fraction(point.x) * Double(Self.columnCount)
    return Int(min(max(place.rounded(.down), -1), Double(Self.columnCount)))
  }
}
