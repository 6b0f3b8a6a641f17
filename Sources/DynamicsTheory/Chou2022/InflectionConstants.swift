internal import RealModule

/// The constants of the inflection point zeta = (c_N lambda)^{1/N}, where a factor rises fastest.
///
/// ```
/// c_N = (N-1)/(2N-1),  a_N = -ln(1 - c_N^{1/N}),  b_N = -ln(1 - c_N^{1/N} - c_N^{1-1/N} / (2N-1))
/// s_N = ceil(c_N^{1-1/N} (lambda^{1/N} / alpha)^{N-1})
/// ```
/// s_N iterations is how far descent may lag behind flow on the way to zeta. Source: Chou 2022, Lemma 2.6 and
/// Theorem 2.3, b_N corrected.
public struct InflectionConstants: Sendable {
  /// The share c_N of the eigenvalue at the inflection.
  public let share: Double

  /// The constant a_N of the upper bound.
  public let upper: Double

  /// The constant b_N of the lower bound.
  public let lower: Double

  /// The constant b_N as printed, with which the bound fails.
  public let printedLower: Double

  /// The constants of a depth.
  ///
  /// - Parameter depth: N, from 2 to 1000.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(depth: Int) throws(TheoryError) {
    try Assumption("the depth N", Double(depth), .atLeast, 2).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    let n = Double(depth)
    share = (n - 1) / (2 * n - 1)
    let logarithm = Double.log(share)
    let rest = -Double.expMinusOne(logarithm / n)
    upper = -.log(rest)
    lower = -.log(rest - .exp((1 - 1 / n) * logarithm) / (2 * n - 1))
    printedLower = Double.log(1 / (2 * n - 2) + rest).magnitude
  }

  /// The lag s_N of descent behind flow.
  ///
  /// - Parameters:
  ///   - depth: N.
  ///   - eigenvalue: lambda > 0.
  ///   - start: alpha > 0.
  /// - Returns: s_N.
  /// - Throws: ``TheoryError/assumption(_:)``, also above 2^53, where integers are no longer exact.
  public static func lag(
    depth: Int, eigenvalue: Double, start: Double
  ) throws(TheoryError) -> Int {
    let constants = try InflectionConstants(depth: depth)
    try Assumption("lambda", eigenvalue, .greater, 0).require()
    try Assumption("alpha", start, .greater, 0).require()
    let n = Double(depth)
    let lag =
      Double.pow(constants.share, 1 - 1 / n)
      * .pow(.root(eigenvalue, depth) / start, depth - 1)
    try Assumption("s_N", lag, .atMost, 0x1p53).require()
    return Int(lag.rounded(.up))
  }
}
