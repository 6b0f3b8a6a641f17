internal import RealModule

/// A stretch of a trajectory over which a quantity rests.
///
/// It rests from one record to another when it stays within a band, largest / smallest <= 1 + tolerance,
/// while the clock (step number or time) grows by more than the same factor: on a plateau the quantity
/// changes by less, in proportion, than the clock does. A long slow drift is cut into several such
/// stretches; of those only the ones count over which it is at least twice as slow as next to them.
public struct Plateau: Sendable, Equatable {
  /// Positions of the first and the last record.
  public let records: ClosedRange<Int>

  /// The median value over the records.
  public let height: Double

  /// Position of the record halfway through, on a logarithmic clock.
  public let middle: Int

  /// The plateaus of a quantity, in order of time and without overlap.
  ///
  /// The longest stretch on the logarithmic clock is taken first, then the longest on either side of it.
  ///
  /// - Parameters:
  ///   - values: the quantity, positive where it is to rest; other values end a plateau.
  ///   - clock: step numbers or times, increasing; records at 0 are left out.
  ///   - tolerance: width of the band, 0.1 for a tenth.
  /// - Returns: the plateaus; none when the quantity never rests.
  public static func all(
    in values: [Double], clock: [Double], tolerance: Double = 0.1
  ) -> [Plateau] {
    precondition(values.count == clock.count, "one clock reading for each value")
    let first = clock.firstIndex { $0 > 0 } ?? clock.endIndex
    let stretches = longest(in: first..<values.count, values, clock, tolerance)
    return stretches.indices.filter { i in
      let slope = stretches[i].slope(values, clock)
      return [i - 1, i + 1].filter(stretches.indices.contains).allSatisfy { j in
        let (earlier, later) = (stretches[min(i, j)], stretches[max(i, j)])
        return earlier.isLeftSteeply(to: later, values, clock)
          || 2 * slope <= stretches[j].slope(values, clock)
      }
    }.map { stretches[$0] }
  }

  /// The change of the logarithm of the quantity within the stretch, for each unit of the clock's.
  private func slope(_ values: [Double], _ clock: [Double]) -> Double {
    let inside = values[records]
    let band = (inside.max() ?? 1) / (inside.min() ?? 1)
    return .log(band) / .log(clock[records.upperBound] / clock[records.lowerBound])
  }

  /// Whether the quantity changes by more, in proportion, than the clock on its way to a later stretch.
  private func isLeftSteeply(
    to later: Plateau, _ values: [Double], _ clock: [Double]
  ) -> Bool {
    let (from, to) = (records.upperBound, later.records.lowerBound)
    return Double.log(values[to] / values[from]).magnitude > .log(clock[to] / clock[from])
  }

  private static func longest(
    in range: Range<Int>, _ values: [Double], _ clock: [Double], _ tolerance: Double
  ) -> [Plateau] {
    var best: (range: ClosedRange<Int>, growth: Double)?
    var window = ExtremeWindow()
    var end = range.lowerBound
    for start in range {
      window.dropValues(before: start)
      end = max(end, start)
      while end < range.upperBound, isPositive(values[end]) {
        let extremes = window.extremes(with: end, in: values)
        guard extremes.largest <= (1 + tolerance) * extremes.least else { break }
        window.add(end, in: values)
        end += 1
      }
      let last = end - 1
      guard last > start else { continue }
      let growth = clock[last] / clock[start]
      if growth > (best?.growth ?? 1 + tolerance) { best = (start...last, growth) }
    }
    guard let best else { return [] }
    let before = range.lowerBound..<best.range.lowerBound
    let after = (best.range.upperBound + 1)..<range.upperBound
    return longest(in: before, values, clock, tolerance)
      + [Plateau(best.range, values, clock)] + longest(in: after, values, clock, tolerance)
  }

  private static func isPositive(_ value: Double) -> Bool { value > 0 && value.isFinite }

  private init(_ records: ClosedRange<Int>, _ values: [Double], _ clock: [Double]) {
    self.records = records
    let sorted = values[records].sorted()
    height = sorted[sorted.count / 2]
    let center = (clock[records.lowerBound] * clock[records.upperBound]).squareRoot()
    middle = records.first { clock[$0] >= center } ?? records.upperBound
  }
}

/// Smallest and largest of the values in a window that only moves forward, at constant cost on average.
///
/// Each list holds the positions that can still become an extreme: those before a more extreme value of the
/// window cannot.
private struct ExtremeWindow {
  private var least: [Int] = []
  private var largest: [Int] = []
  private var firstLeast = 0
  private var firstLargest = 0

  mutating func dropValues(before start: Int) {
    while firstLeast < least.count, least[firstLeast] < start { firstLeast += 1 }
    while firstLargest < largest.count, largest[firstLargest] < start { firstLargest += 1 }
  }

  mutating func add(_ position: Int, in values: [Double]) {
    while least.count > firstLeast, values[least[least.count - 1]] >= values[position] {
      least.removeLast()
    }
    while largest.count > firstLargest, values[largest[largest.count - 1]] <= values[position] {
      largest.removeLast()
    }
    least.append(position)
    largest.append(position)
  }

  func extremes(with position: Int, in values: [Double]) -> (least: Double, largest: Double) {
    let value = values[position]
    return (
      least: firstLeast < least.count ? min(values[least[firstLeast]], value) : value,
      largest: firstLargest < largest.count ? max(values[largest[firstLargest]], value) : value
    )
  }
}
