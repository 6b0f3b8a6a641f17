internal import RealModule

/// The step sizes for which descent of a symmetric target is proven to converge, and those for which it diverges.
///
/// ```
/// s = |lambda|^{1/N}; every limit is strict: eta < limit
/// Lemma 2.2    lambda > 0: 1 / (N max(alpha, s)^{2N-2});   lambda <= 0, alpha >= s: 1 / (alpha^{N-2} (alpha^N + |lambda|))
///              lambda < 0, alpha < s: 1 / ((3N-2) s^{2N-2});   N = 1: 1
/// equation 21  lambda >= 0: 1 / max((2N-1) alpha^{2N-2}, N s^{2N-2});   lambda < 0: 1 / ((3N-2) max(alpha, s)^{2N-2})
/// Theorem 1.1  1 / ((3N-2) max(alpha^{2N-2}, ||W||^{2-2/N}))
/// Theorem 1.3  min((2^{1/N} - 1) / (2 (cM)^{2N-2}), 1 / (8N (cM)^{2N-2}), 2^{-N}),   M = max(1, ||W||^{1/N})
/// Lemma A.1    diverges above 2 / (N s^{2N-2}) (lambda > 0), (1 + 2^{1/N}) max(alpha, s) / min(alpha, s)^{2N-1} (lambda < 0), 2 (N = 1)
/// ```
/// W is the target, c the root of ``perturbationRatio(depth:)``. Source: Chou 2022, corrected where the guide to the
/// errata says so.
public enum StepSizeLimits {
  /// A limit and the paper's own, where that is another one.
  public struct Limit: Equatable, Sendable {
    /// The corrected limit.
    public let value: Double

    /// As printed.
    public let printed: Double
  }

  /// Lemma 2.2: the factor stays between alpha and its limit and converges monotonically.
  ///
  /// - Parameters:
  ///   - depth: N >= 1.
  ///   - eigenvalue: lambda.
  ///   - start: alpha > 0.
  /// - Returns: the limit.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func monotone(
    depth: Int, eigenvalue: Double, start: Double
  ) throws(TheoryError) -> Limit {
    let mode = try Mode(depth: depth, eigenvalue: eigenvalue, start: start)
    guard depth > 1 else { return Limit(value: 1, printed: 1) }
    let n = Double(depth)
    if eigenvalue > 0 {
      let limit = 1 / (n * .pow(max(start, mode.scale), 2 * n - 2))
      return Limit(value: limit, printed: limit)
    }
    guard start >= mode.scale else {
      let limit = 1 / ((3 * n - 2) * .pow(mode.scale, 2 * n - 2))
      return Limit(value: limit, printed: limit)
    }
    return Limit(
      value: 1 / (.pow(start, n - 2) * (.pow(start, n) + eigenvalue.magnitude)),
      printed: .pow(start, 2 - 2 * n))
  }

  /// Equation (21): the iteration counts hold.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - eigenvalue: lambda.
  ///   - start: alpha > 0.
  /// - Returns: the limit.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func counted(
    depth: Int, eigenvalue: Double, start: Double
  ) throws(TheoryError) -> Limit {
    let mode = try Mode(depth: depth, eigenvalue: eigenvalue, start: start)
    let n = Double(depth)
    guard eigenvalue >= 0 else {
      let limit = 1 / ((3 * n - 2) * .pow(max(start, mode.scale), 2 * n - 2))
      return Limit(value: limit, printed: limit)
    }
    let (own, target) = (Double.pow(start, 2 * n - 2), n * .pow(mode.scale, 2 * n - 2))
    return Limit(
      value: 1 / max((2 * n - 1) * own, target), printed: 1 / max((2 * n - 2) * own, target))
  }

  /// Theorem 1.1: descent from identical factors.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - targetNorm: ||W||, the target's spectral norm.
  ///   - start: alpha > 0.
  /// - Returns: the limit.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func identical(
    depth: Int, targetNorm: Double, start: Double
  ) throws(TheoryError) -> Double {
    _ = try Mode(depth: depth, eigenvalue: targetNorm, start: start)
    let n = Double(depth)
    return 1 / ((3 * n - 2) * max(.pow(start, 2 * n - 2), .pow(targetNorm.magnitude, 2 - 2 / n)))
  }

  /// Theorem 1.3: descent from perturbed factors.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - targetNorm: ||W||, the target's spectral norm.
  /// - Returns: the limit.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func perturbed(depth: Int, targetNorm: Double) throws(TheoryError) -> Double {
    try Assumption("||W||", targetNorm, .atLeast, 0).require()
    let n = Double(depth)
    let ratio = try perturbationRatio(depth: depth)
    let power = Double.pow(ratio * max(1, .pow(targetNorm, 1 / n)), 2 * n - 2)
    let growth = Double.expMinusOne(.log(2) / n) / (2 * power)
    return min(growth, 1 / (8 * n * power), .exp2(-n))
  }

  /// Lemma 2.10: the first factor of a negative eigenvalue turns negative.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - eigenvalue: lambda < 0.
  ///   - start: alpha > 0.
  /// - Returns: the limit 1 / ((3N-2) max(alpha, s)^{2N-2}).
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func signChange(
    depth: Int, eigenvalue: Double, start: Double
  ) throws(TheoryError) -> Double {
    try Assumption("lambda", eigenvalue, .less, 0).require()
    return try counted(depth: depth, eigenvalue: eigenvalue, start: start).value
  }

  /// Lemma A.1: above it descent diverges.
  ///
  /// - Parameters:
  ///   - depth: N >= 1.
  ///   - eigenvalue: lambda, not 0 unless N = 1.
  ///   - start: alpha > 0.
  /// - Returns: the step size above which it diverges.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func divergence(
    depth: Int, eigenvalue: Double, start: Double
  ) throws(TheoryError) -> Double {
    let mode = try Mode(depth: depth, eigenvalue: eigenvalue, start: start)
    guard depth > 1 else { return 2 }
    try Assumption("|lambda|", mode.scale, .greater, 0).require()
    let n = Double(depth)
    guard eigenvalue < 0 else { return 2 / (n * .pow(mode.scale, 2 * n - 2)) }
    return (1 + .exp2(1 / n)) * max(start, mode.scale)
      / .pow(min(start, mode.scale), 2 * n - 1)
  }

  /// The root c in (1, 2) of (c - 1) c^{N-1} = 1: Theorem 1.3 needs beta < (c - 1) alpha.
  ///
  /// - Parameter depth: N >= 1.
  /// - Returns: c; 2 for N = 1 and the golden ratio for N = 2.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func perturbationRatio(depth: Int) throws(TheoryError) -> Double {
    try Assumption("the depth N", Double(depth), .atLeast, 1).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    let power = Double(depth - 1)
    // Newton's method for the concave ln(x) + (N - 1) ln(1 + x) in x = c - 1, from the left.
    var x = 1 / Double(depth + 1)
    for _ in 0..<60 {
      let value = Double.log(x) + power * .log(onePlus: x)
      let next = x - value / (1 / x + power / (1 + x))
      if next == x { break }
      x = next
    }
    return 1 + x
  }

  /// What an error of the factor means for the product: Theorem 1.1's bound on |d^N - max(lambda, 0)|.
  ///
  /// - Parameters:
  ///   - depth: N.
  ///   - eigenvalue: lambda.
  ///   - start: alpha > 0, which decides from which side the factor comes.
  ///   - factorError: eps > 0, the bound on |d - L|.
  /// - Returns: eps^N, eps N lambda^{1-1/N}, or (L + eps)^N - L^N from above.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public static func productError(
    depth: Int, eigenvalue: Double, start: Double, factorError: Double
  ) throws(TheoryError) -> Double {
    let mode = try Mode(depth: depth, eigenvalue: eigenvalue, start: start)
    try Assumption("eps", factorError, .greater, 0).require()
    guard eigenvalue > 0 else { return .pow(factorError, depth) }
    guard start > mode.scale else {
      return factorError * Double(depth) * .pow(mode.scale, depth - 1)
    }
    return (0..<depth).reduce(0) {
      $0 + factorError * .pow(mode.scale + factorError, $1) * .pow(mode.scale, depth - 1 - $1)
    }
  }

  /// A start towards an eigenvalue, checked.
  private struct Mode {
    let scale: Double

    init(depth: Int, eigenvalue: Double, start: Double) throws(TheoryError) {
      scale = try BalancedModeFlow(depth: depth, eigenvalue: eigenvalue).scale
      try Assumption("alpha", start, .greater, 0).require()
    }
  }
}
