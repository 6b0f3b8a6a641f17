public import LinearAlgebra
internal import RealModule

/// The self-consistent flow of a wide two-layer network from a random start, in closed form.
///
/// ```
/// A' = -(sqrt(A A^T + c^2 I) G + G sqrt(A^T A + c^2 I)),   G = A - M,   c = s^2 k
/// ```
/// A approximates the end-to-end matrix for Gaussian factors of variance s^2 and a large width k: lazy where c exceeds
/// the strengths, active below. It is the motion of a balanced network with lambda = 2c: there W_2 W_2^T = c + sqrt(A A^T +
/// c^2 I) and W_1^T W_1 = -c + sqrt(A^T A + c^2 I), and the two c cancel in W' = -(W_2 W_2^T G + G W_1^T W_1). So
/// ``BalancedTwoLayerFlow`` solves it for any A(0) and t, from the factors W_2 = U sqrt(c + h), W_1 = sqrt(h - c) V^T, h =
/// sqrt(a^2 + c^2), of A(0) = U a V^T.
///
/// Source: Tu, Aranguri and Jacot 2024, for the equation; the closed form is ours. The equation itself is within a few
/// per cent of descent at width 200.
public struct SelfConsistentFlow: Sendable {
  private let flow: BalancedTwoLayerFlow

  /// States target, start and scale.
  ///
  /// - Parameters:
  ///   - target: M, p x d.
  ///   - start: A(0), p x d.
  ///   - scale: c = s^2 k >= 0.
  /// - Throws: ``TheoryError``.
  public init(target: Matrix, start: Matrix, scale: Double) throws(TheoryError) {
    guard start.hasSameShape(as: target), !target.isEmpty else {
      throw .shape("A0 is \(start.shapeDescription), Y is \(target.shapeDescription)")
    }
    try Assumption("s^2 k", scale, .atLeast, 0).require()
    let (p, d) = (target.rowCount, target.columnCount)
    // Zero columns, if any are missing, make U complete.
    let padded = Matrix(rowCount: p, columnCount: max(p, d)) { $1 < d ? start[$0, $1] : 0 }
    let modes = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(padded)
    }
    let heights = modes.values.map { Double.hypot($0, scale) }
    let second = modes.leftVectors.scalingColumns(by: heights.map { .sqrt(scale + $0) })
    let shares = zip(modes.values, heights).map { $0 > 0 ? $0 / .sqrt(scale + $1) : 0 }
    let first = modes.rightVectorsTransposed.submatrix(rows: 0..<p, columns: 0..<d)
      .scalingRows(by: shares)
    flow = try BalancedTwoLayerFlow(
      target: target, first: first, second: second, imbalance: 2 * scale)
  }

  /// A at a time, p x d.
  ///
  /// - Parameter time: t >= 0.
  /// - Returns: A(t).
  /// - Throws: ``TheoryError``.
  public func endToEndMatrix(at time: Double) throws(TheoryError) -> Matrix {
    try flow.state(at: time).endToEndMatrix
  }
}
