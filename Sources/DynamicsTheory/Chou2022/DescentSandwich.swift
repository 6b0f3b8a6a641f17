internal import RealModule

/// Descent between the flow and the flow's own past, until the inflection point.
///
/// ```
/// d(k) <= y(eta k) <= d(k + s_N)   for eta k <= T^+(alpha -> zeta)
/// ```
/// Assumptions: alpha^N < c_N lambda, eta < 1 / (N lambda^{2-2/N}). Source: Chou 2022, Lemma 2.6.
public struct DescentSandwich: Sendable {
  /// The lag s_N.
  public let lag: Int

  private let flow: BalancedModeFlow
  private let start: Double
  private let stepSize: Double

  /// The time at which the flow reaches the inflection point.
  private let end: Double

  /// States mode, start and step size.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - eigenvalue: lambda > 0.
  ///   - start: alpha > 0.
  ///   - stepSize: eta > 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, eigenvalue: Double, start: Double, stepSize: Double
  ) throws(TheoryError) {
    let source = Source(.chou2022, "Lemma 2.6")
    lag = try InflectionConstants.lag(depth: depth, eigenvalue: eigenvalue, start: start)
    flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
    let constants = try InflectionConstants(depth: depth)
    let gap = flow.limit * .exp(-constants.upper)
    try Assumption(
      "alpha", start, .less, flow.limit - gap, "(c_N lambda)^{1/N}", source: source
    ).require()
    let order = Double(depth)
    try Assumption("eta", stepSize, .greater, 0).require()
    try Assumption(
      "eta", stepSize, .less, 1 / (order * .pow(flow.limit, 2 * order - 2)),
      "1 / (N lambda^{2-2/N})", source: source
    ).require()
    end = try flow.time(from: start, toWithin: gap)
    self.start = start
    self.stepSize = stepSize
  }

  /// The three values at an iteration.
  ///
  /// - Parameter iteration: k >= 0, eta k <= T^+(alpha -> zeta).
  /// - Returns: d(k), y(eta k) and d(k + s_N).
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func values(
    at iteration: Int
  ) throws(TheoryError) -> (descent: Double, flow: Double, laterDescent: Double) {
    let time = stepSize * Double(iteration)
    try Assumption(
      "eta k", time, .atMost, end, "T^+(zeta, alpha)", source: Source(.chou2022, "Lemma 2.6")
    ).require()
    var descent = try FactorDescent(
      depth: flow.depth, eigenvalue: flow.eigenvalue, start: start, stepSize: stepSize)
    let early = descent.value(after: iteration)
    return (early, try flow.value(at: time, from: start), descent.value(after: lag))
  }
}
