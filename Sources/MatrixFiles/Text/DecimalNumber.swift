/// Decimal numbers in text, read to the nearest double.
package enum DecimalNumber {
  /// The number that fills a range of bytes exactly, or nil.
  ///
  /// Form: an optional sign, digits with at most one point, an optional exponent; or `nan`, `inf`,
  /// `infinity` in any case. Hexadecimal numbers are not taken.
  package static func value(of bytes: [UInt8], in range: Range<Int>) -> Double? {
    var position = range.lowerBound
    let end = range.upperBound
    guard position < end else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }

    var significand: UInt64 = 0
    var exponent = 0
    var digitCount = 0
    var hasPoint = false
    // 19 digits always fit 64 bits; more of them leave the short way below.
    while position < end {
      let byte = bytes[position]
      if let digit = decimalDigit(byte) {
        digitCount += 1
        significand = significand &* 10 &+ UInt64(digit)
        if hasPoint { exponent -= 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      position += 1
    }
    guard digitCount > 0 else { return named(bytes[range]) }
    if position < end {
      guard let written = exponentValue(of: bytes, in: position..<end) else { return nil }
      exponent += written
    }
    // Clinger's fast way: both numbers are exact doubles, so that one rounding is the nearest value.
    if digitCount <= 19, significand <= 1 << 53, abs(exponent) < powersOfTen.count {
      let magnitude = Double(significand)
      let value =
        exponent < 0 ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
      return isNegative ? -value : value
    }
    return Double(String(decoding: bytes[range], as: UTF8.self))
  }

  /// The exponent after "e", bounded to a size that cannot overflow a sum.
  private static func exponentValue(of bytes: [UInt8], in range: Range<Int>) -> Int? {
    guard bytes[range.lowerBound] | 0x20 == UInt8(ascii: "e") else { return nil }
    var rest = bytes[(range.lowerBound + 1)..<range.upperBound]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard !rest.isEmpty else { return nil }
    var value = 0
    for byte in rest {
      guard let digit = decimalDigit(byte) else { return nil }
      value = min(value * 10 + digit, 1_000_000)
    }
    return isNegative ? -value : value
  }

  private static func named(_ bytes: ArraySlice<UInt8>) -> Double? {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    return switch text {
    case "nan", "+nan", "-nan": .nan
    case "inf", "+inf", "infinity", "+infinity": .infinity
    case "-inf", "-infinity": -.infinity
    default: nil
    }
  }

  private static func decimalDigit(_ byte: UInt8) -> Int? {
    let digit = byte &- UInt8(ascii: "0")
    return digit < 10 ? Int(digit) : nil
  }
}

/// The powers of ten that are exact as doubles, 10^0 to 10^22.
private let powersOfTen: [Double] = (0...22).map { power in
  (0..<power).reduce(1) { value, _ in value * 10 }
}
