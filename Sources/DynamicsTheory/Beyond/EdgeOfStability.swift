internal import RealModule

/// Descent with a step size above the stability limit of a balanced minimum.
///
/// ```
/// eta* = 2 / (N s_1^{2-2/N}),   oscillating modes: eta N s_i^{2-2/N} > 2
/// ```
/// Above eta* the strongest mode x <- x + eta x^{N-1}(s_1 - x^N) settles on a cycle of two values a < s_1^{1/N}
/// < b. In units of s_1^{1/N}, with the ratio b / a = e^e, C_m = cosh(m e / 2) and R = (C_{N-1} / C_{2N-1})^{1/N},
///
/// ```
/// z = eta N s_1^{2-2/N} = 2 N sinh(e/2) / sinh(N e/2) C_{2N-1} R^{2-N},   a = e^{-e/2} R,   b = e^{e/2} R
/// ```
/// which grows with e from z = 2: both conditions b = a + F(a), a = b + F(b) solved for b^N and eta at a given
/// ratio. The cycle is stable while |(1 + F'(a)) (1 + F'(b))| < 1; at -1 its period doubles. N = 2:
/// a b = 1/eta, a^2 + b^2 = (1 + eta s_1) / eta, multiplier 9 - 2 (1 + eta s_1)^2, doubling at
/// eta s_1 = sqrt 5 - 1.
///
/// Observed, not proved: two layers that start with 2 < eta (u^2 + v^2) < 4 leave the steep region and
/// settle in a flatter minimum (the catapult); above 4 descent diverged in the examples tried.
///
/// Source: Cohen et al. 2021 (the edge); Lewkowycz et al. 2020 (the catapult).
public struct EdgeOfStability: Sendable {
  /// A cycle of two values of the factor.
  public struct Cycle: Equatable, Sendable {
    /// a, below the fixed point.
    public let lower: Double

    /// b, above it.
    public let upper: Double

    /// The derivative of two steps along the cycle.
    public let multiplier: Double

    /// Whether nearby starts settle on the cycle.
    public var isStable: Bool { multiplier.magnitude < 1 }
  }

  private let depth: Int
  private let values: [Double]
  private let largest: Double

  /// Settles depth and modes.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - values: s_i >= 0, the singular values of the minimum.
  /// - Throws: ``TheoryError``.
  public init(depth: Int, values: [Double]) throws(TheoryError) {
    try SolutionSharpness.check(depth: depth, values: values)
    self.depth = depth
    self.values = values
    largest = values.reduce(0, max)
  }

  /// eta*; infinite where nothing is curved.
  public var stepSizeLimit: Double {
    2 / SolutionSharpness.curvature(depth: depth, value: largest)
  }

  /// The step size at which the period of the 2-cycle doubles; nil for N = 1, which has no cycle.
  public var doublingStepSize: Double? {
    guard depth > 1 else { return nil }
    let ratio = Self.root { -1 - self.multiplier(logRatio: $0) }
    return .exp(logCurvature(logRatio: ratio))
      / SolutionSharpness.curvature(depth: depth, value: largest)
  }

  /// How many modes oscillate.
  public func oscillatingModeCount(stepSize: Double) -> Int {
    values.count { stepSize * SolutionSharpness.curvature(depth: depth, value: $0) > 2 }
  }

  /// The 2-cycle of the strongest mode; nil up to eta* and for N = 1.
  public func cycle(stepSize: Double) -> Cycle? {
    let curvature = stepSize * SolutionSharpness.curvature(depth: depth, value: largest)
    guard depth > 1, curvature > 2, curvature.isFinite else { return nil }
    let logTarget = Double.log(curvature)
    let ratio = Self.root { self.logCurvature(logRatio: $0) - logTarget }
    let scale = Double.pow(largest, 1 / Double(depth))
    let (a, b) = points(logRatio: ratio)
    return Cycle(
      lower: scale * a, upper: scale * b, multiplier: multiplier(logRatio: ratio))
  }

  /// Whether a start lies where the catapult was observed: 2 < eta tau < 4.
  ///
  /// - Parameters:
  ///   - stepSize: eta.
  ///   - sum: tau = u^2 + v^2 at the start, two layers.
  /// - Returns: whether eta tau is between the two.
  public static func isCatapult(stepSize: Double, sum: Double) -> Bool {
    stepSize * sum > 2 && stepSize * sum < 4
  }
}

// MARK: - The cycle by its ratio

extension EdgeOfStability {
  /// ln cosh(m e / 2).
  private func logCosh(_ m: Int, _ logRatio: Double) -> Double {
    let x = Double(m) * logRatio / 2
    return x < 1 ? .log(.cosh(x)) : x + .log(onePlus: .exp(-2 * x)) - .log(2)
  }

  /// ln(sinh(m e / 2) / (m e / 2)).
  private func logSinc(_ m: Int, _ logRatio: Double) -> Double {
    let x = Double(m) * logRatio / 2
    return x == 0 ? 0 : x + .log(-Double.expMinusOne(-2 * x) / (2 * x))
  }

  /// ln R.
  private func logMean(_ logRatio: Double) -> Double {
    (logCosh(depth - 1, logRatio) - logCosh(2 * depth - 1, logRatio)) / Double(depth)
  }

  /// ln z.
  private func logCurvature(logRatio: Double) -> Double {
    .log(2) + logSinc(1, logRatio) - logSinc(depth, logRatio)
      + logCosh(2 * depth - 1, logRatio) + Double(2 - depth) * logMean(logRatio)
  }

  /// a and b in units of the fixed point.
  private func points(logRatio: Double) -> (lower: Double, upper: Double) {
    let mean = logMean(logRatio)
    return (.exp(mean - logRatio / 2), .exp(mean + logRatio / 2))
  }

  /// (1 + F'(a)) (1 + F'(b)).
  private func multiplier(logRatio: Double) -> Double {
    let step = Double.exp(logCurvature(logRatio: logRatio)) / Double(depth)
    let n = Double(depth)
    func factor(_ x: Double) -> Double {
      1 + step * .pow(x, n - 2) * (n - 1 - (2 * n - 1) * .pow(x, n))
    }
    let (a, b) = points(logRatio: logRatio)
    return factor(a) * factor(b)
  }

  /// The zero of an increasing function that is negative at 0, by bisection to the last digit.
  private static func root(_ function: (Double) -> Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while function(high) < 0 { (low, high) = (high, 2 * high) }
    while true {
      let middle = (low + high) / 2
      guard middle > low && middle < high else { return middle }
      if function(middle) < 0 { low = middle } else { high = middle }
    }
  }
}
