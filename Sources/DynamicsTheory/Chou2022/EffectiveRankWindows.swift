internal import RealModule

/// When the flow of a two-layer factorisation from a small identical start has a known effective rank.
///
/// ```
/// p_l(t) = 1 / (e^{-2 lambda_l t} / alpha^2 + 2t phi1(-2 lambda_l t)),   g_l = lambda_l / p_l
/// I_1: |g_1/g_l - 1| < eps for l <= L,   I_2: p_{L+1}/p_1 < r_L eps / (L'-L),   I_3: g_1 < C
/// |r(best rank L) - r(W(t))| <= 2 eps r_L + C (n-L') alpha^2 / lambda_1   on their intersection
/// ```
/// with r the nuclear over the spectral norm, r_L = (lambda_1 + ... + lambda_L) / lambda_1, L' the number of
/// lambda_l > alpha^2, and eps r_L instead of 2 eps r_L for L = 1. Assumptions: lambda_1 >= ... >= lambda_n >= 0,
/// alpha^2 < lambda_L. Iterations of descent are times divided by eta, approximately.
///
/// Source: Chou 2022, equations (47) to (49), Theorem 3.1.
public struct EffectiveRankWindows: Sendable {
  private let eigenvalues: [Double]
  private let rank: Int
  private let start: Double

  /// L', the number of eigenvalues above alpha^2.
  public let growingCount: Int

  /// States spectrum, rank and start.
  ///
  /// - Parameters:
  ///   - eigenvalues: lambda_1 >= ... >= lambda_n >= 0.
  ///   - rank: L, from 1 to n.
  ///   - start: alpha > 0, alpha^2 < lambda_L.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(eigenvalues: [Double], rank: Int, start: Double) throws(TheoryError) {
    let source = Source(.chou2022, "Theorem 3.1")
    try Assumption("L", Double(rank), .atLeast, 1, source: source).require()
    try Assumption("L", Double(rank), .atMost, Double(eigenvalues.count), "n", source: source)
      .require()
    for (upper, lower) in zip(eigenvalues, eigenvalues.dropFirst()) {
      try Assumption("lambda_{l+1}", lower, .atMost, upper, "lambda_l", source: source).require()
    }
    try Assumption("the last lambda", eigenvalues[eigenvalues.count - 1], .atLeast, 0).require()
    try Assumption("alpha", start, .greater, 0, source: source).require()
    try Assumption(
      "alpha^2", start * start, .less, eigenvalues[rank - 1], "lambda_L", source: source
    ).require()
    self.eigenvalues = eigenvalues
    self.rank = rank
    self.start = start
    growingCount = eigenvalues.count { $0 > start * start }
  }

  /// r_L, the effective rank of the best approximation of rank L: its plateau.
  public var plateau: Double {
    eigenvalues.prefix(rank).reduce(0) { $0 + $1 / eigenvalues[0] }
  }

  /// The right-hand side of (49).
  ///
  /// - Parameters:
  ///   - accuracy: eps > 0.
  ///   - growth: C > 1.
  /// - Returns: the bound on the difference of effective ranks.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func bound(accuracy: Double, growth: Double) throws(TheoryError) -> Double {
    try require(accuracy, growth)
    let tail = Double(eigenvalues.count - growingCount) * start * start / eigenvalues[0]
    return (rank == 1 ? 1 : 2) * accuracy * plateau + growth * tail
  }

  /// The three sets of times and their intersection, each as open intervals.
  public struct Windows: Sendable {
    /// I_1: the leading L modes have risen together.
    public let risen: [ClosedRange<Double>]

    /// I_2: the next mode has not risen yet.
    public let waiting: [ClosedRange<Double>]

    /// I_3: the first mode is near its limit.
    public let settled: [ClosedRange<Double>]

    /// The times at which all three hold.
    public let all: [ClosedRange<Double>]
  }

  /// The windows of time in which the bound holds.
  ///
  /// - Parameters:
  ///   - accuracy: eps > 0.
  ///   - growth: C > 1.
  /// - Returns: the windows.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func windows(accuracy: Double, growth: Double) throws(TheoryError) -> Windows {
    try require(accuracy, growth)
    let everything = [0...Double.infinity]
    var risen = everything
    for eigenvalue in eigenvalues.prefix(rank).dropFirst() where eigenvalue < eigenvalues[0] {
      let ratio = RiseRatio(
        first: eigenvalues[0], other: eigenvalue, squaredStart: start * start)
      risen = Self.intersection(risen, ratio.near(one: accuracy))
    }
    var waiting = everything
    if growingCount > rank {
      let ratio = RiseRatio(
        first: eigenvalues[0], other: eigenvalues[rank], squaredStart: start * start)
      let threshold = plateau * accuracy / Double(growingCount - rank)
      waiting = ratio.below(.log(threshold * (eigenvalues[0] / eigenvalues[rank])))
    }
    let excess = eigenvalues[0] / (start * start) - 1
    let settling = Double.log(excess / (growth - 1)) / (2 * eigenvalues[0])
    let settled = [max(0, settling)...Double.infinity]
    return Windows(
      risen: risen, waiting: waiting, settled: settled,
      all: Self.intersection(Self.intersection(risen, waiting), settled))
  }

  private func require(_ accuracy: Double, _ growth: Double) throws(TheoryError) {
    let source = Source(.chou2022, "Theorem 3.1")
    try Assumption("eps", accuracy, .greater, 0, source: source).require()
    try Assumption("C", growth, .greater, 1, source: source).require()
  }

  private static func intersection(
    _ left: [ClosedRange<Double>], _ right: [ClosedRange<Double>]
  ) -> [ClosedRange<Double>] {
    left.flatMap { a in
      right.compactMap { b in
        let (low, high) = (max(a.lowerBound, b.lowerBound), min(a.upperBound, b.upperBound))
        return low < high ? low...high : nil
      }
    }
  }
}

/// The ratio g_1 / g_l over time: from lambda_1 / lambda_l down to a minimum below 1 and up to 1.
private struct RiseRatio {
  let first: Double
  let other: Double
  let squaredStart: Double

  /// ln(g_1 / g_l), with g = 1 + (lambda / alpha^2 - 1) e^{-2 lambda t}.
  private func logarithm(at time: Double) -> Double {
    .log(onePlus: excess(first, time)) - .log(onePlus: excess(other, time))
  }

  private func excess(_ eigenvalue: Double, _ time: Double) -> Double {
    (eigenvalue / squaredStart - 1) * .exp(-2 * eigenvalue * time)
  }

  /// The time of the minimum, where lambda_1 - p_1 = lambda_l - p_l.
  private var turn: Double {
    root(from: 0, to: nil) { time in
      func gap(_ eigenvalue: Double) -> Double {
        let excess = excess(eigenvalue, time)
        return eigenvalue * excess / (1 + excess)
      }
      return gap(first) <= gap(other)
    }
  }

  /// Where the logarithm is below a level: one interval or none.
  func below(_ level: Double) -> [ClosedRange<Double>] {
    guard first > other else { return level > 0 ? [0...Double.infinity] : [] }
    let turn = turn
    guard logarithm(at: turn) < level else { return [] }
    let start =
      logarithm(at: 0) < level ? 0 : root(from: 0, to: turn) { logarithm(at: $0) < level }
    let end =
      level > 0 ? Double.infinity : root(from: turn, to: nil) { logarithm(at: $0) >= level }
    return [start...end]
  }

  /// Where the ratio is within `accuracy` of 1: up to two intervals.
  func near(one accuracy: Double) -> [ClosedRange<Double>] {
    let outer = below(.log(onePlus: accuracy))
    guard let outer = outer.first else { return [] }
    guard accuracy < 1, let inner = below(.log(onePlus: -accuracy)).first else { return [outer] }
    let early = outer.lowerBound..<inner.lowerBound
    let late = inner.upperBound...outer.upperBound
    return (early.isEmpty ? [] : [early.lowerBound...early.upperBound]) + [late]
  }

  /// The first time at which a condition that stays true once it is true holds, by bisection.
  private func root(from start: Double, to end: Double?, _ holds: (Double) -> Bool) -> Double {
    var low = start
    var high = end ?? max(start, 1 / first)
    while end == nil, !holds(high), high.isFinite { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if holds(middle) { high = middle } else { low = middle }
    }
  }
}
