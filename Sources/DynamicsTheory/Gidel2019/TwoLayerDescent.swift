internal import RealModule

/// Gradient descent of one balanced mode of a two-layer network, and the bounds of Theorem 3.
///
/// ```
/// a_{t+1} = a_t (1 + eta (sigma - lambda a_t))^2
/// F(r) = sigma a_0 / ((sigma - lambda a_0) r + lambda a_0)
/// F((1 + eta sigma)^{-2t}) <= a_t <= min(F((1 - 2 eta sigma)^t), a_0 (1 + eta sigma)^{2t})
/// ```
/// The bounds need 0 < a_0 < sigma / lambda and 0 < 2 eta sigma < 1; both rates are attained. For sigma = 0 and
/// lambda eta a_0 <= 1 they become a_t <= a_0 / (1 + 2 a_0 lambda eta t).
///
/// Source: Gidel 2019, equations (22) and (23), Theorem 3, corrected: the printed upper rate
/// e^{-(2 eta sigma + eta^2 sigma^2) t} does not bound.
public struct TwoLayerDescent: Sendable {
  /// The strength sigma.
  public let strength: Double

  /// The input variance lambda.
  public let inputVariance: Double

  /// The product a_0 at the start.
  public let start: Double

  /// The step size eta.
  public let stepSize: Double

  private static let theorem = Source(.gidel2019, "Theorem 3")

  /// States the recurrence.
  ///
  /// - Parameters:
  ///   - strength: sigma.
  ///   - inputVariance: lambda.
  ///   - start: a_0 >= 0.
  ///   - stepSize: eta > 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    strength: Double, inputVariance: Double, start: Double, stepSize: Double
  ) throws(TheoryError) {
    try Assumption("a0", start, .atLeast, 0).require()
    try Assumption("eta", stepSize, .greater, 0).require()
    self.strength = strength
    self.inputVariance = inputVariance
    self.start = start
    self.stepSize = stepSize
  }

  /// The product after a number of iterations, by the recurrence of its factor.
  ///
  /// - Parameter iteration: t >= 0.
  /// - Returns: a_t; infinite when it diverges beyond the largest double.
  public func product(at iteration: Int) -> Double {
    var factor = CompensatedNumber(start.squareRoot())
    for _ in 0..<max(0, iteration) {
      let m = factor.value
      let isMoving = factor.add(stepSize * m * strength.addingProduct(-inputVariance * m, m))
      guard isMoving, factor.value.isFinite else { break }
    }
    let product = factor.value * factor.value
    return product.isNaN ? .infinity : product
  }

  /// The bounds of Theorem 3 after a number of iterations.
  public struct Bounds: Sendable {
    /// The sharp lower bound.
    public let lower: Double

    /// The upper bound that the limit sets.
    public let upper: Double

    /// The upper bound of unhindered growth.
    public let cap: Double

    /// The printed lower bound with its numerator corrected; weaker.
    public let printedLower: Double

    /// The printed upper bound with its numerator corrected, which does not hold.
    public let printedUpper: Double
  }

  /// The bounds of Theorem 3.
  ///
  /// - Parameter iteration: t >= 0.
  /// - Returns: the bounds on a_t.
  /// - Throws: ``TheoryError/assumption(_:)`` where the theorem says nothing.
  public func bounds(at iteration: Int) throws(TheoryError) -> Bounds {
    let source = Self.theorem
    try Assumption("a0", start, .greater, 0, source: source).require()
    try Assumption(
      "lambda a0", inputVariance * start, .less, strength, "sigma", source: source
    ).require()
    let rate = stepSize * strength
    try Assumption("2 eta sigma", 2 * rate, .less, 1, source: source).require()
    let t = Double(iteration)
    func closing(_ logarithm: Double) -> Double {
      let numerator = strength * start
      return numerator
        / ((strength - inputVariance * start) * .exp(t * logarithm) + inputVariance * start)
    }
    // ln(1 - 2 eta sigma), rounded once at either end.
    let shrinkage =
      rate < 0.25
      ? Double.log(onePlus: -2 * rate) : .log((1.0).addingProduct(-2 * stepSize, strength))
    return Bounds(
      lower: closing(-2 * .log(onePlus: rate)), upper: closing(shrinkage),
      cap: start * .exp(2 * t * .log(onePlus: rate)),
      printedLower: closing(-2 * rate + 4 * rate * rate),
      printedUpper: closing(-2 * rate - rate * rate))
  }

  /// The bounds for sigma = 0: the sharp one and the printed one.
  ///
  /// - Parameter iteration: t >= 0.
  /// - Returns: upper bounds on a_t.
  /// - Throws: ``TheoryError/assumption(_:)`` unless lambda >= 0 and lambda eta a_0 <= 1.
  public func unfedBounds(at iteration: Int) throws(TheoryError) -> (sharp: Double, printed: Double)
  {
    let share = inputVariance * stepSize * start
    try Assumption("sigma", strength, .equal, 0, source: Self.theorem).require()
    try Assumption("lambda", inputVariance, .atLeast, 0, source: Self.theorem).require()
    try Assumption("lambda eta a0", share, .atMost, 1, source: Self.theorem).require()
    let t = Double(iteration)
    return (start / (1 + 2 * share * t), start / (1 + share * t))
  }
}
