internal import LinearAlgebra
internal import RealModule

/// What noise added to the singular values of an estimate, taken off again.
///
/// ```
/// s_k -> s_k max(0, 1 - c / s_k^2)
/// ```
/// Noise makes learned singular values too large, and the weak ones by more; the best shrinkage has this form up to terms of higher order in
/// c / s^2. The one number c >= 0 is the one with the smallest held-out error.
///
/// Source: Gavish, Donoho 2017, equation (7), expanded for large s.
struct ModeShrinkage: Equatable {
  /// c.
  let constant: Double

  /// The held-out mean squared residual with it.
  let heldOutSquare: Double

  /// Candidates of c above 0, geometrically spaced.
  private static let candidateCount = 40

  /// The smallest candidate over the square of the largest singular value.
  private static let smallestRatio = 1e-4

  /// Finds c.
  ///
  /// - Parameters:
  ///   - factors: the estimate W.
  ///   - heldOut: what it did not see.
  /// - Throws: ``EstimationError/decomposition(_:)``.
  init(_ factors: DeepFactors, heldOut: some FactoredLoss) throws(EstimationError) {
    var heldOut = heldOut
    let part = try factors.decomposition()
    let largest = part.values.first ?? 0
    var (best, bestSquare) = (0.0, Double.infinity)
    for candidate in 0...Self.candidateCount {
      let position = Double(candidate - 1) / Double(Self.candidateCount)
      let constant =
        candidate == 0 ? 0 : largest * largest * Double.pow(Self.smallestRatio, 1 - position)
      let left = part.leftRows.scalingRows(
        by: part.values.map { $0 * Self.factor(of: $0, constant) })
      let square = heldOut.formResiduals(left: left, right: part.rightRows)
      if square < bestSquare { (best, bestSquare) = (constant, square) }
    }
    (constant, heldOutSquare) = (best, bestSquare / Double(heldOut.count))
  }

  private static func factor(of value: Double, _ constant: Double) -> Double {
    constant == 0 ? 1 : value > 0 ? max(0, 1 - constant / (value * value)) : 0
  }

  /// The factors of the shrunk estimate: the last one is multiplied from the left.
  ///
  /// - Parameter factors: the estimate W.
  /// - Returns: as many factors.
  /// - Throws: ``EstimationError/decomposition(_:)``.
  func shrinking(_ factors: DeepFactors) throws(EstimationError) -> DeepFactors {
    guard constant > 0 else { return factors }
    let part = try factors.decomposition()
    let scales = part.values.map { Self.factor(of: $0, constant) }
    // W_N (p x w) becomes U diag(scales) U^T W_N, transposed here.
    let onModes = Matrix.product(factors.lastTransposed.factor, part.leftRows.transposed)
    var shrunk = factors
    shrunk.lastTransposed.formProduct(
      onModes.scalingColumns(by: scales).factor, part.leftRows.factor)
    return shrunk
  }
}
