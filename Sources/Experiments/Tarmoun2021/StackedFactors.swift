internal import DeepLinearCore
internal import LinearAlgebra

extension Network {
  /// R = [U; V] of two layers W = U V^T, p x k above d x k.
  var stackedFactors: Matrix {
    let (u, v) = (weights.layers[1], weights.layers[0].transpose())
    let m = u.rowCount
    return Matrix(rowCount: m + v.rowCount, columnCount: u.columnCount) {
      $0 < m ? u[$0, $1] : v[$0 - m, $1]
    }
  }
}
