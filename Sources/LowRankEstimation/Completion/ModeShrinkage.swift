internal import LinearAlgebra
internal import RealModule

/// What noise added to the singular values of an estimate, taken off again.
///
/// ```
/// s_k -> s_k max(0, 1 - c / s_k^2)
/// ```
/// Noise makes learned singular values too large, and the weak ones by more; the best shrinkage has this form up to
/// terms of higher order in c / s^2. The one number c >= 0 is the one with the smallest held-out error.
///
/// Source: Gavish, Donoho 2017, equation (7), expanded for large s.
struct ModeShrinkage: Equatable {
  /// c.
  let constant: Double

  /// Candidates of c above 0, geometrically spaced.
  private static let candidateCount = 12

  /// The smallest candidate over the square of the largest singular value.
  private static let smallestRatio = 1e-3

  /// Takes c.
  init(constant: Double) {
    self.constant = constant
  }

  /// Finds c.
  ///
  /// - Parameters:
  ///   - part: the singular values and vectors of the estimate.
  ///   - heldOut: what it did not see; its residuals are overwritten.
  init(_ part: LeadingPart, heldOut: inout some FactoredLoss) {
    let largest = part.values.first ?? 0
    var (best, bestSquare) = (0.0, Double.infinity)
    for candidate in 0...Self.candidateCount {
      let position = Double(candidate - 1) / Double(Self.candidateCount)
      let constant =
        candidate == 0 ? 0 : largest * largest * Double.pow(Self.smallestRatio, 1 - position)
      let trial = ModeShrinkage(constant: constant)
      let left = part.leftRows.scalingRows(by: part.values.map(trial.shrunk))
      let square = heldOut.formResiduals(left: left, right: part.rightRows)
      if square < bestSquare { (best, bestSquare) = (constant, square) }
    }
    constant = best
  }

  /// s max(0, 1 - c / s^2).
  func shrunk(_ value: Double) -> Double {
    constant == 0 ? value : value > 0 ? value * max(0, 1 - constant / (value * value)) : 0
  }

  /// The factors of the shrunk estimate: the last one is multiplied from the left.
  ///
  /// - Parameter factors: the estimate W.
  /// - Returns: as many factors.
  /// - Throws: ``EstimationError/decomposition(_:)``.
  func shrinking(_ factors: DeepFactors) throws(EstimationError) -> DeepFactors {
    guard constant > 0 else { return factors }
    let part = try factors.decomposition()
    let scales = part.values.map { $0 > 0 ? self.shrunk($0) / $0 : 0 }
    // W_N (p x w) becomes U diag(scales) U^T W_N, transposed here.
    let onModes = Matrix.product(factors.lastTransposed.factor, part.leftRows.transposed)
    var result = factors
    result.lastTransposed.formProduct(
      onModes.scalingColumns(by: scales).factor, part.leftRows.factor)
    return result
  }
}
