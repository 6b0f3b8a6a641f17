public import LinearAlgebra
internal import RealModule

/// Two-layer factorisation whose imbalance is pulled to a given one.
///
/// ```
/// U' = (S - U V^T) V - U M / 2,   V' = (S - U V^T)^T U + V M / 2,   M = U^T U - V^T V - Lambda
/// objective = ||S - U V^T||_F^2 / 2 + ||M||_F^2 / 8
/// ```
/// S is m x n, U m x k, V n x k, Lambda = diag(lambda_1 ... lambda_k). The flow is minus the gradient of the objective. M
/// never grows, and a start with M = 0 keeps it. With R = [U; V] the flow is, for the weight 1/8 alone, the block form
///
/// ```
/// R' = [[0, S], [S^T, 0]] R - R R^T R / 2 + diag(I_m, -I_n) R Lambda / 2
/// ```
/// Another weight w multiplies M in U' and V' by 8 w.
///
/// Source: Tarmoun 2021, Proposition 4, equations (18) to (20).
public struct RegularizedFactorization: Sendable {
  /// The velocity of U.
  public let firstVelocity: Matrix

  /// The velocity of V.
  public let secondVelocity: Matrix

  /// The objective.
  public let objective: Double

  /// R' of the block form (18), (m+n) x k: the two velocities, one above the other, where the weight is 1/8.
  public let blockVelocity: Matrix

  /// Evaluates the flow at a point.
  ///
  /// - Parameters:
  ///   - target: S, m x n.
  ///   - imbalance: the diagonal of Lambda, k numbers.
  ///   - penaltyWeight: w of w ||M||_F^2, 1/8 in the paper.
  ///   - u: U, m x k.
  ///   - v: V, n x k.
  /// - Throws: ``TheoryError/shape(_:)``.
  public init(
    target: Matrix, imbalance: [Double], penaltyWeight: Double = 0.125, u: Matrix, v: Matrix
  ) throws(TheoryError) {
    guard u.rowCount == target.rowCount, v.rowCount == target.columnCount,
      u.columnCount == v.columnCount, imbalance.count == u.columnCount
    else {
      throw .shape(
        """
        Sigma \(target.shapeDescription), U \(u.shapeDescription), V \(v.shapeDescription) and \
        \(imbalance.count) imbalances do not fit
        """)
    }
    let misfit = target - Matrix.product(u.factor, v.transposed)
    let excess = u.gramian - v.gramian - Matrix(diagonal: imbalance)
    firstVelocity = misfit * v - 4 * penaltyWeight * (u * excess)
    secondVelocity =
      Matrix.product(misfit.transposed, u.factor) + 4 * penaltyWeight * (v * excess)
    objective =
      misfit.innerProduct(misfit) / 2 + penaltyWeight * excess.innerProduct(excess)
    // R R^T R = R (U^T U + V^T V), so that both halves need one k x k matrix.
    let sum = u.gramian + v.gramian
    let (upper, lower) = (
      target * v - 0.5 * (u * sum) + 0.5 * u.scalingColumns(by: imbalance),
      Matrix.product(target.transposed, u.factor) - 0.5 * (v * sum)
        - 0.5 * v.scalingColumns(by: imbalance)
    )
    let m = target.rowCount
    blockVelocity = Matrix(rowCount: m + target.columnCount, columnCount: u.columnCount) {
      $0 < m ? upper[$0, $1] : lower[$0 - m, $1]
    }
  }
}
