internal import RealModule

/// Gauss and Legendre's quadrature rule with 20 nodes, exact for polynomials of degree 39.
///
/// On a panel whose integrand is analytic out to six half-widths it is exact to rounding. Nodes are the zeros
/// of the Legendre polynomial P_20, found by Newton's method; weights are 2 / ((1 - x^2) P_20'(x)^2).
enum GaussLegendre {
  private static let count = 20

  /// The positive nodes on [-1, 1] with their weights; the negative ones mirror them.
  private static let rule: [(node: Double, weight: Double)] = (0..<count / 2).map { index in
    var x = Double.cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
    var slope = 0.0
    // Newton's method doubles the digits of the starting value, which has three.
    for _ in 0..<6 {
      let (value, derivative) = legendre(at: x)
      slope = derivative
      x -= value / derivative
    }
    return (x, 2 / ((1 - x * x) * slope * slope))
  }

  /// P_20 and its derivative, by the three-term recurrence.
  private static func legendre(at x: Double) -> (value: Double, derivative: Double) {
    var (last, current) = (1.0, x)
    for degree in 2...count {
      let n = Double(degree)
      (last, current) = (current, ((2 * n - 1) * x * current - (n - 1) * last) / n)
    }
    return (current, Double(count) * (x * current - last) / (x * x - 1))
  }

  /// The integral over [lower, upper].
  static func integral(
    from lower: Double, to upper: Double, of integrand: (Double) -> Double
  ) -> Double {
    let (middle, half) = ((lower + upper) / 2, (upper - lower) / 2)
    return half
      * rule.reduce(0) {
        $0 + $1.weight
          * (integrand(middle - half * $1.node) + integrand(middle + half * $1.node))
      }
  }
}
