public import LinearAlgebra

/// Where and how fast the symmetric factorisation converges from a start of full rank.
///
/// ```
/// X(t) - Y_+ = e^{-2t|Y|} H(t) e^{-2t|Y|},   H(inf) = Z (I + |Y|^{-1} Z)^{-1},   Z = X(0) - Y_+,   rate 4 min |s_i|
/// ```
/// Y_+ keeps the positive eigenvalues. A mode is faster than in one layer where |s_i| > 1/4; where Y is singular the
/// approach is algebraic, x ~ 1/(4t). Assumptions: Y nonsingular, I + |Y|^{-1} Z nonsingular.
/// Source: Tarmoun 2021, Proposition 2 and Corollary 1, with the bars restored.
public struct SymmetricLimit: Sendable {
  /// The limit Y_+.
  public let limit: Matrix

  /// The rate 4 min |s_i| of X - Y_+.
  public let rate: Double

  /// H(inf), m x m.
  public let amplitude: Matrix

  /// Finds limit, rate and amplitude.
  ///
  /// - Parameters:
  ///   - target: Y, m x m, symmetric, nonsingular.
  ///   - start: U(0), m x k.
  /// - Throws: ``TheoryError``.
  public init(target: Matrix, start: Matrix) throws(TheoryError) {
    guard target.rowCount == target.columnCount, target.rowCount == start.rowCount,
      !target.isEmpty
    else {
      throw .shape("Y \(target.shapeDescription) and U \(start.shapeDescription) do not fit")
    }
    let decomposition = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SymmetricEigendecomposition(target)
    }
    let magnitudes = decomposition.values.map(\.magnitude)
    let least = magnitudes.reduce(.infinity, min)
    let size = Double(target.rowCount) * .ulpOfOne * magnitudes.reduce(0, max)
    try Assumption(
      "min |eigenvalue of Y|", least, .greater, size, "rounding",
      source: Source(.tarmoun2021, "Proposition 2")
    ).require()
    limit = decomposition.map { max($0, 0) }
    rate = 4 * least
    // In the eigenbasis, with Y_- = |Y| - Y_+: H = Z (X(0) + Y_-)^{-1} |Y|, where nothing of a small start is lost.
    let rotated = Matrix.product(decomposition.vectors.transposed, start.factor)
    let product = rotated.leftGramian
    let excess = product - Matrix(diagonal: decomposition.values.map { max($0, 0) })
    let bracket = product + Matrix(diagonal: decomposition.values.map { max(-$0, 0) })
    let solution = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try bracket.solving(excess)
    }
    guard var inner = solution?.transpose().scalingColumns(by: magnitudes) else {
      throw .decomposition("X(0) + Y_- is singular")
    }
    inner.symmetrize()
    amplitude = Matrix.product(
      (decomposition.vectors * inner).factor, decomposition.vectors.transposed)
  }
}
