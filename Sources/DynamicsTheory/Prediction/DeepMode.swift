internal import RealModule

/// One mode of a network of any depth, with any factors and any input variance.
///
/// ```
/// a_j' = (sigma - l w) prod_{i != j} a_i,   w = a_1 a_2 ... a_N,   a_i^2 - a_j^2 conserved
/// a' = P(a) (sigma - l a P(a)),   P(a) = prod_{j != m} sqrt(a^2 + q_j),   q_j = a_j^2 - a_m^2 >= 0
/// ```
/// with a = a_m the smallest factor. So a alone moves, towards the root of a P(a) = sigma / l, and time is a quadrature:
/// t = int da / a'. It is summed over panels that are short against the distance to the zeros of a'.
///
/// Assumptions: l >= 0; where the catalogue has a closed form (N <= 2, or equal factors) that is used.
/// Accuracy: about 1e-13. Source: the system is Gidel 2019, equation (43), and Chou 2022, equation (36); conservation
/// is Arora 2018's; the quadrature is ours.
public struct DeepMode: Sendable, Equatable {
  /// sigma, of any sign once the factors have been made non-negative.
  public let strength: Double

  /// l >= 0.
  public let inputVariance: Double

  /// a_1, ..., a_N >= 0.
  public let factors: [Double]

  /// States a mode; signs of the factors are moved into sigma, which changes nothing else than the sign of w.
  ///
  /// - Parameters:
  ///   - strength: sigma.
  ///   - inputVariance: l >= 0.
  ///   - factors: a_1, ..., a_N, at least one.
  /// - Throws: ``TheoryError``.
  public init(
    strength: Double, inputVariance: Double = 1, factors: [Double]
  ) throws(TheoryError) {
    guard !factors.isEmpty else { throw .shape("a mode needs at least one factor") }
    guard (factors + [strength, inputVariance]).allSatisfy(\.isFinite) else {
      throw .notFinite("the mode")
    }
    try Assumption("l", inputVariance, .atLeast, 0).require()
    // A factor that is 0 takes any sign.
    let isNegative =
      !factors.contains(0) && !factors.count { $0 < 0 }.isMultiple(of: 2)
    self.strength = isNegative ? -strength : strength
    self.inputVariance = inputVariance
    self.factors = factors.map(\.magnitude)
  }

  /// N.
  public var depth: Int { factors.count }

  /// w at time 0.
  public var startProduct: Double { factors.reduce(1, *) }

  /// Whether all factors are equal, so that they stay equal.
  public var isBalanced: Bool { factors.allSatisfy { $0 == factors[0] } }

  /// Where w tends to under the flow: sigma / l, or 0 where w cannot change its sign, or cannot move.
  public var limit: Double {
    let target = strength / inputVariance
    guard depth > 1 else { return inputVariance > 0 ? target : startProduct }
    let isAlone = factors.count { $0 == smallest } == 1
    if smallest == 0 && !isAlone { return 0 }
    guard inputVariance > 0 else {
      if strength == 0 { return startProduct }
      return strength > 0 ? .infinity : isAlone ? -.infinity : 0
    }
    return strength > 0 || isAlone ? target : 0
  }

  /// The rate at which the flow closes in on the limit: l sum_j prod_{i != j} a_i^2 there.
  ///
  /// For two layers it is sqrt(4 sigma^2 + l^2 delta^2) also for the limit 0. From three layers on the approach to 0 is
  /// algebraic, and the rate is 0, as it is for a mode that cannot move.
  public var rate: Double {
    guard depth > 1 else { return inputVariance }
    if depth == 2, factors.contains(where: { $0 > 0 }) {
      let (u, v) = (factors[1], factors[0])
      return .hypot(2 * strength, inputVariance * (u - v) * (u + v))
    }
    guard limit != 0, limit.isFinite else { return 0 }
    let a = smallestFactor(atProduct: limit)
    let squares = excesses.map { a * a + $0 } + [a * a]
    return inputVariance
      * squares.indices.reduce(0) { sum, j in
        sum + squares.indices.reduce(1) { $1 == j ? $0 : $0 * squares[$1] }
      }
  }

  /// w at a time of the flow.
  ///
  /// - Parameter time: t >= 0.
  /// - Returns: w(t).
  /// - Throws: ``TheoryError``.
  public func product(at time: Double) throws(TheoryError) -> Double {
    try Assumption("t", time, .atLeast, 0).require()
    if depth == 2 {
      let mode = try ImbalancedMode(
        strength: strength, inputVariance: inputVariance, u: factors[1], v: factors[0])
      return mode.state(at: time).product
    }
    if depth == 1 || (isBalanced && smallest > 0) {
      let mode = try BalancedMode(depth: depth, strength: strength, inputVariance: inputVariance)
      return try mode.product(at: time, from: startProduct)
    }
    guard velocity(smallest) != 0 else { return startProduct }
    let a = factor(at: time)
    return a * power(a)
  }

  /// The time of the flow from which no more than 1 - share of the limit is missing, or too much.
  ///
  /// - Parameter share: between 0 and 1.
  /// - Returns: the time; 0 when the start is as near, nil when the mode never gets there or its limit is 0.
  /// - Throws: ``TheoryError``.
  public func time(untilShare share: Double) throws(TheoryError) -> Double? {
    guard let end = try level(share) else { return nil }
    guard end != startProduct else { return 0 }
    guard depth > 1 else {
      return .log((startProduct - limit) / (end - limit)) / inputVariance
    }
    let target = smallestFactor(atProduct: end)
    let time = time(from: smallest, to: target)
    return time.isFinite ? time : nil
  }

  /// The product at which a share of the limit is learned; w(0) when it is from the start; nil without a limit.
  func level(_ share: Double) throws(TheoryError) -> Double? {
    try Assumption("share", share, .greater, 0).require()
    try Assumption("share", share, .less, 1).require()
    guard limit != 0, limit.isFinite else { return nil }
    let gap = (startProduct - limit) / limit
    guard gap.magnitude > 1 - share else { return startProduct }
    return limit * (gap > 0 ? 2 - share : share)
  }
}

// MARK: - The smallest factor

extension DeepMode {
  private var smallest: Double { factors.reduce(.infinity, min) }

  /// q_j of all factors but the smallest.
  private var excesses: [Double] {
    let smallest = smallest
    var rest = factors
    if let index = rest.firstIndex(of: smallest) { rest.remove(at: index) }
    return rest.map { ($0 - smallest) * ($0 + smallest) }
  }

  /// P(a).
  private func power(_ a: Double) -> Double {
    excesses.reduce(1) { $0 * ($1 + a * a).squareRoot() }
  }

  /// a'.
  private func velocity(_ a: Double) -> Double {
    let power = power(a)
    return power * (strength - inputVariance * a * power)
  }

  /// The root of a P(a) = w; the left side grows with a and is odd.
  private func smallestFactor(atProduct product: Double) -> Double {
    let goal = product.magnitude
    // a P(a) >= |a|^N, so that the root is below the balanced one.
    var (low, high) = (0.0, Double.root(goal, depth))
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return product < 0 ? -high : high }
      if middle * power(middle) < goal { low = middle } else { high = middle }
    }
  }

  /// The end of a panel of the quadrature that starts at a.
  ///
  /// The zeros of a' that are not real lie at a distance of at least sqrt(a^2 + least q) and, on the circle of the limit,
  /// of the N-th part of its length.
  private func panelEnd(from a: Double, limit: Double, least: Double) -> Double {
    let near = (a * a + least).squareRoot()
    let circle = limit == 0 ? Double.infinity : limit.magnitude / Double(depth)
    let direction: Double = velocity(a) > 0 ? 1 : -1
    let left = inputVariance > 0 ? (limit - a).magnitude : .infinity
    return a + direction * min(near, left, max(circle, near / Double(depth))) / 2
  }

  private func panelTime(from a: Double, to end: Double) -> Double {
    GaussLegendre.integral(from: a, to: end) { 1 / velocity($0) }
  }

  private func time(from start: Double, to end: Double) -> Double {
    let limit = smallestFactor(atProduct: limit)
    let least = excesses.reduce(.infinity, min)
    var (a, time) = (start, 0.0)
    while a != end {
      var next = panelEnd(from: a, limit: limit, least: least)
      // A velocity that underflows points nowhere.
      guard next == a || (next - a).sign == (end - a).sign else { return .infinity }
      if (next - a).magnitude >= (end - a).magnitude || next == a { next = end }
      time += panelTime(from: a, to: next)
      a = next
    }
    return time
  }

  private func factor(at time: Double) -> Double {
    let goal = self.limit
    let limit = goal.isFinite ? smallestFactor(atProduct: goal) : .infinity
    let least = excesses.reduce(.infinity, min)
    var (a, left) = (smallest, time)
    while true {
      let next = panelEnd(from: a, limit: limit, least: least)
      guard next != a, next.isFinite else { return a }
      let panel = panelTime(from: a, to: next)
      guard panel < left else { return crossing(from: a, to: next, after: left) }
      left -= panel
      a = next
    }
  }

  /// The factor a time after `start`, inside a panel.
  private func crossing(from start: Double, to end: Double, after time: Double) -> Double {
    var (low, high) = (start, end)
    while true {
      let middle = low + (high - low) / 2
      guard middle != low, middle != high else { return high }
      if panelTime(from: start, to: middle) < time { low = middle } else { high = middle }
    }
  }
}
