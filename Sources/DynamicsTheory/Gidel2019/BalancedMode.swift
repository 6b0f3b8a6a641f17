internal import RealModule

/// One balanced mode of a network of any depth with an input variance, under gradient flow.
///
/// ```
/// w' = N w^{2-2/N} (sigma - lambda w),   w = m^N,   m' = m^{N-1} (sigma - lambda m^N)
/// ```
/// With lambda > 0 the factor m is ``BalancedModeFlow`` towards sigma / lambda on the clock lambda t; for lambda = 0
/// it grows without a limit: e^{sigma t} for N = 2, and in finite time for N >= 3, after which it is infinite.
///
/// Source: Gidel 2019, equation (43).
public struct BalancedMode: Sendable {
  /// The depth N >= 1.
  public let depth: Int

  /// The strength sigma.
  public let strength: Double

  /// The input variance lambda >= 0.
  public let inputVariance: Double

  /// States a mode.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - strength: sigma, of any sign.
  ///   - inputVariance: lambda >= 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(depth: Int, strength: Double, inputVariance: Double) throws(TheoryError) {
    try Assumption("the depth", Double(depth), .atLeast, 1).require()
    try Assumption("the depth", Double(depth), .atMost, 1000).require()
    try Assumption("lambda", inputVariance, .atLeast, 0).require()
    self.depth = depth
    self.strength = strength
    self.inputVariance = inputVariance
  }

  /// The product at a time.
  ///
  /// - Parameters:
  ///   - time: t >= 0.
  ///   - start: w(0) > 0; any number for depth 1.
  /// - Returns: w(t); infinite after a finite-time blow-up.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func product(at time: Double, from start: Double) throws(TheoryError) -> Double {
    try Assumption("t", time, .atLeast, 0).require()
    guard depth > 1 else {
      return Relaxation.remainder(rate: inputVariance, time: time) * start
        + strength * Relaxation.decay(rate: inputVariance, time: time)
    }
    try Assumption("w0", start, .greater, 0).require()
    guard inputVariance > 0 else { return unhindered(at: time, from: start) }
    guard depth > 2 || strength < 0 else {
      let mode = try BalancedTwoLayerMode(
        strength: strength, inputVariance: inputVariance, exponent: -.log(start) / 2)
      return mode.product(at: time)
    }
    let flow = try BalancedModeFlow(depth: depth, eigenvalue: strength / inputVariance)
    let factor = try flow.value(at: inputVariance * time, from: .root(start, depth))
    return .pow(factor, depth)
  }

  /// The time from one product to another.
  ///
  /// - Parameters:
  ///   - start: w(0) > 0.
  ///   - end: w, between w(0) and the limit.
  /// - Returns: the time.
  /// - Throws: ``TheoryError/assumption(_:)``, also for lambda = 0.
  public func time(from start: Double, to end: Double) throws(TheoryError) -> Double {
    try Assumption("the depth", Double(depth), .atLeast, 2).require()
    try Assumption("lambda", inputVariance, .greater, 0).require()
    try Assumption("w0", start, .greater, 0).require()
    try Assumption("w", end, .greater, 0).require()
    let flow = try BalancedModeFlow(depth: depth, eigenvalue: strength / inputVariance)
    guard strength != 0 else {
      return try flow.time(from: .root(start, depth), to: .root(end, depth)) / inputVariance
    }
    // sigma - lambda w, rounded once, also where w is near the limit.
    let (first, last) = (residual(start), residual(end))
    if strength > 0, first > 0 {
      try Assumption("w", end, .atLeast, start, "w0").require()
      try Assumption("lambda w", inputVariance * end, .atMost, strength, "sigma").require()
    } else {
      try Assumption("w", end, .atMost, start, "w0").require()
      if strength > 0 {
        try Assumption("lambda w", inputVariance * end, .atLeast, strength, "sigma").require()
      }
    }
    guard start != end else { return 0 }
    return flow.time(
      from: (start, first / inputVariance), to: (end, last / inputVariance)) / inputVariance
  }

  /// sigma - lambda w.
  private func residual(_ product: Double) -> Double {
    strength.addingProduct(-inputVariance, product)
  }

  /// Growth or decay without input variance: m^{2-N} is linear in time, and e^{sigma t} for N = 2.
  private func unhindered(at time: Double, from start: Double) -> Double {
    let order = Double(depth)
    guard depth > 2 else { return .exp(.log(start) + 2 * strength * time) }
    let spent = (order - 2) * strength * time * .pow(start, 1 - 2 / order)
    guard spent < 1 else { return .infinity }
    return start * .exp(-order / (order - 2) * .log(onePlus: -spent))
  }
}
