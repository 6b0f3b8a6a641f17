import Foundation

/// A mark on an axis; the small ones between the numbers have no label.
struct TickMark: Equatable {
  var value: Double
  var label: PlotText?
}

extension AxisInterval {
  /// The marks of the axis.
  ///
  /// - Parameters:
  ///   - ticks: the wish.
  ///   - count: how many numbers the length of the axis carries.
  /// - Returns: the marks inside the interval, in rising order.
  func tickMarks(_ ticks: Axis.Ticks, atMost count: Int) -> [TickMark] {
    switch (ticks, scale) {
    case (.at(let values), _):
      labelled(values.filter { scale.canDraw($0) && contains($0) })
    case (.every(let step), .linear) where step > 0 && (upper - lower) / step <= 4 * Double(count):
      labelled(multiples(of: step))
    case (.every(let step), .logarithmic) where step >= 1 && step < 1000:
      powersOfTen(each: Int(step))
    case (_, .linear):
      labelled(roundNumbers(atMost: count))
    case (_, .logarithmic):
      powersOfTenOrParts(atMost: count)
    }
  }

  private func labelled(_ values: [Double], commonDecimals: Bool = true) -> [TickMark] {
    zip(values, numberLabels(values, commonDecimals: commonDecimals))
      .map { TickMark(value: $0, label: $1) }
  }

  /// Multiples of the smallest step 1, 2 or 5 times a power of ten that keeps to the count.
  private func roundNumbers(atMost count: Int) -> [Double] {
    let least = (upper - lower) / Double(max(count, 2))
    let power = pow(10, log10(least).rounded(.down))
    return multiples(of: [1, 2, 5].map { $0 * power }.first { $0 >= least } ?? 10 * power)
  }

  private func multiples(of step: Double) -> [Double] {
    // Adding zero makes a negative zero positive.
    let first = (lower / step - 1e-9).rounded(.up) + 0
    let last = (upper / step + 1e-9).rounded(.down)
    guard first <= last else { return [] }
    // Twelve digits drop the last bits that a decimal step leaves, such as in 3 * 0.1.
    return stride(from: first, through: last, by: 1).map {
      Double(String(format: "%.12g", $0 * step)) ?? $0 * step
    }
  }

  /// The powers of ten; when there are fewer than two, 1, 2 and 5 times them, or round numbers.
  private func powersOfTenOrParts(atMost count: Int) -> [TickMark] {
    let exponents = wholeExponents
    if exponents.count >= 2 {
      let strides = [1, 2, 5, 10, 20, 50, 100]
      return powersOfTen(each: strides.first { $0 * count >= exponents.count } ?? 200)
    }
    let around = Int(log10(lower).rounded(.down))...Int(log10(upper).rounded(.down))
    let parts = around.flatMap { exponent in [1, 2, 5].map { $0 * pow(10, Double(exponent)) } }
      .filter(contains)
    return parts.count >= 2
      ? labelled(parts, commonDecimals: false) : labelled(roundNumbers(atMost: count))
  }

  private func powersOfTen(each stride: Int) -> [TickMark] {
    let between = stride == 1 ? 2..<10 : 2..<2
    return (wholeExponents.lowerBound - 1..<wholeExponents.upperBound).flatMap { exponent in
      let power = TickMark(
        value: Double("1e\(exponent)") ?? 0,
        label: exponent.isMultiple(of: stride) ? "10\(superscript: minus(exponent))" : nil)
      return [power] + between.map { TickMark(value: Double("\($0)e\(exponent)") ?? 0) }
    }.filter { contains($0.value) }
  }

  /// The exponents of the powers of ten inside, with room for the rounding of logarithms.
  private var wholeExponents: Range<Int> {
    let first = Int((log10(lower) - 1e-9).rounded(.up))
    let last = Int((log10(upper) + 1e-9).rounded(.down))
    return first..<max(first, last + 1)
  }
}

/// The exponent with the minus sign of print instead of a hyphen.
private func minus(_ exponent: Int) -> String {
  exponent < 0 ? "−\(-exponent)" : "\(exponent)"
}

/// Numbers as one reads them on an axis: 0.5, 20000, and 3×10^6 instead of 3e+06.
///
/// - Parameters:
///   - values: the numbers of one axis.
///   - commonDecimals: whether all get as many decimals as the one that needs most.
/// - Returns: one text for each number.
func numberLabels(_ values: [Double], commonDecimals: Bool) -> [PlotText] {
  let sizes = values.map(\.magnitude).filter { $0 > 0 }
  guard let least = sizes.min(), let greatest = sizes.max() else { return values.map { _ in "0" } }
  if greatest >= 1e5 || least < 1e-4 {
    return values.map(powerOfTenLabel)
  }
  let decimals = values.map { value in
    (0...9).first { count in
      let scaled = value * pow(10, Double(count))
      return abs(scaled - scaled.rounded()) <= 1e-9 * max(scaled.magnitude, 1)
    } ?? 9
  }
  return zip(values, decimals).map { value, own in
    let count = commonDecimals ? decimals.max() ?? own : own
    return value == 0 ? "0" : PlotText(typeset(String(format: "%.\(count)f", value)))
  }
}

private func powerOfTenLabel(_ value: Double) -> PlotText {
  guard value != 0 else { return "0" }
  // Nine decimals, as many as the shortest axis can need.
  let parts = String(format: "%.9e", value).split(separator: "e")
  let mantissa = parts[0].reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
  return "\(typeset(String(mantissa)))×10\(superscript: minus(Int(parts[1]) ?? 0))"
}

/// The number with the minus sign of print instead of a hyphen.
func typeset(_ number: String) -> String {
  number.replacing("-", with: "−")
}
