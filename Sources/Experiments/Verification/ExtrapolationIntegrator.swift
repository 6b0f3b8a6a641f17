internal import RealModule

/// The solution of y' = f(y) by extrapolating the modified midpoint rule to order 16.
///
/// It serves as a reference: it shares nothing with the integrators of gradient flow. Each step takes
/// the rule with 2, 4, ..., 16 substeps and extrapolates in the square of the substep; the last two values
/// of the extrapolation estimate the error.
///
/// Source: Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.9.
struct ExtrapolationIntegrator {
  /// The largest error of a step, relative to the norm of the state.
  let tolerance: Double

  /// y'.
  let derivative: ([Double]) -> [Double]

  private static let columns = 8

  /// What the errors of the steps may add up to over a duration, in units of the problem's own time.
  ///
  /// A step covers about a unit of that time, and each of its ten errors, of truncation and rounding, may be as large
  /// as the tolerance and be passed on.
  func allowance(over duration: Double) -> Double {
    10 * tolerance * (10 + duration)
  }

  /// y at `time`, from `start` at time 0.
  ///
  /// - Parameters:
  ///   - time: at least 0.
  ///   - start: y(0).
  /// - Returns: y(time); NaN when 100 000 steps do not reach it.
  func state(at time: Double, from start: [Double]) -> [Double] {
    var state = start
    var reached = 0.0
    var size = min(time, 0.1 * firstStep(from: start))
    for _ in 0..<100_000 {
      guard reached < time else { return state }
      let isLast = reached + size >= time
      let step = isLast ? time - reached : size
      let (value, error) = extrapolate(from: state, step: step)
      let scale = max(norm(state), norm(value)) * tolerance
      if error <= scale {
        state = value
        reached = isLast ? time : reached + step
      }
      let factor = 0.9 * Double.pow(max(error / scale, 1e-20), -1 / Double(2 * Self.columns - 1))
      size = step * (factor.isFinite ? min(4, max(0.1, factor)) : 0.1)
    }
    return state.map { _ in .nan }
  }

  private func firstStep(from state: [Double]) -> Double {
    let (size, speed) = (norm(state), norm(derivative(state)))
    return size > 0 && speed > 0 ? size / speed : .infinity
  }

  private func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : .infinity }
  }

  /// The extrapolated state after one step, and the estimate of its error.
  private func extrapolate(from state: [Double], step: Double) -> ([Double], Double) {
    var row: [[Double]] = []
    var error = Double.infinity
    for j in 0..<Self.columns {
      let count = Double(2 * (j + 1))
      var next = [midpoint(from: state, step: step, count: 2 * (j + 1))]
      for k in 0..<j {
        // Neville's scheme in h^2: the entry k+1 combines the last row's entry k and this row's.
        let ratio = count / Double(2 * (j - k))
        let divisor = ratio * ratio - 1
        next.append(zip(next[k], row[k]).map { $0 + ($0 - $1) / divisor })
      }
      if j == Self.columns - 1 {
        func distance(_ other: [Double]) -> Double { norm(zip(next[j], other).map { $0 - $1 }) }
        // The first difference vanishes by accident in one step of a hundred thousand; the diagonal then tells.
        error = max(distance(next[j - 1]), distance(row[j - 1]) / 100)
      }
      row = next
    }
    return (row[Self.columns - 1], error)
  }

  /// Gragg's modified midpoint rule with smoothing.
  private func midpoint(from state: [Double], step: Double, count: Int) -> [Double] {
    let h = step / Double(count)
    var last = state
    var current = zip(state, derivative(state)).map { $0 + h * $1 }
    for _ in 1..<count {
      let slope = derivative(current)
      let next = zip(last, slope).map { $0 + 2 * h * $1 }
      last = current
      current = next
    }
    let slope = derivative(current)
    return zip(zip(last, current), slope).map { ($0.0 + $0.1 + h * $1) / 2 }
  }
}
