internal import RealModule

/// One mode of a two-layer network with any imbalance and any input variance, under gradient flow.
///
/// ```
/// u' = v (sigma - l u v),   v' = u (sigma - l u v),   delta = u^2 - v^2 conserved
/// a = u + v,  b = u - v,  x = u v,  w = sqrt(sigma^2 + (l delta / 2)^2),  E = e^{-2 w t}
/// A = (w + sigma) + (w - sigma) E + l b0^2 (1 - E) / 2
/// B = (w - sigma) + (w + sigma) E + l a0^2 (1 - E) / 2
/// a(t) = a0 sqrt(A / B),   b(t) = b0 sqrt(B / A)
/// x(t) - x0         = (sigma - l x0) (1 - E) (a0^2 / B + b0^2 / A) / 2
/// l x(t) - sigma    = (l x0 - sigma) 4 w^2 E / (A B)
/// ```
/// Every term of A and B is positive, so that nothing cancels or overflows. a^2 and b^2 obey Riccati
/// equations with constant coefficients, which gives the first two lines; the last two follow from
/// A - B = 2 (sigma - l x0) (1 - E) and w+ w- = (l delta / 2)^2.
///
/// sigma is any real number, l >= 0, t >= 0 a time of the flow. Limits: x -> sigma / l at the rate 2 w,
/// unless u0 = -v0 with sigma > 0, or u0 = v0 with sigma < 0: then the mode decays to 0.
///
/// Accuracy: a few roundings times (1 + 2 w t). Source: Tarmoun 2021, Proposition 3, for l = 1; Gidel 2019,
/// equation (49), for its system; the form with both l and delta is ours.
public struct ImbalancedMode: Sendable {
  /// The target's strength sigma, any real number.
  public let strength: Double

  /// The input variance l >= 0 of the mode, 1 in matrix factorisation.
  public let inputVariance: Double

  /// The product x at time 0.
  public let startProduct: Double

  /// a = u + v and b = u - v at time 0, and their squares.
  private let startSum: Double
  private let startDifference: Double
  private let sumSquared: Double
  private let differenceSquared: Double

  /// Starts from the two factors.
  ///
  /// - Parameters:
  ///   - strength: sigma.
  ///   - inputVariance: l >= 0.
  ///   - u: the factor of the second layer at time 0.
  ///   - v: the factor of the first layer at time 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    strength: Double, inputVariance: Double = 1, u: Double, v: Double
  ) throws(TheoryError) {
    try Assumption("the input variance", inputVariance, .atLeast, 0).require()
    self.strength = strength
    self.inputVariance = inputVariance
    startProduct = u * v
    startSum = u + v
    startDifference = u - v
    sumSquared = startSum * startSum
    differenceSquared = startDifference * startDifference
  }

  /// Starts from the product and the imbalance, which leave the factors' common sign open: u + v >= 0.
  ///
  /// - Parameters:
  ///   - strength: sigma.
  ///   - inputVariance: l >= 0.
  ///   - product: x at time 0.
  ///   - imbalance: u^2 - v^2.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    strength: Double, inputVariance: Double = 1, product: Double, imbalance: Double
  ) throws(TheoryError) {
    try Assumption("the input variance", inputVariance, .atLeast, 0).require()
    self.strength = strength
    self.inputVariance = inputVariance
    startProduct = product
    // a^2 and b^2 are sqrt(4 x^2 + delta^2) +- 2 x; their product is delta^2.
    let larger = Double.hypot(2 * product, imbalance) + 2 * product.magnitude
    let smaller = larger > 0 ? imbalance * (imbalance / larger) : 0
    sumSquared = product >= 0 ? larger : smaller
    differenceSquared = product >= 0 ? smaller : larger
    startSum = .sqrt(sumSquared)
    startDifference = imbalance < 0 ? -.sqrt(differenceSquared) : .sqrt(differenceSquared)
  }

  /// The conserved imbalance u^2 - v^2.
  public var imbalance: Double { startSum * startDifference }

  /// The rate 2 w at which the product converges: sqrt(4 sigma^2 + l^2 delta^2).
  public var rate: Double { .hypot(2 * strength, inputVariance * imbalance) }

  /// The constant C of the closed form (15), and K of x - sigma / l ~ K e^{-2 w t} in magnitude; for l = 1.
  ///
  /// - Returns: C = (sigma - x0) / (omega rho0 + 4 sigma x0 + delta^2), which has the sign of sigma - x0, and
  ///   K = 2 |C| omega^2, with omega = sqrt(4 sigma^2 + delta^2), rho0 = sqrt(4 x0^2 + delta^2).
  /// - Throws: ``TheoryError/assumption(_:)`` for starts that do not tend to sigma: the denominator is 0.
  public func asymptotics() throws(TheoryError) -> (constant: Double, amplitude: Double) {
    try Assumption("the input variance", inputVariance, .equal, 1).require()
    let x0 = startProduct
    let omega = rate
    let size = Double.hypot(2 * x0, imbalance)
    let denominator: Double
    if strength * x0 >= 0 {
      denominator = omega * size + 4 * strength * x0 + imbalance * imbalance
    } else {
      // Of opposite signs the terms cancel; the same number as a product.
      let (largeTarget, largeStart) = (omega + 2 * strength.magnitude, size + 2 * x0.magnitude)
      let (smallTarget, smallStart) = (
        imbalance * (imbalance / largeTarget), imbalance * (imbalance / largeStart)
      )
      let (targetSum, targetDifference) =
        strength > 0 ? (largeTarget, smallTarget) : (smallTarget, largeTarget)
      let sum = x0 > 0 ? largeStart : smallStart
      let scale = (size + omega) * targetSum
      denominator = sum + targetSum > 0 ? scale * (sum + targetDifference) / (sum + targetSum) : 0
    }
    try Assumption(
      "omega rho0 + 4 sigma x0 + lambda0^2", denominator, .greater, 0,
      source: Source(.tarmoun2021, "Proposition 3")
    ).require()
    let constant = (strength - x0) / denominator
    return (constant, 2 * constant.magnitude * omega * omega)
  }

  /// What the mode is at one time.
  public struct State: Sendable {
    /// The factor of the second layer.
    public let u: Double

    /// The factor of the first layer.
    public let v: Double

    /// The product u v.
    public let product: Double

    /// l u v - sigma, exact also where the product is near sigma / l.
    public let gap: Double
  }

  /// The mode at a time t >= 0.
  public func state(at time: Double) -> State {
    precondition(time >= 0, "a time cannot be negative")
    let motion = inputVariance == 0 ? linearMotion(at: time) : motion(at: time)
    let product = product(of: motion)
    guard product.isFinite else {
      // Only a product that overflows has factors so far apart that neither cancels.
      let (sum, difference) = (motion.sum, motion.difference)
      return State(
        u: (sum + difference) / 2, v: (sum - difference) / 2, product: product, gap: motion.gap)
    }
    // The larger factor is a sum of equal signs; the smaller one would cancel.
    let magnitude = (motion.sum.magnitude + motion.difference.magnitude) / 2
    let larger = motion.sum < 0 ? -magnitude : magnitude
    let smaller = magnitude == 0 || !magnitude.isFinite ? product : product / larger
    let isULarger = (motion.sum < 0) == (motion.difference < 0)
    return State(
      u: isULarger ? larger : smaller, v: isULarger ? smaller : larger, product: product,
      gap: motion.gap)
  }

  /// a and b at one time, how far the product has moved, and l x - sigma.
  private struct Motion {
    let sum: Double
    let difference: Double
    let displacement: Double
    let gap: Double
  }

  private func motion(at time: Double) -> Motion {
    let w = rate / 2
    // Of w + sigma and w - sigma the smaller one would cancel; their product is (l delta / 2)^2.
    let larger = w + strength.magnitude
    let halfImbalance = inputVariance * imbalance / 2
    let smaller = larger > 0 ? halfImbalance * (halfImbalance / larger) : 0
    let (plus, minus) = strength >= 0 ? (larger, smaller) : (smaller, larger)
    let start = strength - inputVariance * startProduct
    let (sumShare, differenceShare) = (
      inputVariance * sumSquared, inputVariance * differenceSquared
    )
    guard 2 * w * time >= 1 else {
      // For short times everything is divided by 2 w, which may be 0.
      let decay = Relaxation.decay(rate: 2 * w, time: time)
      let a = 1 - minus * decay + differenceShare * decay / 2
      let b = 1 - plus * decay + sumShare * decay / 2
      let ratio = Double.sqrt(a) / .sqrt(b)
      return Motion(
        sum: startSum * ratio, difference: startDifference / ratio,
        displacement: start * decay * (sumSquared / b + differenceSquared / a) / 2,
        gap: -start * .exp(-2 * w * time) / a / b)
    }
    let decay = -Double.expMinusOne(-2 * w * time)
    let first = Share(
      settled: plus + differenceShare * decay / 2, vanishing: minus, rate: w, time: time)
    let second = Share(
      settled: minus + sumShare * decay / 2, vanishing: plus, rate: w, time: time)
    // On the way to a saddle one share vanishes, and then its factor is 0 from the start.
    let sumPart = sumSquared == 0 ? 0 : sumSquared / second.value
    let differencePart = differenceSquared == 0 ? 0 : differenceSquared / first.value
    // E goes with the share that may vanish.
    let closing =
      first.isSettled
      ? 2 * w / first.value * (2 * w * second.remainderShare)
      : 2 * w / second.value * (2 * w * first.remainderShare)
    return Motion(
      sum: startSum == 0 ? 0 : startSum * (first.root / second.root),
      difference: startDifference == 0 ? 0 : startDifference * (second.root / first.root),
      displacement: start * decay * (sumPart + differencePart) / 2,
      gap: -start * closing)
  }

  /// A or B at a late time: what stays and what vanishes as E = e^{-2 w t}.
  private struct Share {
    let value: Double

    /// Its square root, also where the value itself underflows.
    let root: Double

    /// E over the value; where nothing stays, the reciprocal of what vanishes.
    let remainderShare: Double

    let isSettled: Bool

    init(settled: Double, vanishing: Double, rate: Double, time: Double) {
      let remainder = Double.exp(-2 * rate * time)
      value = settled + vanishing * remainder
      isSettled = settled != 0
      guard !isSettled else {
        root = .sqrt(value)
        remainderShare = remainder / value
        return
      }
      root = .sqrt(vanishing) * .exp(-rate * time)
      remainderShare = 1 / vanishing
    }
  }

  /// Without input variance the factors' sum grows and their difference decays at the rate sigma.
  private func linearMotion(at time: Double) -> Motion {
    // In two halves, so that only what the factors themselves exceed overflows.
    let growth = Double.exp(strength * time / 2)
    let displacement =
      (sumSquared * .expMinusOne(2 * strength * time)
        - differenceSquared * .expMinusOne(-2 * strength * time)) / 4
    return Motion(
      sum: startSum == 0 ? 0 : startSum * growth * growth,
      difference: startDifference == 0 ? 0 : startDifference / growth / growth,
      displacement: displacement.isNaN ? .infinity : displacement, gap: -strength)
  }

  /// The product from the form that cancels least: the start and the way, the limit and the gap, or the factors.
  private func product(of motion: Motion) -> Double {
    let (sum, difference) = (motion.sum * motion.sum, motion.difference * motion.difference)
    var best = ((sum - difference) / 4, (sum + difference) / 4)
    let moved = startProduct.magnitude + motion.displacement.magnitude
    if moved < best.1 { best = (startProduct + motion.displacement, moved) }
    if inputVariance > 0 {
      let closed = (strength.magnitude + motion.gap.magnitude) / inputVariance
      if closed < best.1 { best = ((strength + motion.gap) / inputVariance, closed) }
    }
    return best.0
  }
}
