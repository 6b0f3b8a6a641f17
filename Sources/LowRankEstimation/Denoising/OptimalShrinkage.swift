internal import RealModule

/// Shrinkage of singular values that is best as the matrix grows, for any signal of low rank, in one of three losses.
///
/// With y = s / (sqrt(max(m, n)) tau), beta = min/max, and x^2 = (y^2 - beta - 1 + sqrt((y^2 - beta - 1)^2 - 4 beta)) / 2 the strength
/// of the signal behind y, for y >= 1 + sqrt beta and 0 below:
///
/// ```
/// Frobenius   eta = sqrt((y^2 - beta - 1)^2 - 4 beta) / y
/// operator    eta = x sqrt((x^2 + beta) / (x^2 + 1))
/// nuclear     eta = max(0, (x^4 - beta - sqrt(beta) x y) / (x^2 y))
/// ```
/// Source: Gavish and Donoho 2017, equations (7), (9), (10); for the operator norm Leeb 2022, because their eta = x is best
/// for square matrices alone (``Loss/operatorNormAsPrinted``).
public struct OptimalShrinkage: MatrixDenoiser {
  /// What counts as error.
  public enum Loss: String, Codable, CaseIterable, Sendable {
    /// The squared Frobenius norm.
    case frobenius

    /// The operator norm.
    case operatorNorm

    /// The nuclear norm.
    case nuclear

    /// Gavish and Donoho's shrinker for the operator norm, eta = x, as they print it for all shapes.
    case operatorNormAsPrinted

    /// Its name in words.
    var words: String {
      switch self {
      case .frobenius: "Frobenius"
      case .operatorNorm: "operator"
      case .nuclear: "nuclear"
      case .operatorNormAsPrinted: "operator, as printed"
      }
    }
  }

  /// The loss.
  public let loss: Loss

  /// What is known of the noise.
  public let noise: NoiseLevel

  /// States the loss and what is known of the noise.
  public init(_ loss: Loss = .frobenius, noise: NoiseLevel = .estimated) {
    (self.loss, self.noise) = (loss, noise)
  }

  /// "optimal shrinkage (Frobenius)".
  public var name: String { "optimal shrinkage (\(loss.words))" }

  /// eta(y), in units of sqrt(max(m, n)) tau.
  ///
  /// - Parameters:
  ///   - y: a singular value in these units.
  ///   - beta: the aspect ratio, in (0, 1].
  /// - Returns: what takes its place, in these units.
  public func shrunken(_ y: Double, aspectRatio beta: Double) -> Double {
    precondition(beta > 0 && beta <= 1, "an aspect ratio lies in (0, 1]")
    guard let signal = SpikedModel.signal(behind: y, aspectRatio: beta) else { return 0 }
    let x = signal.strength
    let square = x * x
    switch loss {
    case .frobenius: return x * signal.overlap
    case .operatorNorm: return x * ((square + beta) / (square + 1)).squareRoot()
    case .operatorNormAsPrinted: return x
    case .nuclear:
      return max(0, (square * square - beta - beta.squareRoot() * x * y) / (square * y))
    }
  }

  /// Shrinks a matrix.
  ///
  /// - Parameter matrix: the matrix.
  /// - Returns: the cleaned matrix.
  /// - Throws: ``EstimationError``.
  public func fit(_ matrix: DecomposedMatrix) throws(EstimationError) -> DenoisedMatrix {
    let tau = try noise.standardDeviation(of: matrix)
    let (shorter, longer) = matrix.sides
    let unit = longer.squareRoot() * tau
    let values = matrix.values.map { value in
      // Far above the noise, and everywhere without any, nothing is shrunk.
      value / unit < SpikedModel.farAbove
        ? unit * shrunken(value / unit, aspectRatio: shorter / longer) : value
    }
    return DenoisedMatrix(
      matrix, values: values, noise: tau, choice: .rank(values.count { $0 > 0 }))
  }
}
