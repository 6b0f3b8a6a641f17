public import LinearAlgebra

/// What imbalances two factors allow.
///
/// ```
/// rank Q <= min(k, rank U + rank V);   Q = lambda0 I_k needs k <= rank U (lambda0 > 0) or k <= rank V (lambda0 < 0)
/// ```
/// Ranks count singular values above max(m, k) epsilon of the largest. Source: Tarmoun 2021, equation (22), with the
/// condition corrected.
public struct ImbalanceRank: Sendable {
  /// min(k, rank U + rank V).
  public let bound: Int

  /// The rank of Q.
  public let rank: Int

  /// Whether some factors of these ranks have Q = lambda0 I with lambda0 > 0.
  public let isPositiveFeasible: Bool

  /// Whether some factors of these ranks have Q = lambda0 I with lambda0 < 0.
  public let isNegativeFeasible: Bool

  /// Counts ranks.
  ///
  /// - Parameters:
  ///   - u: U, m x k.
  ///   - v: V, n x k.
  /// - Throws: ``TheoryError``.
  public init(u: Matrix, v: Matrix) throws(TheoryError) {
    guard u.columnCount == v.columnCount else {
      throw .shape("U \(u.shapeDescription) and V \(v.shapeDescription) have different widths")
    }
    let width = u.columnCount
    let (first, second) = (try Self.rank(u, scale: 0), try Self.rank(v, scale: 0))
    bound = min(width, first + second)
    // Q is a difference: its zeros are rounded on the scale of what was subtracted.
    let scale = u.gramian.frobeniusNorm + v.gramian.frobeniusNorm
    rank = try Self.rank(u.gramian - v.gramian, scale: scale)
    isPositiveFeasible = width <= first
    isNegativeFeasible = width <= second
  }

  private static func rank(_ matrix: Matrix, scale: Double) throws(TheoryError) -> Int {
    let values = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try matrix.singularValues()
    }
    let size = Double(max(matrix.rowCount, matrix.columnCount))
    let cutoff = size * .ulpOfOne * max(scale, values.first ?? 0)
    return values.count { $0 > cutoff }
  }
}
