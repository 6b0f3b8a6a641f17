internal import RealModule

/// Truncation at the threshold that is best as the matrix grows, for any signal of low rank.
///
/// ```
/// lambda*(beta) = sqrt(2 (beta + 1) + 8 beta / (beta + 1 + sqrt(beta^2 + 14 beta + 1)))      beta = min / max
/// known noise tau:  lambda*(beta) sqrt(max(m, n)) tau      unknown:  omega(beta) s_med,  omega = lambda* / sqrt mu(beta)
/// ```
/// For a square matrix 4/sqrt(3) sqrt(n) tau, and 2.858 times the median. It is the *larger* dimension that scales a known
/// noise level.
///
/// Source: Gavish and Donoho 2014, equations (3), (4), (5) and section III-E.
public struct HardThreshold: MatrixDenoiser {
  /// What is known of the noise.
  public let noise: NoiseLevel

  /// States what is known of the noise.
  public init(noise: NoiseLevel = .estimated) {
    self.noise = noise
  }

  /// "optimal hard threshold".
  public var name: String { "optimal hard threshold" }

  /// lambda*(beta), the threshold in units of sqrt(max(m, n)) tau.
  ///
  /// - Parameter beta: the aspect ratio, in (0, 1].
  /// - Returns: the coefficient.
  public static func knownNoiseCoefficient(aspectRatio beta: Double) -> Double {
    precondition(beta > 0 && beta <= 1, "an aspect ratio lies in (0, 1]")
    let root = (beta * beta + 14 * beta + 1).squareRoot()
    return (2 * (beta + 1) + 8 * beta / (beta + 1 + root)).squareRoot()
  }

  /// omega(beta), the threshold in units of the median singular value.
  ///
  /// - Parameter beta: the aspect ratio, in (0, 1].
  /// - Returns: the coefficient.
  public static func medianCoefficient(aspectRatio beta: Double) -> Double {
    knownNoiseCoefficient(aspectRatio: beta)
      / MarchenkoPastur(aspectRatio: beta).median.squareRoot()
  }

  /// Cuts a matrix off.
  ///
  /// - Parameter matrix: the matrix.
  /// - Returns: the cleaned matrix.
  /// - Throws: ``EstimationError``.
  public func fit(_ matrix: DecomposedMatrix) throws(EstimationError) -> DenoisedMatrix {
    let tau = try noise.standardDeviation(of: matrix)
    let (shorter, longer) = matrix.sides
    let threshold =
      Self.knownNoiseCoefficient(aspectRatio: shorter / longer) * longer.squareRoot() * tau
    let values = matrix.values.map { $0 > threshold ? $0 : 0 }
    return DenoisedMatrix(
      matrix, values: values, noise: tau, choice: .rank(values.count { $0 > 0 }))
  }
}

extension DecomposedMatrix {
  /// The smaller and the larger dimension.
  var sides: (shorter: Double, longer: Double) {
    (Double(min(rowCount, columnCount)), Double(max(rowCount, columnCount)))
  }
}
