internal import RealModule

/// Step sizes for which descent of a two-layer network learns its modes one after another.
///
/// ```
/// a_i(0) = e^{-2 delta},  t = floor(delta / (sigma_j eta)),  delta -> infinity:
/// a_i(t) -> sigma_i / lambda_i   if ln(1 + eta sigma_i) > eta sigma_j, else 0
/// ```
/// For strictly decreasing sigma the largest step size with that order is the least root of
/// ln(1 + eta sigma_i) = eta sigma_{i+1} over i; 2 (sigma_i - sigma_{i+1}) / sigma_i^2 is sufficient, and
/// 1 / (2 sigma_1) is the limit that keeps every mode monotone.
///
/// Source: Gidel 2019, Corollary 3 and equation (26); the criterion itself is ours.
public struct DescentThresholds: Sendable {
  /// 1 / (2 sigma_1).
  public let lipschitz: Double

  /// The largest step size that learns in order.
  public let exact: Double

  /// The least 2 (sigma_i - sigma_{i+1}) / sigma_i^2: sufficient.
  public let printedFirst: Double

  /// The least (sigma_i - sigma_{i+1}) / (2 sigma_{i+1}^2): printed, not needed.
  public let printedSecond: Double

  /// The least (sigma_i - sigma_{i+1}) / (2 sigma_i^2): of the printed proof, not needed.
  public let proof: Double

  /// Finds the thresholds; those over pairs are infinite for a single mode.
  ///
  /// - Parameter strengths: sigma_1 > sigma_2 > ... > 0.
  /// - Throws: ``TheoryError``.
  public init(strengths: [Double]) throws(TheoryError) {
    guard let first = strengths.first, let last = strengths.last else {
      throw .shape("the list of strengths is empty")
    }
    let source = Source(.gidel2019, "Corollary 3")
    try Assumption("the last sigma", last, .greater, 0, source: source).require()
    let pairs = Array(zip(strengths, strengths.dropFirst()))
    for (upper, lower) in pairs {
      try Assumption("sigma_{i+1}", lower, .less, upper, "sigma_i", source: source).require()
    }
    func least(_ value: ((Double, Double)) -> Double) -> Double {
      pairs.map(value).min() ?? .infinity
    }
    lipschitz = 1 / (2 * first)
    printedFirst = least { 2 * ($0 - $1) / ($0 * $0) }
    printedSecond = least { ($0 - $1) / (2 * $1 * $1) }
    proof = least { ($0 - $1) / (2 * $0 * $0) }
    exact = least { Self.root($0, $1) }
  }

  /// The positive root of ln(1 + eta s) = eta r, r < s.
  ///
  /// With x = eta s it is the root of ln(1 + x) / x = r / s, or of (x - ln(1 + x)) / x = 1 - r / s: the first where x is
  /// large, the second where r is near s and x small, by its series.
  private static func root(_ larger: Double, _ smaller: Double) -> Double {
    let share = (larger - smaller) / larger
    func isBelowRoot(_ x: Double) -> Bool {
      guard x < 0.5 else { return .log(onePlus: x) / x > smaller / larger }
      var (sum, power) = (0.0, 1.0)
      for k in 2..<64 {
        power *= -x
        let term = -power / Double(k)
        sum += term
        if term.magnitude < sum.magnitude * .ulpOfOne / 4 { break }
      }
      return sum < share
    }
    // x = 2 q is below the root, q = 1 - r / s, since ln(1 + x) >= x - x^2 / 2.
    var (low, high) = (2 * share, 4 * share)
    while isBelowRoot(high) { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if isBelowRoot(middle) { low = middle } else { high = middle }
    }
    return high / larger
  }

  /// Whether mode i is learned at the transition of mode j, and its limit.
  ///
  /// - Parameters:
  ///   - mode: i, from 0.
  ///   - transition: j, from 0; one past the last mode is infinite time.
  ///   - strengths: sigma.
  ///   - inputVariances: lambda.
  ///   - stepSize: eta, with 2 eta sigma_1 < 1.
  /// - Returns: sigma_i / lambda_i or 0.
  /// - Throws: ``TheoryError``.
  public static func limit(
    ofMode mode: Int, atTransition transition: Int, strengths: [Double], inputVariances: [Double],
    stepSize: Double
  ) throws(TheoryError) -> Double {
    let source = Source(.gidel2019, "Corollary 3")
    guard strengths.count == inputVariances.count, !strengths.isEmpty else {
      throw .shape("\(strengths.count) strengths, but \(inputVariances.count) input variances")
    }
    try Assumption("eta", stepSize, .greater, 0, source: source).require()
    let largest = strengths.reduce(0, max)
    try Assumption("2 eta sigma_1", 2 * stepSize * largest, .less, 1, source: source).require()
    try Assumption("i", Double(mode + 1), .atLeast, 1).require()
    try Assumption("j", Double(transition + 1), .atLeast, 0).require()
    try Assumption(
      "j", Double(transition + 1), .atMost, Double(strengths.count + 1), "number of modes + 1"
    ).require()
    guard mode < strengths.count, strengths[mode] > 0 else { return 0 }
    try Assumption("lambda_i", inputVariances[mode], .greater, 0, source: source).require()
    // T_0 = 0: nothing has happened; a mode's own transition comes too early for descent.
    guard transition > mode else { return 0 }
    let rival = transition < strengths.count ? strengths[transition] : 0
    let isLearned = Double.log(onePlus: stepSize * strengths[mode]) > stepSize * rival
    return isLearned ? strengths[mode] / inputVariances[mode] : 0
  }
}
