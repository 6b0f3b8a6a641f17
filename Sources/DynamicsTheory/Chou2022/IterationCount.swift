internal import RealModule

/// How many iterations descent from identical factors needs, bounded from both sides.
///
/// ```
/// T = min {k : |d(k) - L| <= eps},   L = max(lambda, 0)^{1/N},   zeta = (c_N lambda)^{1/N}
/// D = -ln(1 - eta N (c_N lambda)^{2-2/N}),   D_2 = -ln(1 - eta N lambda^{2-2/N})
/// ```
/// T <= ceil(upper) with the five cases of ``Case``, and, for alpha^N < lambda, lower <= T. Afterwards the error stays
/// below eps.
///
/// Assumptions: alpha > 0, 0 < eps, eta below equation (21)'s printed limit, which every measured case obeys
/// (the proof needs 2N-1 for its 2N-2). Source: Chou 2022, equations (20), (22) and (23), corrected.
public struct IterationCount: Sendable {
  /// Which part of the course decides the bound.
  public enum Case: Int, Sendable {
    /// A negative eigenvalue: T^-(eps, alpha) / (eta |lambda|).
    case vanishing = 1

    /// From above, lambda < alpha^N: T^+(L + eps, alpha) / eta.
    case falling = 2

    /// From beyond the inflection: ln((L - alpha) / eps) / D.
    case closing = 3

    /// From below it to near the limit: T^+(zeta, alpha) / eta + s_N + (ln(L / eps) - a_N) / D.
    case risingAndClosing = 4

    /// From below it, not far: T^+(L - eps, alpha) / eta + s_N.
    case rising = 5
  }

  private let flow: BalancedModeFlow
  private let start: Double
  private let stepSize: Double
  private let constants: InflectionConstants

  /// The most iterations that ``exact(accuracy:)`` takes.
  public static let longestIteration = 20_000_000

  /// States mode, start and step size.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - eigenvalue: lambda.
  ///   - start: alpha > 0.
  ///   - stepSize: eta > 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, eigenvalue: Double, start: Double, stepSize: Double
  ) throws(TheoryError) {
    constants = try InflectionConstants(depth: depth)
    flow = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue)
    self.start = start
    self.stepSize = stepSize
    try Assumption("eta", stepSize, .greater, 0).require()
    let limit = try StepSizeLimits.counted(depth: depth, eigenvalue: eigenvalue, start: start)
    try Assumption(
      "eta", stepSize, .less, limit.printed, "the limit of (21)",
      source: Source(.chou2022, "equation (21)")
    ).require()
  }

  private var order: Double { Double(flow.depth) }

  /// L.
  private var limit: Double { flow.limit }

  /// 1 - c_N^{1/N}, the share of L that is left at the inflection.
  private var inflectionGap: Double { limit * .exp(-constants.upper) }

  /// zeta.
  private var inflection: Double { limit - inflectionGap }

  private var lag: Double {
    .pow(constants.share, 1 - 1 / order) * .pow(limit / start, flow.depth - 1)
  }

  /// Iterations that suffice; T is at most its ceiling.
  ///
  /// - Parameter accuracy: eps > 0.
  /// - Returns: the real number of (20), and its case; 0 when the start is near enough.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func upper(accuracy: Double) throws(TheoryError) -> (value: Double, case: Case) {
    try Assumption("eps", accuracy, .greater, 0).require()
    let isNear = accuracy >= (start - limit).magnitude
    guard flow.eigenvalue >= 0 else {
      guard !isNear else { return (0, .vanishing) }
      let time = try PowerRelaxation(depth: flow.depth).time(from: start, to: accuracy)
      return (time / (stepSize * flow.eigenvalue.magnitude), .vanishing)
    }
    if start > limit {
      guard !isNear else { return (0, .falling) }
      return (try flow.time(from: start, toWithin: accuracy) / stepSize, .falling)
    }
    if start > inflection {
      guard !isNear else { return (0, .closing) }
      return (.log((limit - start) / accuracy) / rate(share: constants.share), .closing)
    }
    if accuracy >= inflectionGap {
      guard !isNear else { return (0, .rising) }
      let time = try flow.time(from: start, toWithin: accuracy) / stepSize
      return (time + lag.rounded(.up), .rising)
    }
    let rise = try timeToInflection() / stepSize + lag.rounded(.up)
    let closing = (.log(limit / accuracy) - constants.upper) / rate(share: constants.share)
    return (rise + closing, .risingAndClosing)
  }

  /// Iterations that are necessary: T is at least this, for alpha^N < lambda.
  ///
  /// - Parameter accuracy: eps > 0.
  /// - Returns: the real number of (23).
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func lower(accuracy: Double) throws(TheoryError) -> Double {
    try Assumption("eps", accuracy, .greater, 0).require()
    try Assumption(
      "alpha", start, .less, limit, "lambda^{1/N}", source: Source(.chou2022, "equation (23)")
    ).require()
    guard accuracy < limit - start else { return 0 }
    if start >= inflection { return .log((limit - start) / accuracy) / rate(share: 1) }
    guard accuracy < inflectionGap else {
      return try flow.time(from: start, toWithin: accuracy) / stepSize
    }
    let closing = (.log(limit / accuracy) - constants.lower) / rate(share: 1)
    return try timeToInflection() / stepSize + max(0, closing)
  }

  /// T itself, by iterating.
  ///
  /// - Parameter accuracy: eps > 0.
  /// - Returns: T; nil above ``longestIteration``.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func exact(accuracy: Double) throws(TheoryError) -> Int? {
    let bound = try upper(accuracy: accuracy).value
    guard bound < Double(Self.longestIteration) else { return nil }
    var descent = try FactorDescent(
      depth: flow.depth, eigenvalue: flow.eigenvalue, start: start, stepSize: stepSize)
    // d - L shrinks by 1 - eta d^{N-1} (d^N - L^N) / (d - L): a product, which keeps its digits near the limit.
    var gap = start - limit
    for iteration in 0...(Int(bound.rounded(.up)) + 1) {
      if gap.magnitude <= accuracy { return iteration }
      let d = descent.value
      let quotient =
        limit > 0
        ? (0..<flow.depth).reduce(0) { $0 + .pow(d, $1) * .pow(limit, flow.depth - 1 - $1) }
        : (.pow(d, flow.depth) - flow.eigenvalue) / d
      gap -= gap * stepSize * .pow(d, flow.depth - 1) * quotient
      descent.step()
    }
    return nil
  }

  private func timeToInflection() throws(TheoryError) -> Double {
    start == inflection ? 0 : try flow.time(from: start, toWithin: inflectionGap)
  }

  /// -ln(1 - eta N (share lambda)^{2-2/N}), the closing rate.
  private func rate(share: Double) -> Double {
    -.log(onePlus: -stepSize * order * .pow(share * flow.eigenvalue, 2 - 2 / order))
  }
}
