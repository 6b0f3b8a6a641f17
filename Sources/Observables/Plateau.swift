internal import RealModule

/// A stretch of a trajectory over which a quantity rests.
///
/// What decides is the slope on logarithmic axes, |d ln(quantity) / d ln(clock)|, between records a tenth of
/// the clock apart. A plateau lies around a smallest slope between two transitions, largest slopes at least
/// twice as steep. It reaches as far as the slope is below half of the lesser transition and below 1, where the
/// quantity changes by less, in proportion, than the clock; or less far, below a smaller slope, if it would
/// change by more than the band. Slopes below 1 % cannot be told from rest. A stretch over which the clock grows
/// by less than a tenth does not count.
public struct Plateau: Sendable, Equatable {
  /// Positions of the first and the last record.
  public let records: ClosedRange<Int>

  /// The median value over the records.
  public let height: Double

  /// Position of the record halfway through, on a logarithmic clock.
  public let middle: Int

  /// The plateaus of a quantity, in order of time and without overlap.
  ///
  /// - Parameters:
  ///   - values: the quantity, positive where it is to rest; other values end a plateau.
  ///   - clock: step numbers or times, increasing; records at 0 are left out.
  ///   - band: the largest relative change over a plateau, 0.25 for a quarter.
  /// - Returns: the plateaus; none when the quantity never rests.
  /// - Complexity: O(n log n), n the number of records.
  public static func all(
    in values: [Double], clock: [Double], band: Double = 0.25
  ) -> [Plateau] {
    precondition(values.count == clock.count, "one clock reading for each value")
    let slopes = LogarithmicSlopes(values, clock)
    return slopes.valleys.compactMap { valley in
      var limit = slopes.largestLimit(of: valley)
      while let records = slopes.records(of: valley, below: limit) {
        let inside = values[records]
        if (inside.max() ?? 1) <= (1 + band) * (inside.min() ?? 1) {
          let growth = clock[records.upperBound] / clock[records.lowerBound]
          return growth > LogarithmicSlopes.reach ? Plateau(records, values, clock) : nil
        }
        limit *= LogarithmicSlopes.limitStep
      }
      return nil
    }
  }

  private init(_ records: ClosedRange<Int>, _ values: [Double], _ clock: [Double]) {
    self.records = records
    let sorted = values[records].sorted()
    height = sorted[sorted.count / 2]
    let center = (clock[records.lowerBound] * clock[records.upperBound]).squareRoot()
    middle = records.first { clock[$0] >= center } ?? records.upperBound
  }
}

/// The slopes of a quantity on logarithmic axes, and the valleys between the steep parts.
private struct LogarithmicSlopes {
  /// The records that a slope is taken between.
  let intervals: [ClosedRange<Int>]
  let slopes: [Double]

  /// A smallest slope and the lesser of the transitions beside it.
  struct Valley {
    let position: Int
    let transition: Double
  }

  /// The factor of the clock over which a slope is taken.
  static let reach = 1.1

  /// By how much the limit of the slope is lowered to stay in the band.
  static let limitStep = 0.8

  private static let leastSlope = 0.01
  private static let largestSlope = 1.0
  private static let prominence = 2.0

  init(_ values: [Double], _ clock: [Double]) {
    var intervals: [ClosedRange<Int>] = []
    var slopes: [Double] = []
    var end = 0
    for start in values.indices.dropLast() where clock[start] > 0 {
      end = max(end, start + 1)
      while end < values.count - 1, clock[end] < Self.reach * clock[start] { end += 1 }
      let isUsable = values[start...end].allSatisfy { $0 > 0 && $0.isFinite }
      let change = Double.log(values[end] / values[start]).magnitude
      intervals.append(start...end)
      slopes.append(
        isUsable ? max(Self.leastSlope, change / .log(clock[end] / clock[start])) : .infinity)
    }
    self.intervals = intervals
    self.slopes = slopes
  }

  /// The smallest slopes that are separated by steep ones, in order.
  var valleys: [Valley] {
    var valleys: [Valley] = []
    var lowest: Int?
    var peak: Double?
    var peakBefore = Double.infinity
    for (i, slope) in slopes.enumerated() {
      if let highest = peak {
        peak = max(highest, slope)
        if slope < highest / Self.prominence {
          (peakBefore, peak, lowest) = (highest, nil, i)
          valleys[valleys.count - 1] = valleys[valleys.count - 1].bounded(by: highest)
        }
      } else if let low = lowest, slope > Self.prominence * slopes[low] {
        valleys.append(Valley(position: low, transition: peakBefore))
        (lowest, peak) = (nil, slope)
      } else if slope < lowest.map({ slopes[$0] }) ?? .infinity {
        lowest = i
      }
    }
    if let peak, let last = valleys.last {
      valleys[valleys.count - 1] = last.bounded(by: peak)
    }
    if let lowest { valleys.append(Valley(position: lowest, transition: peakBefore)) }
    return valleys
  }

  /// The slope up to which a valley reaches at most.
  func largestLimit(of valley: Valley) -> Double {
    min(Self.largestSlope, valley.transition / Self.prominence)
  }

  /// The records of a valley where the slope is at most `limit`; nil when it is nowhere.
  func records(of valley: Valley, below limit: Double) -> ClosedRange<Int>? {
    guard slopes[valley.position] <= limit else { return nil }
    var (first, last) = (valley.position, valley.position)
    while first > 0, slopes[first - 1] <= limit { first -= 1 }
    while last < slopes.count - 1, slopes[last + 1] <= limit { last += 1 }
    return intervals[first].lowerBound...intervals[last].upperBound
  }
}

extension LogarithmicSlopes.Valley {
  /// The valley with another transition beside it.
  fileprivate func bounded(by peak: Double) -> Self {
    Self(position: position, transition: min(transition, peak))
  }
}
