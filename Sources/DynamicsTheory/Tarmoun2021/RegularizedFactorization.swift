public import LinearAlgebra
internal import RealModule

/// Two-layer factorisation whose imbalance is pulled to a given one.
///
/// ```
/// U' = (S - U V^T) V - U M / 2,   V' = (S - U V^T)^T U + V M / 2,   M = U^T U - V^T V - Lambda
/// objective = ||S - U V^T||_F^2 / 2 + ||M||_F^2 / 8
/// ```
/// S is m x n, U m x k, V n x k, Lambda = diag(lambda_1 ... lambda_k). The flow is minus the gradient of the objective; the
/// weight 1/8 alone gives this form. M never grows, and a start with M = 0 keeps it.
///
/// Source: Tarmoun 2021, Proposition 4, equations (18) to (20).
public struct RegularizedFactorization: Sendable {
  /// The velocity of U.
  public let firstVelocity: Matrix

  /// The velocity of V.
  public let secondVelocity: Matrix

  /// The objective.
  public let objective: Double

  /// Evaluates the flow at a point.
  ///
  /// - Parameters:
  ///   - target: S, m x n.
  ///   - imbalance: the diagonal of Lambda, k numbers.
  ///   - u: U, m x k.
  ///   - v: V, n x k.
  /// - Throws: ``TheoryError/shape(_:)``.
  public init(target: Matrix, imbalance: [Double], u: Matrix, v: Matrix) throws(TheoryError) {
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
    firstVelocity = misfit * v - 0.5 * (u * excess)
    secondVelocity = Matrix.product(misfit.transposed, u.factor) + 0.5 * (v * excess)
    objective = misfit.innerProduct(misfit) / 2 + excess.innerProduct(excess) / 8
  }
}
