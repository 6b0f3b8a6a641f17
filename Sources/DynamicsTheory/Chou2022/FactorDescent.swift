internal import RealModule

/// Gradient descent of one balanced mode of a symmetric target, from identical factors.
///
/// ```
/// d(k+1) = d(k) - eta d(k)^{N-1} (d(k)^N - lambda),   d(0) = alpha
/// ```
/// The increments are summed without losing digits, so that a million steps are as exact as one.
/// Source: Chou 2022, equation (15).
public struct FactorDescent: Sendable {
  /// The depth N >= 1.
  public let depth: Int

  /// The target's eigenvalue lambda.
  public let eigenvalue: Double

  /// The step size eta > 0.
  public let stepSize: Double

  /// d(k).
  public var value: Double { factor.value }

  private var factor: CompensatedNumber

  /// Starts at d(0) = alpha.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - eigenvalue: lambda.
  ///   - start: alpha.
  ///   - stepSize: eta > 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, eigenvalue: Double, start: Double, stepSize: Double
  ) throws(TheoryError) {
    try Assumption("the depth N", Double(depth), .atLeast, 1).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    try Assumption("eta", stepSize, .greater, 0).require()
    self.depth = depth
    self.eigenvalue = eigenvalue
    self.stepSize = stepSize
    factor = CompensatedNumber(start)
  }

  /// Takes one step; answers whether anything changed.
  @discardableResult
  public mutating func step() -> Bool {
    let d = factor.value
    var power = 1.0
    for _ in 1..<depth { power *= d }
    // The residual d^N - lambda with one rounding, and the product's own error.
    let residual = (-eigenvalue).addingProduct(power, d)
    return factor.add(-stepSize * power * residual)
  }

  /// Takes steps, fewer when nothing changes any more or the factor leaves double precision.
  ///
  /// - Parameter count: the number of steps.
  /// - Returns: the factor afterwards; infinite when it diverged.
  @discardableResult
  public mutating func value(after count: Int) -> Double {
    for _ in 0..<max(0, count) {
      guard step(), value.isFinite else { break }
    }
    return value.isNaN ? .infinity : value
  }
}
