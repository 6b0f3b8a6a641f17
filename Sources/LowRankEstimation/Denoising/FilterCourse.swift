internal import LinearAlgebra
internal import RealModule

/// A factorisation's filter and its derivative along the way, one candidate for a stop after the other.
///
/// Descent goes step by step, and the derivative follows the tangent of its recurrence, for balanced factors w = f^{1/N}
///
/// ```
/// w <- w + eta w^{N-1} (s - w^N)      w' <- w' + eta (w^{N-1} + w' w^{N-2} ((N - 1)(s - w^N) - N w^N))      f' = N w^{N-1} w'
/// ```
/// Flow goes by factors in time.
struct FilterCourse {
  /// The present stop: steps, or time.
  private(set) var time = 0.0

  /// f(s_i) there.
  private(set) var filtered: [Double]

  /// f'(s_i) there.
  private(set) var slopes: [Double]

  private let filter: FactorizationFilter
  private let values: [Double]
  private let largest: Double

  /// Descent: the recurrence, w^{N-1}, w^{N-2} and w'.
  private var recurrence: ModeRecurrence
  private var powers: [Double]
  private var lowerPowers: [Double]
  private var tangents: [Double]

  /// Flow: the ratio of two times that follow each other.
  private static let ratio = 1.03

  /// Starts at time 0.
  init(
    _ filter: FactorizationFilter, values: [Double], largest: Double
  ) throws(EstimationError) {
    guard case .share = filter.start else {
      throw .setting(
        name: "the start", value: "given mode by mode",
        needs: "one share for all modes, unless the stop is given")
    }
    (self.filter, self.values, self.largest) = (filter, values, largest)
    recurrence = try filter.recurrence(values, largest: largest)
    filtered = values.indices.map(recurrence.strength)
    slopes = Array(repeating: 0, count: values.count)
    (powers, lowerPowers, tangents) = (slopes, slopes, slopes)
    formPowers()
  }

  /// Whether there is a next candidate.
  var canAdvance: Bool { time * Self.ratio <= FactorizationFilter.timeLimit }

  /// Goes on to the next candidate.
  mutating func advance() throws(EstimationError) {
    if let stepSize = filter.stepSize(largest: largest) {
      try step(stepSize)
    } else {
      let order = Double(filter.depth)
      let unit = 1 / (order * Double.pow(largest, 2 - 2 / order))
      time = time == 0 ? unit / 10 : time * Self.ratio
      for (i, mode) in try filter.flow(values, largest: largest, at: time).enumerated() {
        (filtered[i], slopes[i]) = mode
      }
    }
  }

  private mutating func step(_ stepSize: Double) throws(EstimationError) {
    let order = Double(filter.depth)
    for i in values.indices {
      let power = powers[i]
      let curvature =
        (order - 1) * (values[i] - filtered[i]) * lowerPowers[i] - order * power * power
      tangents[i] += stepSize * (power + tangents[i] * curvature)
    }
    guard recurrence.descend(stepSize: stepSize, steps: 1) == 1, recurrence.loss.isFinite else {
      throw .diverged("descent diverges at step \(Int(time) + 1); lower the step size")
    }
    time += 1
    recurrence.readStrengths(into: &filtered)
    formPowers()
    for i in values.indices { slopes[i] = order * powers[i] * tangents[i] }
  }

  private mutating func formPowers() {
    for i in values.indices {
      let inverse = 1 / recurrence.factor(layer: 0, mode: i)
      powers[i] = filtered[i] * inverse
      lowerPowers[i] = powers[i] * inverse
    }
  }
}
