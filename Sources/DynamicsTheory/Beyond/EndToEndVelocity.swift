public import LinearAlgebra
internal import RealModule

/// How the end-to-end matrix of a balanced network moves, whatever the loss.
///
/// ```
/// W' = - sum_{j=1}^N (W W^T)^{(j-1)/N} G (W^T W)^{(N-j)/N}
/// s_r' = -N s_r^{2-2/N} <G, u_r v_r^T>
/// ```
/// W and the loss gradient G are p x d; a power 0 is the identity, also of a singular matrix. In the singular bases of W
/// the sum is entry by entry, so that no matrix power is formed. Source: Arora, Cohen and Hazan 2018; Arora, Cohen, Hu
/// and Luo 2019.
public struct EndToEndVelocity: Sendable {
  /// The velocity W', p x d.
  public let velocity: Matrix

  /// The velocities of the singular values, in the descending order of the values.
  public let singularValueRates: [Double]

  /// Evaluates a point.
  ///
  /// - Parameters:
  ///   - endToEndMatrix: W, p x d.
  ///   - gradient: G, p x d.
  ///   - depth: N >= 1.
  /// - Throws: ``TheoryError``.
  public init(endToEndMatrix: Matrix, gradient: Matrix, depth: Int) throws(TheoryError) {
    guard gradient.hasSameShape(as: endToEndMatrix), !gradient.isEmpty else {
      throw .shape(
        "W is \(endToEndMatrix.shapeDescription), G is \(gradient.shapeDescription)")
    }
    try Assumption("the depth N", Double(depth), .atLeast, 1).require()
    try Assumption("the depth N", Double(depth), .atMost, 1000).require()
    let (p, d) = (gradient.rowCount, gradient.columnCount)
    let size = max(p, d)
    // Zeros make both bases complete and change nothing of the block that is wanted.
    func square(_ matrix: Matrix) -> Matrix {
      Matrix(rowCount: size, columnCount: size) { $0 < p && $1 < d ? matrix[$0, $1] : 0 }
    }
    let modes = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(square(endToEndMatrix))
    }
    let rotated = Matrix.product(
      Matrix.product(modes.leftVectors.transposed, square(gradient).factor).factor,
      modes.rightVectorsTransposed.transposed)
    let order = Double(depth)
    // A complete rank decides which values are 0, because 0^0 = 1 but 0^e is 0.
    let cutoff = Double(size) * .ulpOfOne * (modes.values.first ?? 0)
    let values = modes.values.map { $0 > cutoff ? $0 : 0 }
    let powers = values.map { value in
      (0..<depth).map { $0 == 0 ? 1 : value == 0 ? 0 : Double.pow(value, 2 * Double($0) / order) }
    }
    let weighted = Matrix(rowCount: size, columnCount: size) { i, k in
      let weight = (0..<depth).reduce(0) { $0 + powers[i][$1] * powers[k][depth - 1 - $1] }
      return -weight * rotated[i, k]
    }
    velocity = (modes.leftVectors * weighted * modes.rightVectorsTransposed)
      .submatrix(rows: 0..<p, columns: 0..<d)
    singularValueRates = (0..<min(p, d)).map { weighted[$0, $0] }
  }
}
