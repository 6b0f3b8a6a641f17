internal import RealModule

/// How many iterations of descent a mode needs, without iterating: backward error analysis.
///
/// ```
/// x(k+1) = x + eta x^{N-1} (lambda - l x^N),   x(0) = alpha > 0
/// k = int_alpha^mu dx / F~(x)
/// ```
/// with the modified field F~ of a step (``ModifiedField``). A balanced mode of depth N has the product
/// w = x^N; N = 2 with an input variance l is Gidel 2019, equation (22). The count is a real number; the
/// first iteration at or past the level is its ceiling, but for levels that an iterate nearly hits.
///
/// The mode grows (alpha below the fixed point s = (lambda / l)^{1/N}), falls from above to s, or decays to
/// zero (lambda <= 0). A level is named by the factor x or by the gap 1 - w / s^N that is left.
///
/// Assumptions: 1 + eta f' > 0 from alpha to the limit, that is -eta f'(max(alpha, s)) < 1; at s this is
/// eta < 1 / (N l s^{2N-2}), half of the stability limit. The quadrature is exact to about 1e-13; the
/// formula's own error was below 0.001 iterations in every draw with that product at most 1/2, and it
/// grows towards 1. The gap of a start near s is as exact as double precision holds alpha.
public struct DescentCount: Sendable {
  /// The course of the mode.
  private enum Course {
    case growth, fall, decay
  }

  private let depth: Int
  private let strength: Double
  private let inputVariance: Double
  private let start: Double
  private let stepSize: Double
  private let course: Course

  /// ln of the start's product over its limit, where there is one.
  private let logShare: Double

  /// Settles the mode and the step size.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - strength: lambda, of any sign.
  ///   - inputVariance: l > 0.
  ///   - start: alpha > 0, the factor's start.
  ///   - stepSize: eta > 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, strength: Double, inputVariance: Double = 1, start: Double, stepSize: Double
  ) throws(TheoryError) {
    try Assumption("N", Double(depth), .atLeast, 1).require()
    try Assumption("N", Double(depth), .atMost, 1000).require()
    try Assumption("l", inputVariance, .greater, 0).require()
    try Assumption("alpha", start, .greater, 0).require()
    try Assumption("eta", stepSize, .greater, 0).require()
    self.depth = depth
    self.strength = strength
    self.inputVariance = inputVariance
    self.start = start
    self.stepSize = stepSize
    let n = Double(depth)
    logShare = strength > 0 ? n * .log(start) - .log(strength) + .log(inputVariance) : .infinity
    course = strength > 0 ? (logShare > 0 ? .fall : .growth) : .decay
    let slope: Double
    switch course {
    case .growth:
      let logLimit = (Double.log(strength) - .log(inputVariance)) / n
      slope = -n * stepSize * inputVariance * .exp((2 * n - 2) * logLimit)
    case .fall, .decay:
      let (growth, decay) = terms(at: start)
      slope = ModifiedField(depth: n).slope(growth: growth, decay: decay)
    }
    try Assumption("-eta f'(max(alpha, s))", -slope, .less, 1).require()
  }

  /// The iterations until the factor reaches a value.
  ///
  /// - Parameter factor: mu, between alpha and the limit, not the limit itself.
  /// - Returns: the count, a real number; 0 at alpha, infinite above the largest double.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func iterations(untilFactor factor: Double) throws(TheoryError) -> Double {
    let (low, high) = course == .growth ? (start, factor) : (factor, start)
    try Assumption("mu", low, .greater, 0).require()
    try Assumption(
      course == .growth ? "mu" : "alpha", high, .atLeast, low, course == .growth ? "alpha" : "mu"
    ).require()
    // ln(mu / alpha) keeps its digits when mu is near alpha.
    let change = factor - start
    let near = change.magnitude < start / 2
    let ratio = near ? .log(onePlus: change / start) : .log(factor) - .log(start)
    let rise = Double(depth) * ratio
    guard course != .decay else { return integral(from: position, over: -rise) }
    let share = logShare + rise
    try Assumption(
      "l mu^N / lambda", .exp(share), course == .growth ? .less : .greater, 1
    ).require()
    // The ratio of the two distances from the limit, |1 - y0| / |1 - y1| = 1 + (y1 - y0) / (1 - y1).
    let distances =
      rise.magnitude < 1
      ? Double.log(onePlus: .exp(logShare) * .expMinusOne(rise) / -.expMinusOne(share))
      : Self.logDistance(logShare) - Self.logDistance(share)
    return integral(from: position, over: course == .growth ? rise + distances : distances)
  }

  /// The iterations until a relative gap 1 - w / s^N of the product is left.
  ///
  /// - Parameter gap: between 0 and the start's, negative when the mode falls from above; not 0.
  /// - Returns: the count, a real number.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func iterations(untilGap gap: Double) throws(TheoryError) -> Double {
    try Assumption("lambda", strength, .greater, 0).require()
    let initialGap = -Double.expMinusOne(logShare)
    let sign: Double = course == .growth ? 1 : -1
    let prefix = sign > 0 ? "" : "-"
    try Assumption("\(prefix)gap", sign * gap, .greater, 0).require()
    try Assumption(
      "\(prefix)gap", sign * gap, .atMost, sign * initialGap, "the start's"
    ).require()
    let end = (course == .growth ? .log(onePlus: -gap) : 0) - Double.log(gap.magnitude)
    return integral(from: position, over: max(0, end - position))
  }

  /// ln |1 - y| from ln y.
  private static func logDistance(_ logShare: Double) -> Double {
    logShare > 1
      ? logShare + .log(onePlus: -.exp(-logShare)) : .log(Double.expMinusOne(logShare).magnitude)
  }

  /// A and B at a factor x.
  private func terms(at factor: Double) -> (growth: Double, decay: Double) {
    let n = Double(depth)
    return (
      stepSize * strength * .pow(factor, n - 2), stepSize * inputVariance * .pow(factor, 2 * n - 2)
    )
  }
}

// MARK: - Quadrature

extension DescentCount {
  /// The start in the coordinate of integration.
  ///
  /// With y = x^N / s^N it is ln(y / (1 - y)) for growth and -ln(y - 1) for a fall; -N ln x for decay. The
  /// nearest singularities are at distance pi.
  private var position: Double {
    switch course {
    case .growth: logShare - Self.logDistance(logShare)
    case .fall: -Self.logDistance(logShare)
    case .decay: -Double(depth) * .log(start)
    }
  }

  /// The iterations per unit of the coordinate, 1 / F~ times dx.
  private func density(at position: Double) -> Double {
    let n = Double(depth)
    let field = ModifiedField(depth: n)
    guard course != .decay else {
      let (growth, decay) = terms(at: .exp(-position / n))
      let rate = decay - growth
      return 1 / (n * rate * field.correction(growth: growth, decay: decay, difference: -rate))
    }
    // ln y, without overflow or cancellation at either end.
    let logShare =
      course == .growth
      ? min(position, 0) - .log(onePlus: .exp(-position.magnitude))
      : .log(onePlus: .exp(-position))
    let logLimit = (Double.log(strength) - .log(inputVariance)) / n
    let (growth, decay) = terms(at: .exp(logLimit + logShare / n))
    // A - B = A (1 - y); 1 - y is 1 / (1 + e^theta) or -e^{-phi}.
    let distance = course == .growth ? 1 / (1 + .exp(position)) : -.exp(-position)
    let correction = field.correction(
      growth: growth, decay: decay, difference: growth * distance)
    return 1 / (n * (course == .growth ? growth : decay) * correction)
  }

  /// Sums panels from the end at the small factor, where for N >= 2 the mode spends its time.
  private func integral(from start: Double, over width: Double) -> Double {
    guard width > 0 else { return 0 }
    // Panels of width 1; those next to the start are halved towards it, because 1 + h may vanish just
    // before the start of a fall or decay.
    let unitPanels = max(1, Int(width.rounded(.up)))
    let panel = width / Double(unitPanels)
    let halvings = course == .growth ? 0 : 20
    let edges =
      [0] + (0..<halvings).map { panel * .exp2(Double($0 - halvings)) }
      + (1...unitPanels).map { panel * Double($0) }
    var panels = Array(zip(edges, edges.dropFirst()))
    if course != .growth { panels.reverse() }
    var sum = 0.0
    for (index, (lower, upper)) in panels.enumerated() {
      let part = GaussLegendre.integral(from: start + lower, to: start + upper) {
        density(at: $0)
      }
      sum += part
      // From two layers on the density only falls from here, panel by panel.
      let left = Double(panels.count - index)
      if depth >= 2 && !(part * left >= sum * .ulpOfOne / 64 && sum.isFinite) { break }
    }
    return sum
  }
}
