internal import RealModule

/// The flow y' = -y^{N-1} of a factor with no target left, and its clock.
///
/// ```
/// U(mu) = -ln mu (N = 2),   1 / ((N - 2) mu^{N-2}) (N >= 3),   T(alpha -> mu) = U(mu) - U(alpha)
/// ```
/// Divided by |lambda| it is the time of y' = -|lambda| y^{N-1}, the slowest decay of a negative eigenvalue.
/// Source: Chou 2022, equations (18) and (19).
public struct PowerRelaxation: Sendable {
  /// The depth N >= 2.
  public let depth: Int

  /// States the depth.
  ///
  /// - Parameter depth: N >= 2.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(depth: Int) throws(TheoryError) {
    try Assumption("the depth N", Double(depth), .atLeast, 2).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    self.depth = depth
  }

  /// The clock U at mu > 0.
  ///
  /// - Parameter value: mu.
  /// - Returns: U(mu).
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func clock(at value: Double) throws(TheoryError) -> Double {
    try Assumption("mu", value, .greater, 0).require()
    let power = Double(depth - 2)
    return power == 0 ? -.log(value) : .pow(value, -power) / power
  }

  /// The time from alpha down to mu.
  ///
  /// - Parameters:
  ///   - start: alpha.
  ///   - end: mu, 0 < mu <= alpha.
  /// - Returns: U(mu) - U(alpha), without cancellation.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func time(from start: Double, to end: Double) throws(TheoryError) -> Double {
    try Assumption("mu", end, .greater, 0).require()
    try Assumption("mu", end, .atMost, start, "alpha").require()
    let change = start - end
    let logarithm = change < end / 2 ? Double.log(onePlus: change / end) : .log(start / end)
    let power = Double(depth - 2)
    guard power > 0 else { return logarithm }
    // alpha^{2-N} (e^x - 1) = mu^{2-N} (1 - e^{-x}), which cannot overflow before the result does.
    return .pow(end, -power) * -.expMinusOne(-power * logarithm) / power
  }
}
