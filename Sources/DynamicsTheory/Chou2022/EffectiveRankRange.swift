internal import RealModule

/// The iterations of descent during which the effective rank is proven to be that of the best approximation.
///
/// ```
/// from ceil(max(T_Id(lambda_1, lambda_1^{1/N} / (2N)), max_{l<=L} T_Id(lambda_l, lambda_l^{1/N} eps / (4N))))
/// to   T^+(lambda_{L+1}, (r_L eps)^{1/N}, alpha) / eta
/// |r(best rank L) - r(W(k))| <= (1 + 6 (L'-L) / lambda_1) eps r_L + 2 (n-L') alpha^N / lambda_1
/// ```
/// The range may be empty; its end is infinite when no further mode passes r_L eps. Assumptions: N >= 2, lambda_1 >= ...
/// >= lambda_n, alpha^N < lambda_L, eps > alpha^N, eta below (21) for every eigenvalue. Source: Chou 2022, equation
/// (51), Theorem 3.4, corrected.
public struct EffectiveRankRange: Sendable {
  /// The real number whose ceiling begins the range.
  public let start: Double

  /// The real number whose floor ends it.
  public let end: Double

  /// The bound on the difference of effective ranks.
  public let bound: Double

  /// Finds the range.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - eigenvalues: lambda_1 >= ... >= lambda_n.
  ///   - rank: L, from 1 to n.
  ///   - initializationScale: alpha.
  ///   - accuracy: eps.
  ///   - stepSize: eta.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(
    depth: Int, eigenvalues: [Double], rank: Int, initializationScale: Double, accuracy: Double,
    stepSize: Double
  ) throws(TheoryError) {
    let source = Source(.chou2022, "Theorem 3.4")
    try Assumption("the depth N", Double(depth), .atLeast, 2, source: source).require()
    try Assumption("L", Double(rank), .atLeast, 1, source: source).require()
    try Assumption("L", Double(rank), .atMost, Double(eigenvalues.count), "n", source: source)
      .require()
    try Assumption("alpha", initializationScale, .greater, 0, source: source).require()
    for (upper, lower) in zip(eigenvalues, eigenvalues.dropFirst()) {
      try Assumption("lambda_{l+1}", lower, .atMost, upper, "lambda_l", source: source).require()
    }
    let product = Double.pow(initializationScale, depth)
    try Assumption("alpha^N", product, .less, eigenvalues[rank - 1], "lambda_L", source: source)
      .require()
    try Assumption("eps", accuracy, .greater, product, "alpha^N", source: source).require()
    let order = Double(depth)
    var counts: [IterationCount] = []
    for eigenvalue in eigenvalues {
      counts.append(
        try IterationCount(
          depth: depth, eigenvalue: eigenvalue, start: initializationScale, stepSize: stepSize))
    }
    var latest = 0.0
    for index in 0..<rank {
      let scale = Double.root(eigenvalues[index], depth)
      let count = try counts[index].upper(accuracy: scale * accuracy / (4 * order)).value
      latest = max(latest, count)
      if index == 0 {
        latest = max(latest, try counts[0].upper(accuracy: scale / (2 * order)).value)
      }
    }
    start = latest
    let plateau = eigenvalues.prefix(rank).reduce(0) { $0 + $1 / eigenvalues[0] }
    let level = plateau * accuracy
    let next = rank < eigenvalues.count ? eigenvalues[rank] : 0
    if next <= product || level >= next {
      end = .infinity
    } else {
      let flow = try BalancedModeFlow(depth: depth, eigenvalue: next)
      end = try flow.time(from: initializationScale, to: .root(level, depth)) / stepSize
    }
    let growing = eigenvalues.count { $0 > product }
    bound =
      (1 + 6 * Double(growing - rank) / eigenvalues[0]) * accuracy * plateau
      + 2 * Double(eigenvalues.count - growing) * product / eigenvalues[0]
  }
}
