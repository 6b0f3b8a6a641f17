internal import RealModule

/// The flow of one factor of a balanced mode of any depth, towards a target eigenvalue of any sign.
///
/// ```
/// y' = -y^{N-1} (y^N - lambda),   y(0) = alpha > 0
/// T = int_alpha^mu dy / (y^{N-1} (lambda - y^N))
/// ```
/// y tends to s = lambda^{1/N} for lambda > 0 and to 0 otherwise. Both directions, the time between two
/// values and the value after a time, go through ``RelaxationIntegral``; lambda = 0 and N = 1 are elementary.
///
/// Accuracy: a few roundings, times the conditioning: in a plateau a rounding of the time is worth
/// (s / alpha)^{N-2} roundings of y. Source: Chou 2022, equations (17) and (24), with the sign of the sum of
/// (17) corrected.
public struct BalancedModeFlow: Sendable {
  /// The depth N >= 1.
  public let depth: Int

  /// The target's eigenvalue lambda, of any sign.
  public let eigenvalue: Double

  /// s = |lambda|^{1/N}.
  let scale: Double

  private var order: Double { Double(depth) }

  /// States the problem.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - eigenvalue: lambda.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(depth: Int, eigenvalue: Double) throws(TheoryError) {
    try Assumption("the depth N", Double(depth), .atLeast, 1).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    self.depth = depth
    self.eigenvalue = eigenvalue
    scale = depth == 1 ? eigenvalue.magnitude : .root(eigenvalue.magnitude, depth)
  }

  /// The limit lambda_+^{1/N} of the factor for depth 2 and more, lambda for depth 1.
  public var limit: Double { depth == 1 ? eigenvalue : eigenvalue > 0 ? scale : 0 }

  /// y after a time.
  ///
  /// - Parameters:
  ///   - time: t >= 0.
  ///   - start: alpha > 0; any number for depth 1.
  /// - Returns: y(t).
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func value(at time: Double, from start: Double) throws(TheoryError) -> Double {
    try Assumption("t", time, .atLeast, 0).require()
    guard depth > 1 else {
      return start * .exp(-time) + eigenvalue * -.expMinusOne(-time)
    }
    try Assumption("alpha", start, .greater, 0).require()
    guard time > 0 else { return start }
    guard eigenvalue != 0 else {
      let power = 2 * order - 2
      return start * .exp(-.log(onePlus: power * time * .pow(start, power)) / power)
    }
    let position = Position(start, in: self)
    guard position.residual != 0 else { return start }
    let integral = integral(from: position)
    let clock = order * .pow(scale, 2 * order - 2) * time
    guard clock.isFinite else { return limit }
    let phi = integral.coordinate(reaching: clock)
    let inverseShare = integral.inverseShare(at: phi)
    // A decay beyond the largest double's reciprocal goes on as an exponential.
    guard inverseShare.isFinite else { return scale * .exp(-phi / order) }
    return scale * .pow(inverseShare, -1 / order)
  }

  /// The time from one value to another.
  ///
  /// - Parameters:
  ///   - start: alpha > 0.
  ///   - end: mu, between alpha and the limit; the limit itself is reached after an infinite time.
  /// - Returns: T(alpha -> mu).
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func time(from start: Double, to end: Double) throws(TheoryError) -> Double {
    try requireOrder(start, end)
    guard start != end else { return 0 }
    guard depth > 1 else {
      return -.log(onePlus: (end - start) / (start - eigenvalue))
    }
    guard eigenvalue != 0 else {
      let power = 2 * order - 2
      return .pow(start, -power) * .expMinusOne(power * Self.logRatio(start, end)) / power
    }
    let (position, last) = (Position(start, in: self), Position(end, in: self))
    return time(from: position, to: last, poweredChange: Self.powerChange(start, end, depth))
  }

  /// The time from a value until the distance from the limit is a given one.
  ///
  /// - Parameters:
  ///   - start: alpha > 0.
  ///   - gap: |y - s|, greater than 0 and at most |alpha - s|; for lambda <= 0 it is y itself.
  /// - Returns: the time, exact also for gaps that would be lost in s.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func time(from start: Double, toWithin gap: Double) throws(TheoryError) -> Double {
    try Assumption("eps", gap, .greater, 0).require()
    guard eigenvalue > 0, depth > 1 else {
      return try time(
        from: start, to: limit + (start < limit ? -gap : gap))
    }
    try Assumption("alpha", start, .greater, 0).require()
    let position = Position(start, in: self)
    try Assumption("eps", gap, .atMost, (start - scale).magnitude, "|alpha - s|").require()
    let isGrowing = position.course == .growing
    let relative = (isGrowing ? -gap : gap) / scale
    let last = Position(
      isGrowing ? scale - gap : scale + gap,
      residual: -eigenvalue * .expMinusOne(order * .log(onePlus: relative)), in: self)
    return time(
      from: position, to: last, poweredChange: (position.residual - last.residual).magnitude)
  }

  /// The time between two powers y^N whose distances lambda - y^N are known better than lambda; lambda != 0.
  ///
  /// - Parameters:
  ///   - start: y^N at the start and its distance.
  ///   - end: y^N at the end and its distance, of the same sign.
  /// - Returns: the time.
  func time(
    from start: (power: Double, residual: Double), to end: (power: Double, residual: Double)
  ) -> Double {
    time(
      from: Position(power: start.power, residual: start.residual, in: self),
      to: Position(power: end.power, residual: end.residual, in: self),
      poweredChange: (end.power - start.power).magnitude)
  }

  private func time(
    from start: Position, to end: Position, poweredChange: Double
  ) -> Double {
    guard end.residual != 0 else { return .infinity }
    // e^{phi} - 1 at the end, a quotient of differences that are known exactly.
    let growth: Double =
      switch start.course {
      case .growing, .falling:
        eigenvalue / start.power * (poweredChange / end.residual.magnitude)
      case .vanishing: -eigenvalue / end.power * (poweredChange / start.residual.magnitude)
      }
    return integral(from: start).value(from: 0, width: .log(onePlus: growth)) / order
      / .pow(scale, 2 * order - 2)
  }

  private func integral(from position: Position) -> RelaxationIntegral {
    RelaxationIntegral(
      course: position.course, exponent: 1 - 2 / order,
      inverseStart: eigenvalue.magnitude / position.power,
      distance: position.residual.magnitude / position.power)
  }

  private func requireOrder(_ start: Double, _ end: Double) throws(TheoryError) {
    guard depth > 1 else {
      guard start != end else { return }
      let toEnd = (end - eigenvalue) / (start - eigenvalue)
      try Assumption("(mu - lambda) / (alpha - lambda)", toEnd, .greater, 0).require()
      try Assumption("(mu - lambda) / (alpha - lambda)", toEnd, .atMost, 1).require()
      return
    }
    try Assumption("alpha", start, .greater, 0).require()
    try Assumption("mu", end, .greater, 0).require()
    if eigenvalue > 0, Position(start, in: self).residual > 0 {
      try Assumption("mu", end, .atLeast, start, "alpha").require()
      try Assumption("lambda - mu^N", Position(end, in: self).residual, .atLeast, 0).require()
    } else {
      try Assumption("mu", end, .atMost, start, "alpha").require()
      guard eigenvalue > 0 else { return }
      try Assumption("mu^N - lambda", -Position(end, in: self).residual, .atLeast, 0).require()
    }
  }

  /// ln(start / end) without cancellation.
  private static func logRatio(_ start: Double, _ end: Double) -> Double {
    let change = start - end
    return change.magnitude < end / 2 ? .log(onePlus: change / end) : .log(start / end)
  }

  /// |end^N - start^N| as a product of the difference and a positive sum.
  private static func powerChange(_ start: Double, _ end: Double, _ depth: Int) -> Double {
    var sum = 0.0
    for j in 0..<depth { sum += .pow(start, j) * .pow(end, depth - 1 - j) }
    return (end - start).magnitude * sum
  }
}

// MARK: - Positions

extension BalancedModeFlow {
  /// A value of the factor with its distance from the limit, for lambda != 0.
  private struct Position {
    let power: Double

    /// lambda - y^N, rounded once.
    let residual: Double
    let course: RelaxationIntegral.Course

    init(_ value: Double, in flow: BalancedModeFlow) {
      // y^N as an unevaluated sum of two doubles, so that the difference keeps its digits near the limit.
      var (high, low) = (value, 0.0)
      for _ in 1..<flow.depth {
        let product = high * value
        low = low * value + (-product).addingProduct(high, value)
        high = product
      }
      self.init(value, residual: (flow.eigenvalue - high) - low, in: flow)
    }

    init(_ value: Double, residual: Double, in flow: BalancedModeFlow) {
      self.init(power: .pow(value, flow.depth), residual: residual, in: flow)
    }

    init(power: Double, residual: Double, in flow: BalancedModeFlow) {
      self.power = power
      self.residual = residual
      course = flow.eigenvalue < 0 ? .vanishing : residual > 0 ? .growing : .falling
    }
  }
}
