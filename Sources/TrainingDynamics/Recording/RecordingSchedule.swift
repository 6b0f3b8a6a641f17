internal import RealModule

/// When a run is observed: at which step numbers, or at which times.
///
/// The start and the end are always observed.
public enum RecordingSchedule: Sendable, Equatable {
  /// Every so many steps, or every so long a time.
  case every(Double)

  /// At the given step numbers or times.
  case at([Double])

  /// At a number of equally spaced points.
  case linear(count: Int)

  /// At a number of points equally spaced on a logarithmic axis that begins at `first`.
  ///
  /// Without `first` it begins at step 1, or at the ten-thousandth part of the whole time. Step numbers are
  /// rounded, so that fewer distinct ones remain than were asked for.
  case logarithmic(count: Int, first: Double?)

  /// The step numbers to observe, increasing, from 0 to `last`.
  public func iterations(upTo last: Int) -> [Int] {
    let inside = points(from: 1, to: Double(last)).map { $0.rounded() }
      .filter { $0 > 0 && $0 < Double(last) }
    return ([0, last] + inside.map { Int($0) }).sortedWithoutRepetition()
  }

  /// The times to observe, increasing, from 0 to `last`.
  public func times(upTo last: Double) -> [Double] {
    // A last point that rounding moved away from the end would be a second record of it.
    let inside = points(from: last * Self.firstShare, to: last).filter {
      $0 > 0 && $0 < last - 16 * last.ulp
    }
    return ([0, last] + inside).sortedWithoutRepetition()
  }

  /// An upper bound of the number of records, without making them.
  public func recordLimit(upTo last: Double) -> Double {
    switch self {
    case .every(let interval): last / interval + 2
    case .at(let points): Double(points.count + 2)
    case .linear(let count), .logarithmic(let count, _): Double(count + 2)
    }
  }

  /// Where a logarithmic axis of times begins, as a share of the whole.
  private static let firstShare = 1e-4

  private func points(from defaultFirst: Double, to last: Double) -> [Double] {
    switch self {
    case .every(let interval):
      precondition(interval > 0, "an interval must be positive")
      return (0...Int(last / interval)).map { Double($0) * interval }
    case .at(let points):
      return points
    case .linear(let count):
      return (0..<count).map { last * Double($0 + 1) / Double(count) }
    case .logarithmic(let count, let first):
      let start = first ?? defaultFirst
      let ratio = Double.log(last / start) / Double(max(count - 1, 1))
      return (0..<count).map { start * .exp(ratio * Double($0)) }
    }
  }
}

extension Array where Element: Comparable {
  /// The elements in increasing order, each once.
  func sortedWithoutRepetition() -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(count)
    for element in sorted() where element != result.last { result.append(element) }
    return result
  }
}
