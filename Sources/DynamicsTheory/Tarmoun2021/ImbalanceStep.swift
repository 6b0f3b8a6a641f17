public import LinearAlgebra

/// The imbalance of a two-layer factorisation: conserved by the flow, changed by descent in second order.
///
/// ```
/// Q = U^T U - V^T V,   E = Y - U V^T
/// flow: Q' = 0;   one step of descent: Q -> Q + eta^2 (V^T E^T E V - U^T E E^T U), exactly
/// ```
/// Y is m x n, U m x k, V n x k. The flow conserves Q for every loss of U V^T, a sigmoid output included.
/// Source: Tarmoun 2021, equation (11) and Lemma 1; the step is elementary.
public struct ImbalanceStep: Sendable {
  /// Q, k x k.
  public let imbalance: Matrix

  /// What one step of descent adds to Q, k x k.
  public let change: Matrix

  /// Evaluates a point.
  ///
  /// - Parameters:
  ///   - target: Y, m x n.
  ///   - u: U, m x k.
  ///   - v: V, n x k.
  ///   - stepSize: eta.
  /// - Throws: ``TheoryError/shape(_:)``.
  public init(target: Matrix, u: Matrix, v: Matrix, stepSize: Double) throws(TheoryError) {
    guard u.rowCount == target.rowCount, v.rowCount == target.columnCount,
      u.columnCount == v.columnCount
    else {
      throw .shape(
        "Y \(target.shapeDescription), U \(u.shapeDescription) and V \(v.shapeDescription) do not fit"
      )
    }
    imbalance = u.gramian - v.gramian
    let misfit = target - Matrix.product(u.factor, v.transposed)
    let (first, second) = (misfit * v, Matrix.product(misfit.transposed, u.factor))
    change = (stepSize * stepSize) * (first.gramian - second.gramian)
  }
}
