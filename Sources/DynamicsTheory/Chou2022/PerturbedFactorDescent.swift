internal import RealModule

/// Gradient descent of one mode of a symmetric target, the first factor perturbed.
///
/// ```
/// r = d1 d2^{N-1} - lambda,  d1 <- d1 - eta d2^{N-1} r,  d2 <- d2 - eta d1 d2^{N-2} r,  d1(0) = alpha - beta,  d2(0) = alpha
/// Delta1 = d2 - d1 <- (1 + eta kappa) Delta1,  Delta2 = d2^2 - d1^2 <- (1 - eta^2 kappa^2) Delta2,  kappa = d2^{N-2} r
/// ```
/// The differences follow their own identities, so that they keep their digits when the factors are nearly equal; the
/// product is d1 d2^{N-1}. Source: Chou 2022, equations (36) and (38).
public struct PerturbedFactorDescent: Sendable {
  private let depth: Int
  private let eigenvalue: Double
  private let stepSize: Double
  private var first: CompensatedNumber
  private var others: CompensatedNumber
  private var linear: CompensatedNumber
  private var squared: CompensatedNumber

  /// Starts at (alpha - beta, alpha).
  ///
  /// - Parameters:
  ///   - depth: N, from 2 to 1000.
  ///   - eigenvalue: lambda.
  ///   - start: alpha.
  ///   - perturbation: beta.
  ///   - stepSize: eta > 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, eigenvalue: Double, start: Double, perturbation: Double, stepSize: Double
  ) throws(TheoryError) {
    try Assumption("the depth N", Double(depth), .atLeast, 2).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    try Assumption("eta", stepSize, .greater, 0).require()
    self.depth = depth
    self.eigenvalue = eigenvalue
    self.stepSize = stepSize
    first = CompensatedNumber(start)
    first.add(-perturbation)
    others = CompensatedNumber(start)
    linear = CompensatedNumber(perturbation)
    squared = CompensatedNumber(perturbation * (2 * start - perturbation))
  }

  /// The first factor d1.
  public var firstFactor: Double { first.value }

  /// Every other factor d2.
  public var otherFactor: Double { others.value }

  /// The difference d2 - d1.
  public var difference: Double { linear.value }

  /// The difference of squares d2^2 - d1^2.
  public var squaredDifference: Double { squared.value }

  /// The growth rate kappa of the difference.
  public var growthRate: Double { power * residual }

  /// The product d1 d2^{N-1}.
  public var product: Double { power * others.value * first.value }

  /// d2^{N-2}.
  private var power: Double {
    var power = 1.0
    for _ in 2..<depth { power *= others.value }
    return power
  }

  /// d1 d2^{N-1} - lambda.
  private var residual: Double {
    (-eigenvalue).addingProduct(power * others.value, first.value)
  }

  /// Takes one step; answers whether anything changed.
  @discardableResult
  public mutating func step() -> Bool {
    let (d1, d2) = (first.value, others.value)
    let rate = stepSize * growthRate
    let isFirstChanged = first.add(-rate * d2)
    let isOtherChanged = others.add(-rate * d1)
    let isDifferenceChanged = linear.add(rate * linear.value)
    squared.add(-rate * rate * squared.value)
    return isFirstChanged || isOtherChanged || isDifferenceChanged
  }

  /// Takes steps, fewer when nothing changes any more or a factor leaves double precision.
  ///
  /// - Parameter count: the number of steps.
  public mutating func advance(by count: Int) {
    for _ in 0..<max(0, count) {
      guard step(), otherFactor.isFinite, firstFactor.isFinite else { break }
    }
  }

  /// The iteration at which the first factor turns negative.
  ///
  /// - Parameter limit: how many iterations to try.
  /// - Returns: the first k with d1(k) < 0; nil when there is none so far, or never any more.
  public mutating func signChange(within limit: Int) -> Int? {
    for iteration in 0...limit {
      if firstFactor < 0 { return iteration }
      guard step(), firstFactor.isFinite else { return nil }
    }
    return nil
  }
}
