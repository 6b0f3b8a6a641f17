internal import RealModule

/// How many iterations descent needs when the first factor starts smaller than the others.
///
/// ```
/// lambda >= alpha^N:   T_Id(lambda, eps, alpha - beta)
/// lambda <= -alpha^N:  T_Id(|lambda|, eps, beta) + T_0,   T_0 = alpha / (eta ((4N-1) beta s / (4N))^{N-1} (s - beta / (c - 1)))
/// |p(k) - lambda| <= eps N |lambda|^{1-1/N} from ceil(T_Id) + ceil(T_0) on
/// ```
/// Assumptions: those of Theorem 1.3, 0 < beta < (c - 1) alpha, alpha < 1 and its step size. Between the two cases
/// nothing more than the sizes of start and target is known. Source: Chou 2022, equation (13), corrected.
public struct PerturbedIterationCount: Sendable {
  private let depth: Int
  private let eigenvalue: Double
  private let start: Double
  private let perturbation: Double
  private let stepSize: Double

  /// The hypotheses of Theorem 1.3 for a target, each with its numbers.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - targetNorm: ||W||, the target's spectral norm.
  ///   - start: alpha.
  ///   - perturbation: beta.
  ///   - stepSize: eta; nil leaves it out.
  /// - Returns: the hypotheses.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func hypotheses(
    depth: Int, targetNorm: Double, start: Double, perturbation: Double, stepSize: Double?
  ) throws(TheoryError) -> [Assumption] {
    let source = Source(.chou2022, "Theorem 1.3")
    let ratio = try StepSizeLimits.perturbationRatio(depth: depth)
    var hypotheses = [
      Assumption("beta", perturbation, .greater, 0, source: source),
      Assumption(
        "beta", perturbation, .less, (ratio - 1) * start, "(c - 1) alpha", source: source),
      Assumption("alpha", start, .less, 1, source: source),
    ]
    if let stepSize {
      let limit = try StepSizeLimits.perturbed(depth: depth, targetNorm: targetNorm)
      hypotheses.append(
        Assumption("eta", stepSize, .less, limit, "the theorem's limit", source: source))
    }
    return hypotheses
  }

  /// States mode, start and step size.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - eigenvalue: lambda, |lambda| >= alpha^N.
  ///   - start: alpha.
  ///   - perturbation: beta.
  ///   - stepSize: eta.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, eigenvalue: Double, start: Double, perturbation: Double, stepSize: Double
  ) throws(TheoryError) {
    let hypotheses = try Self.hypotheses(
      depth: depth, targetNorm: eigenvalue.magnitude, start: start, perturbation: perturbation,
      stepSize: stepSize)
    for hypothesis in hypotheses { try hypothesis.require() }
    try Assumption("the depth N", Double(depth), .atLeast, 2).require()
    try Assumption(
      "|lambda|", eigenvalue.magnitude, .atLeast, .pow(start, depth), "alpha^N",
      source: Source(.chou2022, "equation (13)")
    ).require()
    self.depth = depth
    self.eigenvalue = eigenvalue
    self.start = start
    self.perturbation = perturbation
    self.stepSize = stepSize
  }

  /// Iterations that suffice.
  ///
  /// - Parameter accuracy: eps > 0.
  /// - Returns: T_Id and T_0, each to be rounded up.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func upper(accuracy: Double) throws(TheoryError) -> (identical: Double, turning: Double) {
    let isPositive = eigenvalue > 0
    let count = try IterationCount(
      depth: depth, eigenvalue: eigenvalue.magnitude,
      start: isPositive ? start - perturbation : perturbation, stepSize: stepSize)
    let identical = try count.upper(accuracy: accuracy).value
    guard !isPositive else { return (identical, 0) }
    let n = Double(depth)
    let scale = Double.root(eigenvalue.magnitude, depth)
    let ratio = try StepSizeLimits.perturbationRatio(depth: depth)
    let slowest = Double.pow((4 * n - 1) / (4 * n) * perturbation * scale, depth - 1)
    return (identical, start / (stepSize * slowest * (scale - perturbation / (ratio - 1))))
  }

  /// The first iteration from which |p - lambda| <= eps N |lambda|^{1-1/N} for good, by iterating.
  ///
  /// - Parameter accuracy: eps > 0.
  /// - Returns: the iteration; nil when the bound is above ``IterationCount/longestIteration``.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func exact(accuracy: Double) throws(TheoryError) -> Int? {
    let bound = try upper(accuracy: accuracy)
    let last = bound.identical.rounded(.up) + bound.turning.rounded(.up)
    guard last < Double(IterationCount.longestIteration) else { return nil }
    let n = Double(depth)
    let allowed = accuracy * n * .pow(eigenvalue.magnitude, 1 - 1 / n)
    var descent = try PerturbedFactorDescent(
      depth: depth, eigenvalue: eigenvalue, start: start, perturbation: perturbation,
      stepSize: stepSize)
    var first = 0
    for iteration in 0...Int(last) {
      if (descent.product - eigenvalue).magnitude > allowed { first = iteration + 1 }
      descent.step()
    }
    return first
  }
}
