internal import RealModule

/// One balanced mode of a two-layer network, with the start given by its exponent.
///
/// ```
/// w' = 2 w (sigma - lambda w),   w(0) = e^{-2 delta}
/// w(t) = 1 / (e^{2 (delta - sigma t)} + 2 lambda t phi1(-2 sigma t))
/// w - sigma / lambda = -(sigma / lambda) w e^{2 (delta - sigma t)} (1 - (lambda / sigma) e^{-2 delta})
/// ```
/// One formula for sigma, lambda >= 0 and t >= 0, zeros included; delta may be so large that e^{-2 delta}
/// underflows. Each factor is sqrt(w).
///
/// Accuracy: a few roundings times (1 + |delta - sigma t|). Source: Gidel 2019, equations (16) and (17).
public struct BalancedTwoLayerMode: Sendable {
  /// The strength sigma >= 0.
  public let strength: Double

  /// The input variance lambda >= 0.
  public let inputVariance: Double

  /// delta: each factor starts at e^{-delta}.
  public let exponent: Double

  /// States a mode.
  ///
  /// - Parameters:
  ///   - strength: sigma >= 0.
  ///   - inputVariance: lambda >= 0.
  ///   - exponent: delta.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(strength: Double, inputVariance: Double, exponent: Double) throws(TheoryError) {
    try Assumption("sigma", strength, .atLeast, 0).require()
    try Assumption("lambda", inputVariance, .atLeast, 0).require()
    self.strength = strength
    self.inputVariance = inputVariance
    self.exponent = exponent
  }

  /// The product w at a time t >= 0.
  public func product(at time: Double) -> Double {
    let fed = inputVariance * Relaxation.decay(rate: 2 * strength, time: time)
    return 1 / (remainder(at: time) + 2 * fed)
  }

  /// The gap w - sigma / lambda, exact also near the limit; nil unless both are positive.
  public func gap(at time: Double) -> Double? {
    guard strength > 0, inputVariance > 0 else { return nil }
    let remainder = remainder(at: time)
    let share = remainder.isFinite ? product(at: time) * remainder : 1
    let startShare = Double.log(inputVariance / strength) - 2 * exponent
    return strength / inputVariance * share * .expMinusOne(startShare)
  }

  /// The time at which w reaches half of sigma / lambda, and its leading term delta / sigma.
  ///
  /// - Returns: ln(e^r - 1) / (2 sigma) with r = 2 delta + ln(sigma / lambda), and delta / sigma.
  /// - Throws: ``TheoryError/assumption(_:)`` unless sigma, lambda > 0 and w(0) is below the half.
  public func halfRise() throws(TheoryError) -> (time: Double, leading: Double) {
    try Assumption("sigma", strength, .greater, 0).require()
    try Assumption("lambda", inputVariance, .greater, 0).require()
    let rise = 2 * exponent + .log(strength / inputVariance)
    try Assumption("ln(sigma / (lambda w(0)))", rise, .greater, .log(2), "ln 2").require()
    let logarithm = rise > 1 ? rise + .log(onePlus: -.exp(-rise)) : .log(.expMinusOne(rise))
    return (logarithm / (2 * strength), exponent / strength)
  }

  /// The part e^{2 (delta - sigma t)} of 1 / w, its exponent rounded once.
  private func remainder(at time: Double) -> Double {
    .exp(2 * exponent.addingProduct(-strength, time))
  }
}
