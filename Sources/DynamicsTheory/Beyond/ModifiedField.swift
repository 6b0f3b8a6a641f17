internal import RealModule

/// The flow whose time-1 map is one step of descent on a balanced mode, x -> x + F(x).
///
/// ```
/// F(x) = eta x^{N-1} (lambda - l x^N) = x (A - B),   A = eta lambda x^{N-2},   B = eta l x^{2N-2}
/// F~   = F G,   G = L(h) + q a(h),   h = F',   q = F F''
/// L(h) = ln(1 + h) / h,   a(h) = (atanh(v) / v - 1) / (h^2 (1 + h)),   v = h / (2 + h)
/// ```
/// Expanded in eta, F~ = F (1 - h/2 + h^2/3 + q/12) + O(eta^4), the field of backward error analysis. The sums
/// over all powers of h solve F~(x + F) = (1 + h) F~(x) to first order in q, so that F~ is exact where F is
/// linear: at the fixed points, and for N = 1 everywhere.
struct ModifiedField {
  /// N.
  let depth: Double

  /// The correction factor G.
  ///
  /// - Parameters:
  ///   - growth: A.
  ///   - decay: B.
  ///   - difference: A - B, which the caller may know better than by subtraction.
  /// - Returns: G; it needs h > -1.
  func correction(growth: Double, decay: Double, difference: Double) -> Double {
    let h = slope(growth: growth, decay: decay)
    guard depth > 1 else { return Self.logarithmicRatio(h) }
    let curvature =
      (depth - 1) * (depth - 2) * growth - (2 * depth - 1) * (2 * depth - 2) * decay
    return Self.logarithmicRatio(h) + difference * curvature * Self.curvatureWeight(h)
  }

  /// h = F'.
  func slope(growth: Double, decay: Double) -> Double {
    (depth == 1 ? 0 : (depth - 1) * growth) - (2 * depth - 1) * decay
  }

  /// ln(1 + h) / h, 1 at 0.
  private static func logarithmicRatio(_ h: Double) -> Double {
    h == 0 ? 1 : .log(onePlus: h) / h
  }

  /// a(h); 1/12 at 0.
  private static func curvatureWeight(_ h: Double) -> Double {
    let v = h / (2 + h)
    guard v.magnitude < 0.3 else {
      return ((1 + h / 2) * logarithmicRatio(h) - 1) / (h * h * (1 + h))
    }
    // atanh(v) / v - 1 = v^2 (1/3 + v^2/5 + ...); the 16th power of 0.09 is below rounding.
    let series = (0..<16).reversed().reduce(0) { $0 * v * v + 1 / Double(2 * $1 + 3) }
    return series / ((2 + h) * (2 + h) * (1 + h))
  }
}
