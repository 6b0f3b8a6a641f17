internal import RealModule

/// One mode of the symmetric factorisation, from any start.
///
/// ```
/// x' = 4 sigma x - 4 x^2
/// sigma >= 0: x = 1 / (e^{-4 sigma t} / x0 + 4t phi1(-4 sigma t));   sigma < 0: x = e^{4 sigma t} / (1 / x0 + 4t phi1(4 sigma t))
/// x - sigma = sigma (x0 - sigma) e / (sigma e + x0 (1 - e)),   e = e^{-4 sigma t},   sigma > 0
/// ```
/// A start below both 0 and sigma, which no factor has, escapes to minus infinity at ln(1 - sigma / x0) / (4 sigma), or
/// -1 / (4 x0) for sigma = 0. Source: Tarmoun 2021, equation (7).
public struct SymmetricMode: Sendable {
  private let strength: Double
  private let start: Double

  /// States a mode.
  ///
  /// - Parameters:
  ///   - strength: sigma.
  ///   - start: x0.
  public init(strength: Double, start: Double) {
    self.strength = strength
    self.start = start
  }

  /// The time at which the solution ceases to exist; infinite for starts above min(0, sigma).
  public var escapeTime: Double {
    guard start < min(0, strength) else { return .infinity }
    return strength == 0
      ? -1 / (4 * start) : .log(onePlus: -strength / start) / (4 * strength)
  }

  /// The product at a time.
  ///
  /// - Parameter time: t >= 0, before the escape.
  /// - Returns: x(t), and x - max(sigma, 0) unless sigma = 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func state(at time: Double) throws(TheoryError) -> (product: Double, gap: Double?) {
    try Assumption("t", time, .atLeast, 0).require()
    try Assumption(
      "t", time, .less, escapeTime, "the escape time", source: Source(.tarmoun2021, "Proposition 1")
    ).require()
    guard start != 0 else { return (0, strength == 0 ? nil : -max(strength, 0)) }
    let rate = 4 * strength.magnitude
    let remainder = Relaxation.remainder(rate: rate, time: time)
    let fed = 4 * Relaxation.decay(rate: rate, time: time)
    if start < 0 && strength < 0 {
      // From below 0 the start's distance from sigma decides; at sigma itself the mode rests.
      guard start != strength else { return (strength, strength) }
      let product =
        start * remainder * -strength / ((start - strength) - start * remainder)
      return (product, product)
    }
    guard strength > 0 else {
      let product = start * remainder / (1 + start * fed)
      return (product, strength < 0 ? product : nil)
    }
    let product = start / (remainder + start * fed)
    let gap =
      strength * (start - strength) * remainder
      / (strength * remainder - start * .expMinusOne(-rate * time))
    return (product, gap)
  }
}
