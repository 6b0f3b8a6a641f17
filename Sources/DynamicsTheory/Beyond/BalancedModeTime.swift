internal import RealModule

/// The flow of a balanced mode's product at any depth and input variance: time, value and plateau.
///
/// ```
/// s' = N s^{2-2/N} (sigma - l s)
/// t = H(s) - H(s0),   H(x) = x^{2/N-1} / (sigma (2 - N)) 2F1(1, 2/N - 1; 2/N; l x / sigma)     (N >= 3)
/// plateau = s0^{2/N-1} / (sigma (N - 2)),   ln(sigma / (l s0)) / (2 sigma) for N = 2
/// ```
/// The hypergeometric function is singular at the limit s = sigma / l and needs a continuation above it, so
/// time and value are those of the factor s^{1/N}, at the time l t (``BalancedModeFlow``).
public struct BalancedModeTime: Sendable {
  private let depth: Int
  private let strength: Double
  private let inputVariance: Double
  private let start: Double
  private let factor: BalancedModeFlow

  /// Settles the mode.
  ///
  /// - Parameters:
  ///   - depth: N, from 2 to 1000.
  ///   - strength: sigma > 0.
  ///   - inputVariance: l > 0.
  ///   - start: s0 > 0, the product at time 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, strength: Double, inputVariance: Double = 1, start: Double
  ) throws(TheoryError) {
    try Assumption("N", Double(depth), .atLeast, 2).require()
    try Assumption("sigma", strength, .greater, 0).require()
    try Assumption("l", inputVariance, .greater, 0).require()
    try Assumption("s0", start, .greater, 0).require()
    self.depth = depth
    self.strength = strength
    self.inputVariance = inputVariance
    self.start = start
    factor = try BalancedModeFlow(depth: depth, eigenvalue: strength / inputVariance)
  }

  /// The time at which the product reaches a value.
  ///
  /// - Parameter product: s, between s0 and the limit sigma / l; infinite at the limit.
  /// - Returns: t.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func time(until product: Double) throws(TheoryError) -> Double {
    try Assumption("s", product, .greater, 0).require()
    return try factor.time(from: .root(start, depth), to: .root(product, depth)) / inputVariance
  }

  /// The product at a time t >= 0.
  public func product(at time: Double) throws(TheoryError) -> Double {
    guard time != 0 else { return start }
    let value = try factor.value(at: inputVariance * time, from: .root(start, depth))
    return .pow(value, depth)
  }

  /// About how long a small start stays small; nil for a start at or above the limit.
  public var plateau: Double? {
    let logGap = Double.log(strength) - .log(inputVariance) - .log(start)
    guard logGap > 0 else { return nil }
    guard depth > 2 else { return logGap / (2 * strength) }
    let n = Double(depth)
    return .pow(start, 2 / n - 1) / (strength * (n - 2))
  }
}
