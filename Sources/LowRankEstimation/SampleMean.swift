/// The mean of independent numbers that count alike, and its standard error.
///
/// ```
/// error = ( sum (x - mean)^2 / (K (K - 1)) )^(1/2)
/// ```
package struct SampleMean: Equatable, Sendable {
  /// The mean; NaN of no numbers.
  package let value: Double

  /// The standard error of the mean, in the unit of the numbers; nil for fewer than two.
  package let standardError: Double?

  /// Averages numbers.
  ///
  /// - Parameters:
  ///   - numbers: K of them.
  ///   - mean: what they spread around; nil for their own mean.
  package init(_ numbers: [Double], around mean: Double? = nil) {
    let count = Double(numbers.count)
    let center = mean ?? numbers.reduce(0, +) / count
    let squares = numbers.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    value = center
    standardError = count > 1 ? (squares / (count * (count - 1))).squareRoot() : nil
  }
}
