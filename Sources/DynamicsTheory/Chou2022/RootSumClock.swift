internal import RealModule

/// The antiderivative U^+ of equation (17), with the additive constant of its principal logarithms.
///
/// ```
/// N = 2:  U(mu) = -ln|lambda / mu^2 - 1| / (2 lambda)
/// N >= 3: U(mu) = -(lambda^{2/N-2} / N) sum_l Re(e^{4 pi i l / N} Ln(s e^{2 pi i l / N} - mu)) - 1 / (lambda (N - 2) mu^{N-2})
/// ```
/// The real roots take ln|.|. Differences of U are times of the flow; far above s the logarithms cancel, so that
/// there U is its limit for mu -> infinity plus the time from there. For lambda = 0 it is mu^{2-2N} / (2N - 2).
///
/// Source: Chou 2022, equation (17), with the sign of the sum corrected.
public struct RootSumClock: Sendable {
  private let depth: Int
  private let eigenvalue: Double

  /// States the mode.
  ///
  /// - Parameters:
  ///   - depth: N >= 2.
  ///   - eigenvalue: lambda >= 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(depth: Int, eigenvalue: Double) throws(TheoryError) {
    try Assumption("the depth N", Double(depth), .atLeast, 2).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    try Assumption("lambda", eigenvalue, .atLeast, 0).require()
    self.depth = depth
    self.eigenvalue = eigenvalue
  }

  /// U at mu > 0; plus infinity at the fixed point, which takes infinite time to reach.
  ///
  /// - Parameter value: mu.
  /// - Returns: U(mu).
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func clock(at value: Double) throws(TheoryError) -> Double {
    try Assumption("mu", value, .greater, 0).require()
    let order = Double(depth)
    guard eigenvalue > 0 else { return .pow(value, 2 - 2 * order) / (2 * order - 2) }
    let scale = Double.root(eigenvalue, depth)
    let unit = .pow(scale, 2 - 2 * order) / order
    let share = order * (.log(value) - .log(scale))
    guard share <= 0 else {
      // From infinity, theta = 0, down to mu.
      let theta =
        share > 1
        ? -Double.log(onePlus: -.exp(-share)) : share - .log(.expMinusOne(share))
      let integral = RelaxationIntegral(
        course: .falling, exponent: 1 - 2 / order, inverseStart: 0, distance: 1)
      return unit * (limitAtInfinity + integral.value(from: 0, width: theta))
    }
    guard depth > 2 else { return -unit * .log(.expMinusOne(-share)) }
    return -unit * rootSum(at: value, scale: scale)
      - 1 / (eigenvalue * (order - 2) * .pow(value, depth - 2))
  }

  /// The sum over all N roots; conjugate ones give the same.
  private func rootSum(at value: Double, scale: Double) -> Double {
    var sum = Double.log((scale - value).magnitude)
    if depth.isMultiple(of: 2) { sum += .log(scale + value) }
    for l in 1..<((depth + 1) / 2) {
      let angle = 2 * .pi * Double(l) / Double(depth)
      let (x, y) = (scale * .cos(angle) - value, scale * .sin(angle))
      let (modulus, argument) = (Double.log(.hypot(x, y)), Double.atan2(y: y, x: x))
      sum += 2 * (.cos(2 * angle) * modulus - .sin(2 * angle) * argument)
    }
    return sum
  }

  /// N lambda^{2-2/N} U for mu -> infinity, where every complex root's argument tends to pi.
  private var limitAtInfinity: Double {
    guard depth % 2 == 1 else { return 0 }
    return (1..<((depth + 1) / 2)).reduce(0) {
      $0 + 2 * .pi * .sin(4 * .pi * Double($1) / Double(depth))
    }
  }
}
