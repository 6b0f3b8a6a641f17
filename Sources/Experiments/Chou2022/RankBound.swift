internal import Plotting

/// A bound on the distance of the effective rank from a plateau, and the iterations for which it holds.
struct RankBound {
  /// What it is called in a legend.
  let name: String

  /// When it holds.
  let iterations: ClosedRange<Double>

  /// Its height.
  let bound: Double
}

/// The effective rank over the iterations, and the plateau it is held against.
struct RankCourse {
  /// The iterations of the records.
  let iterations: [Double]

  /// The effective rank at each.
  let ranks: [Double]

  /// The effective rank of the best approximation.
  let plateau: Double

  private var distances: [Double] { ranks.map { ($0 - plateau).magnitude } }

  /// Compares every record in the reach of a bound with it.
  ///
  /// - Parameters:
  ///   - bounds: the bounds.
  ///   - tolerance: what the simulated rank may be off by.
  /// - Returns: how many records were compared, how many break a bound, and both in words.
  func tally(
    _ bounds: [RankBound], tolerance: Double
  ) -> (count: Int, violations: Int, text: String) {
    var (count, violations, quotient) = (0, 0, 0.0)
    for bound in bounds {
      for (iteration, distance) in zip(iterations, distances)
      where bound.iterations.contains(iteration) {
        count += 1
        if !(distance <= bound.bound + tolerance) { violations += 1 }
        quotient = max(quotient, distance / bound.bound)
      }
    }
    return (
      count, violations,
      "\(violations) violations in \(count) records of \(bounds.count) bounds, largest distance / bound \(Decimals.short(quotient))"
    )
  }

  /// The distance with every bound as a bar over its iterations.
  ///
  /// - Parameters:
  ///   - title: of the panel.
  ///   - bounds: the bounds, those of one name in one colour.
  ///   - range: the axis.
  /// - Returns: a panel.
  func panel(_ title: String, _ bounds: [RankBound], range: ClosedRange<Double>) -> Panel {
    let names = bounds.map(\.name).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    let bars = names.enumerated().map { index, name in
      let own = bounds.filter { $0.name == name }
      return Curve(
        PlotText(name),
        x: own.flatMap {
          [$0.iterations.lowerBound, min($0.iterations.upperBound, range.upperBound), .nan]
        },
        y: own.flatMap { [$0.bound, $0.bound, .nan] },
        // Thinner and thinner, so that bars at nearly the same height are all seen.
        style: CurveStyle(colour: .indexed(index + 1), width: 3.5 / Double(1 + index)))
    }
    return Panel(
      title: PlotText(title), xAxis: Axis("iteration k", scale: .logarithmic, range: range),
      yAxis: Axis("|r(W) − r(W\(subscript: "L"))|", scale: .logarithmic, range: 1e-4...10),
      curves: [
        Curve("distance", x: iterations, y: distances, style: CurveStyle(colour: .indexed(0)))
      ] + bars)
  }
}
