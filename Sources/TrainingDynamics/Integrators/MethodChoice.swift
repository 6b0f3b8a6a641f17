internal import RealModule

/// What a flow remembers between steps to know what the next one costs by either explicit method.
///
/// Evaluations for a unit of time: 12 / h by Runge-Kutta, whose h is what error and stability let it be, and s / h
/// by Chebyshev, whose h follows from its error, about h^3 y''' / 15, which the last step tells whatever its method,
/// and whose s then follows from the sharpness.
struct MethodChoice: Sendable, Equatable, Codable {
  /// The Hessian's largest eigenvalue; 0 before the first estimate.
  var sharpness = 0.0

  /// Steps since the sharpness was estimated; nil when it must be estimated anew.
  var sharpnessAge: Int?

  /// The step whose error by Chebyshev's method would be what is allowed.
  var chebyshevStepSize = 0.0

  /// Steps since the method last changed.
  var age = 0

  /// The rate at which the fastest part of the last Runge-Kutta step decayed, a lower bound of the sharpness.
  var decayRate = 0.0

  /// The fastest such rate that was seen: what has decayed shows no more, but too large a step would bring it back.
  var fastestRate = 0.0

  /// Steps for which an estimate of the sharpness holds.
  static let sharpnessLifetime = 25

  /// Steps that a method is given before it is judged.
  private static let patience = 5

  /// The other method must be cheaper by this.
  private static let gain = 1.25

  /// Whether a Runge-Kutta step may be so large that stability matters: faster modes than the one seen exist.
  func isNearStabilityLimit(_ stepSize: Double) -> Bool {
    stepSize * fastestRate > 1
  }

  /// The stability limit, as far as it is known.
  ///
  /// A larger step would pass the error test while what it amplifies is still small, but the continuous solution
  /// amplifies that far more than the step's end.
  var largestRungeKuttaStep: Double {
    let isFresh = (sharpnessAge ?? .max) < Self.sharpnessLifetime
    let rate = max(decayRate, isFresh ? sharpness : 0)
    return rate > 0 ? DormandPrinceStepper.stabilityLimit / rate : .infinity
  }

  /// Whether Chebyshev's method could pay, were the flow not stiff at all.
  func mayLeaveRungeKutta(stepSize: Double) -> Bool {
    age >= Self.patience && isWorse(12, stepSize, than: 2, chebyshevStepSize)
  }

  /// The step with which Chebyshev's method is cheaper than Runge-Kutta steps; nil if it is not.
  func chebyshevStep(insteadOf stepSize: Double, atMost limit: Double) -> Double? {
    let size = min(chebyshevStepSize, limit)
    let stages = ChebyshevStepper.stageCount(size, sharpness: sharpness)
    return isWorse(12, stepSize, than: Double(stages), size) ? size : nil
  }

  /// The step with which Runge-Kutta may be cheaper than Chebyshev's steps; nil if even the stability limit is not.
  func rungeKuttaStep(insteadOf stepSize: Double) -> Double? {
    guard age >= Self.patience, sharpness > 0 else { return nil }
    let size = DormandPrinceStepper.stabilityLimit / sharpness
    let stages = ChebyshevStepper.stageCount(stepSize, sharpness: sharpness)
    return isWorse(Double(stages), stepSize, than: 12, size) ? size : nil
  }

  private func isWorse(
    _ evaluations: Double, _ stepSize: Double, than others: Double, _ otherSize: Double
  ) -> Bool {
    evaluations * otherSize > Self.gain * others * stepSize
  }
}
