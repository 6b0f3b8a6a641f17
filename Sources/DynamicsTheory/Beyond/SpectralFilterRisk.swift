/// Stein's unbiased estimate of the risk of a spectral filter, sum_i s_i u_i v_i^T -> sum_i f(s_i) u_i v_i^T.
///
/// ```
/// div  = sum_i [ f'(s_i) + |m - n| f(s_i)/s_i ] + 2 sum_{i < j} (s_i f(s_i) - s_j f(s_j)) / (s_i^2 - s_j^2)
/// SURE = -m n tau^2 + sum_i (f(s_i) - s_i)^2 + 2 tau^2 div
/// ```
/// for a real m x n matrix with independent Gaussian noise of standard deviation tau. Where s_i = s_j the
/// quotient is its limit (f' + f/s)/2, where s_i = 0 the ratio f/s is f'(0). The early-stopped spectral
/// start is such a filter, s -> w(t) for a mode of strength s.
///
/// Source: Candes, Sing-Long, Trzasko 2013.
public struct SpectralFilterRisk: Equatable, Sendable {
  /// The divergence of the filter.
  public let divergence: Double

  /// The estimate of the expected squared Frobenius error.
  public let risk: Double

  /// Evaluates a filter on a matrix's singular values.
  ///
  /// - Parameters:
  ///   - values: s_i >= 0, min(m, n) of them, in any order.
  ///   - filtered: f(s_i); equal where the values are, 0 at 0.
  ///   - derivatives: f'(s_i); equal where the values are.
  ///   - rowCount: m.
  ///   - columnCount: n.
  ///   - noise: tau >= 0.
  /// - Throws: ``TheoryError``.
  public init(
    values: [Double], filtered: [Double], derivatives: [Double], rowCount: Int, columnCount: Int,
    noise: Double
  ) throws(TheoryError) {
    try Self.check(values, filtered, derivatives, rowCount, columnCount)
    try Assumption("tau", noise, .atLeast, 0).require()
    let ratios = values.indices.map { values[$0] > 0 ? filtered[$0] / values[$0] : derivatives[$0] }
    let excess = (Double(rowCount) - Double(columnCount)).magnitude
    var sum = 0.0
    for i in values.indices {
      sum += derivatives[i] + excess * ratios[i]
      for j in 0..<i where values[i] == values[j] { sum += derivatives[i] + ratios[i] }
      for j in 0..<i where values[i] != values[j] {
        // s f - t g = (s - t) f + t (f - g): both differences are exact where s and t are near.
        let slope = (filtered[i] - filtered[j]) / (values[i] - values[j])
        sum += 2 * (filtered[i] + values[j] * slope) / (values[i] + values[j])
      }
    }
    divergence = sum
    let bias = zip(filtered, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let variance = noise * noise
    risk = bias + variance * (2 * sum - Double(rowCount) * Double(columnCount))
  }

  private static func check(
    _ values: [Double], _ filtered: [Double], _ derivatives: [Double], _ rowCount: Int,
    _ columnCount: Int
  ) throws(TheoryError) {
    try Assumption("m", Double(rowCount), .atLeast, 1).require()
    try Assumption("n", Double(columnCount), .atLeast, 1).require()
    let count = min(rowCount, columnCount)
    guard [values, filtered, derivatives].allSatisfy({ $0.count == count }) else {
      throw .shape("s, f and df need min(m, n) = \(count) entries each")
    }
    for i in values.indices {
      try Assumption("s", values[i], .atLeast, 0).require()
      if values[i] == 0 { try Assumption("f(0)", filtered[i], .equal, 0).require() }
      for j in 0..<i where values[i] == values[j] {
        try Assumption("f(s_i)", filtered[i], .equal, filtered[j], "f(s_j)").require()
        try Assumption("f'(s_i)", derivatives[i], .equal, derivatives[j], "f'(s_j)").require()
      }
    }
  }
}
