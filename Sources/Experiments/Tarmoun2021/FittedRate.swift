internal import RealModule

extension Reproduction {
  /// The slope of -ln gap over time where the gap is inside a window, by least squares.
  static func fittedRate(
    times: [Double], gaps: [Double], window: Range<Double> = 1e-9..<1e-4
  ) -> Double {
    let points = zip(times, gaps).filter { window.contains($1) }.map { ($0, -Double.log($1)) }
    // Fewer points than these say nothing of a slope.
    guard points.count >= 5 else { return .nan }
    let count = Double(points.count)
    let (meanTime, meanLog) = (
      points.reduce(0) { $0 + $1.0 } / count, points.reduce(0) { $0 + $1.1 } / count
    )
    let covariance = points.reduce(0) { $0 + ($1.0 - meanTime) * ($1.1 - meanLog) }
    return covariance / points.reduce(0) { $0 + ($1.0 - meanTime) * ($1.0 - meanTime) }
  }
}
