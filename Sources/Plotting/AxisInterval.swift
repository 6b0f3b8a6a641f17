import Foundation

/// The interval an axis shows, found before gnuplot sees it, so that no data can make it fail.
struct AxisInterval: Equatable {
  let scale: Axis.Scale
  let lower: Double
  let upper: Double

  /// The range asked for, or the interval of all drawable values and a share on each side.
  ///
  /// - Parameters:
  ///   - axis: scale and range asked for.
  ///   - values: the data; what the scale cannot draw is passed over.
  ///   - margin: the share of the interval added at each end that the data decide.
  init(_ axis: Axis, values: [Double], margin: Double) {
    let scale = axis.scale
    let drawable = values.filter(scale.canDraw)
    let first = axis.range.flatMap { scale.canDraw($0.lowerBound) ? $0.lowerBound : nil }
    let last = axis.range.flatMap { scale.canDraw($0.upperBound) ? $0.upperBound : nil }

    // Positions are values on a linear axis and powers of ten on a logarithmic one.
    let least = drawable.min().map(scale.position) ?? last.map { scale.position($0) - 1 }
    let greatest = drawable.max().map(scale.position)
    var start = first.map(scale.position) ?? least ?? 0
    var end = last.map(scale.position) ?? greatest ?? start + 1
    let share = margin * max(end - start, 0)
    if first == nil { start -= share }
    if last == nil { end += share }

    // Too short an interval has no numbers to tell its ends apart.
    let size = max(start.magnitude, end.magnitude)
    let isTooShort = end - start <= max(1e-9 * size, 1e-290)
    if isTooShort {
      let half = scale == .linear && size > 1e-290 ? 0.5 * size : 0.5
      (start, end) = (start - half, start + half)
    }
    self.scale = scale
    // Without a margin the ends are data, untouched by the rounding of logarithms.
    let exactStart = isTooShort ? nil : (first ?? (margin == 0 ? drawable.min() : nil))
    let exactEnd = isTooShort ? nil : (last ?? (margin == 0 ? drawable.max() : nil))
    lower = exactStart ?? scale.value(start)
    upper = exactEnd ?? scale.value(end)
  }

  /// The place of a value, 0 at the lower end and 1 at the upper one.
  func fraction(_ value: Double) -> Double {
    let start = scale.position(lower)
    return (scale.position(value) - start) / (scale.position(upper) - start)
  }

  /// Whether the value stands between the ends.
  func contains(_ value: Double) -> Bool {
    value >= lower && value <= upper
  }
}

extension Axis.Scale {
  /// The coordinate in which the axis has equal distances.
  func position(_ value: Double) -> Double {
    self == .linear ? value : log10(value)
  }

  /// The value at such a coordinate.
  func value(_ position: Double) -> Double {
    self == .linear ? position : pow(10, position)
  }
}
