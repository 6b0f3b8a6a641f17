internal import COpenBLAS

/// The thin QR decomposition of an m x n matrix with m >= n, by Householder reflections.
///
/// ```
/// A = Q R      Q: m x n with orthonormal columns, R: n x n upper triangular, diagonal >= 0
/// ```
/// The non-negative diagonal makes the decomposition unique when A has full column rank.
public struct QRDecomposition: Sendable {
  /// Q, m x n: an orthonormal basis that contains the range of A.
  public let orthonormalBasis: Matrix

  /// R, n x n, upper triangular.
  public let upperTriangle: Matrix

  /// Decomposes a matrix (LAPACK `dgeqrf` and `dorgqr`, backward stable).
  ///
  /// - Parameter matrix: m x n, m >= n.
  /// - Throws: ``LinearAlgebraError`` when an element is not finite.
  /// - Complexity: O(m n^2).
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let (rowCount, columnCount) = (matrix.rowCount, matrix.columnCount)
    precondition(rowCount >= columnCount, "the thin QR decomposition needs m >= n")
    try matrix.requireFinite()
    guard columnCount > 0 else {
      orthonormalBasis = matrix
      upperTriangle = Matrix(rowCount: 0, columnCount: 0)
      return
    }
    BLAS.start
    var basis = matrix
    var (m, n) = (blasint(rowCount), blasint(columnCount))
    var reflectors = Array(repeating: 0.0, count: columnCount)
    var info: blasint = 0
    var length = blasint(64 * columnCount)  // 64 is LAPACK's largest block size
    var workspace = Array(repeating: 0.0, count: Int(length))
    unsafe dgeqrf_(&m, &n, &basis.elements, &m, &reflectors, &workspace, &length, &info)
    precondition(info == 0, "argument \(-info) of dgeqrf is wrong")
    var triangle = Matrix(rowCount: columnCount, columnCount: columnCount) { i, j in
      i <= j ? basis[i, j] : 0
    }
    unsafe dorgqr_(&m, &n, &n, &basis.elements, &m, &reflectors, &workspace, &length, &info)
    precondition(info == 0, "argument \(-info) of dorgqr is wrong")
    let signs = triangle.diagonal.map { $0 < 0 ? -1.0 : 1.0 }
    triangle = triangle.scalingRows(by: signs)
    orthonormalBasis = basis.scalingColumns(by: signs)
    upperTriangle = triangle
  }
}
