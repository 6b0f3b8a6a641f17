internal import Plotting

/// A mode's error held against a bound that begins to hold at an iteration that depends on the accuracy.
struct ErrorBoundTally {
  /// How many pairs of a mode and an accuracy were compared.
  private(set) var count = 0

  /// How many bounds were to be compared.
  private var attempts = 0

  /// How many of them break the bound.
  private(set) var violations = 0

  /// The largest quotient of error and bound.
  private(set) var largestQuotient = 0.0

  /// Where the bound begins to hold at each accuracy, and its height.
  private var corners: [(iteration: Double, bound: Double)] = []

  /// Whether no bound is broken, half of them or more having come into force within the run.
  var isKept: Bool { violations == 0 && count > 0 && 2 * count >= attempts }

  /// Compares all later errors with a bound.
  ///
  /// A bound that holds only after the last record is not compared.
  ///
  /// - Parameters:
  ///   - bound: on the error.
  ///   - start: the iteration from which on it holds.
  ///   - largest: the largest error from each record on.
  ///   - iterations: those of the records.
  mutating func compare(
    _ bound: Double, from start: Double, with largest: [Double], at iterations: [Double]
  ) {
    attempts += 1
    guard let record = iterations.firstIndex(where: { $0 >= start }) else { return }
    count += 1
    largestQuotient = max(largestQuotient, largest[record] / bound)
    if !(largest[record] <= bound) { violations += 1 }
    corners.append((start, bound))
  }

  /// Adds the counts of another tally.
  mutating func add(_ other: ErrorBoundTally) {
    count += other.count
    attempts += other.attempts
    violations += other.violations
    largestQuotient = max(largestQuotient, other.largestQuotient)
  }

  /// "3 violations in 200, largest error / bound 0.97".
  var text: String {
    "\(violations) violations in \(count), largest error / bound \(Decimals.short(largestQuotient))"
  }

  /// The bound as a staircase, from iteration 1 for a logarithmic axis.
  func staircase(_ label: PlotText? = nil, until last: Double, style: CurveStyle) -> Curve {
    let sorted = corners.sorted { ($0.iteration, -$0.bound) < ($1.iteration, -$1.bound) }
    let ends = sorted.dropFirst().map(\.iteration) + [last]
    return Curve(
      label, x: zip(sorted, ends).flatMap { [max(1, $0.iteration), max(1, $1)] },
      y: sorted.flatMap { [$0.bound, $0.bound] }, style: style)
  }
}
