internal import Foundation

/// Numbers for people to read: three significant digits.
enum Decimals {
  /// A number such as 0.57, 5923, 1.2e-7.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value == value.rounded(), value.magnitude < 1e6 { return "\(Int(value))" }
    return String(format: "%.3g", value)
  }
}

extension Sequence<Double> {
  /// The numbers in short, with commas.
  var listed: String { map(Decimals.short).joined(separator: ", ") }
}
