internal import RealModule

/// A signal of low rank under Gaussian noise, as the matrix grows: what each observed singular value says of the signal behind it.
///
/// With y = s / (sqrt(max(m, n)) tau) and beta = min/max, a signal of strength x > beta^{1/4} shows as
/// y^2 = (x + 1/x)(x + beta/x) > (1 + sqrt beta)^2, with cosines c and d between its singular vectors and the observed ones:
///
/// ```
/// x^2 = (y^2 - beta - 1 + sqrt((y^2 - beta - 1)^2 - 4 beta)) / 2
/// c^2 = (x^4 - beta) / (x^4 + beta x^2)      d^2 = (x^4 - beta) / (x^4 + x^2)
/// ```
/// Source: Benaych-Georges and Nadakuditi 2012; Gavish and Donoho 2017, equations (4) to (6).
struct SpikedModel {
  /// beta.
  let aspectRatio: Double

  /// max(m, n).
  let longer: Double

  /// sqrt(max(m, n)) tau.
  let unit: Double

  /// The model of a matrix.
  ///
  /// - Parameters:
  ///   - matrix: the matrix.
  ///   - noise: tau > 0.
  init(_ matrix: DecomposedMatrix, noise: Double) {
    longer = matrix.sides.longer
    aspectRatio = matrix.sides.shorter / longer
    unit = longer.squareRoot() * noise
  }

  /// A signal's strength and the product of its two cosines, in units of the noise.
  struct Signal {
    let strength: Double
    let overlap: Double
  }

  /// The signal behind an observed value; nil within the noise.
  static func signal(behind y: Double, aspectRatio beta: Double) -> Signal? {
    let root = beta.squareRoot()
    guard y > 1 + root else { return nil }
    // (y^2 - beta - 1)^2 - 4 beta as a product of positive terms.
    let discriminant =
      ((y - 1 - root) * (y + 1 + root) * (y - 1 + root) * (y + 1 - root)).squareRoot()
    let strength = ((y * y - beta - 1 + discriminant) / 2).squareRoot()
    // x c d = discriminant / y.
    return Signal(strength: strength, overlap: discriminant / (y * strength))
  }

  /// A value this many times the noise's unit is the signal itself, to rounding: what is taken off is of the order 1 / y.
  static let farAbove = 1 / Double.ulpOfOne

  /// The squared Frobenius error to expect of filtered values, x^2 + f^2 - 2 x f c d for each signal and f^2 for the rest.
  ///
  /// Signals within the noise, whose number nobody knows, are left out: they add the same to every estimate that does not
  /// keep them.
  func squaredError(values: [Double], filtered: [Double]) -> Double {
    zip(values, filtered).reduce(0) { sum, mode in
      let (s, f) = mode
      guard s < Self.farAbove * unit else { return sum + (s - f) * (s - f) }
      guard let signal = Self.signal(behind: s / unit, aspectRatio: aspectRatio) else {
        return sum + f * f
      }
      let x = unit * signal.strength
      return sum + x * x + f * f - 2 * x * f * signal.overlap
    }
  }

  /// How many of the values stand out of the noise: above what noise alone reaches in one matrix of a hundred.
  ///
  /// ```
  /// s_1^2 / tau^2 ~ a^2 + a (1/sqrt m + 1/sqrt n)^{1/3} TW,  a = sqrt m + sqrt n
  /// ```
  /// and Tracy and Widom's law of order 1 has 99 % of its mass below 2.02. Source: Johnstone 2001, theorem 1.1.
  func signalCount(_ values: [Double]) -> Int {
    // In units of the longer side n: a = sqrt n (1 + sqrt beta), the tau sqrt n of the unit taken out.
    let edge = 1 + aspectRatio.squareRoot()
    let width =
      Double.root((1 + 1 / aspectRatio.squareRoot()) / longer.squareRoot(), 3)
      / longer.squareRoot()
    let limit = unit * (edge * edge + 2.02 * edge * width).squareRoot()
    return values.count { $0 > limit }
  }
}
