/// What was computed, by name, so that two programs can be compared.
typealias Observables = [String: [Double]]

/// One of the two that are compared: our library, or a program of others.
protocol Side {
  /// Does the work over and over for a while, at least once.
  ///
  /// - Parameters:
  ///   - seconds: how long to go on.
  ///   - observing: whether the observables of the last repetition are wanted.
  /// - Returns: what was measured.
  /// - Throws: ``MissingPeer`` when the other program stopped; what our own work throws.
  func turn(lasting seconds: Double, observing: Bool) throws -> Turn
}

/// A side's turn: each repetition's duration, and what the last one computed.
struct Turn {
  /// Seconds of each repetition.
  let seconds: [Double]

  /// Median seconds of each part, in order; empty when the parts are not known.
  let phases: [(name: String, seconds: Double)]

  let observables: Observables

  /// Seconds of one repetition, the median.
  var medianSeconds: Double { median(seconds) }
}

/// The middle value, or the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2)
    ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
