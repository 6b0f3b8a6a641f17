internal import COpenBLAS

/// A wide matrix R, m x k with k >= m, as a small triangle times orthonormal rows.
///
/// ```
/// R = L Q      L: m x m lower triangular, diagonal >= 0      Q: m x k, Q Q^T = I
/// ```
/// What acts on R from the left alone acts on L in the same way, at a cost without k.
///
/// L comes from the Cholesky factor of R R^T with its rows scaled to length 1, one pass over R, when that is
/// well conditioned; otherwise from Householder reflections. Source: Golub, Van Loan 2013, sections 5.2.
public struct RowCompression: Sendable {
  /// L, m x m.
  public let lowerTriangle: Matrix

  private let basis: Basis

  /// What Q is made of when it is asked for.
  private enum Basis: Sendable {
    /// Q = L^-1 R.
    case product(inverse: Matrix, of: Matrix)

    /// Q is the product of reflections as LAPACK stores them, its rows multiplied by signs.
    case reflections(Matrix, scales: [Double], signs: [Double])
  }

  /// The condition number, over sqrt(m), up to which squaring it costs no more than an order of magnitude.
  private static let conditionLimit = 4.0

  /// Compresses a matrix.
  ///
  /// - Parameter matrix: R, m x k, k >= m.
  /// - Throws: ``LinearAlgebraError`` when an element is not finite.
  /// - Complexity: O(m^2 k).
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.columnCount >= matrix.rowCount, "only a wide matrix can be compressed")
    if let (triangle, inverse) = Self.choleskyFactor(of: matrix) {
      lowerTriangle = triangle
      basis = .product(inverse: inverse, of: matrix)
      return
    }
    try matrix.requireFinite()
    BLAS.start
    var reflections = matrix
    var (m, n) = (blasint(matrix.rowCount), blasint(matrix.columnCount))
    var scales = Array(repeating: 0.0, count: matrix.rowCount)
    var length = blasint(64 * max(1, matrix.rowCount))  // 64 is LAPACK's largest block size
    var workspace = Array(repeating: 0.0, count: Int(length))
    var info: blasint = 0
    if m > 0 {
      unsafe dgelqf_(&m, &n, &reflections.elements, &m, &scales, &workspace, &length, &info)
      precondition(info == 0, "argument \(-info) of dgelqf is wrong")
    }
    let triangle = Matrix(rowCount: matrix.rowCount, columnCount: matrix.rowCount) { i, j in
      j <= i ? reflections[i, j] : 0
    }
    let signs = triangle.diagonal.map { $0 < 0 ? -1.0 : 1.0 }
    lowerTriangle = triangle.scalingColumns(by: signs)
    basis = .reflections(reflections, scales: scales, signs: signs)
  }

  /// Q, m x k.
  ///
  /// - Complexity: O(m^2 k).
  public func orthonormalRows() -> Matrix {
    switch basis {
    case .product(let inverse, let matrix):
      return inverse * matrix
    case .reflections(var rows, var scales, let signs):
      guard !rows.isEmpty else { return rows }
      var (m, n) = (blasint(rows.rowCount), blasint(rows.columnCount))
      var length = blasint(64 * rows.rowCount)
      var workspace = Array(repeating: 0.0, count: Int(length))
      var (leading, rank, info) = (m, m, blasint(0))
      unsafe dorglq_(
        &m, &n, &rank, &rows.elements, &leading, &scales, &workspace, &length, &info)
      precondition(info == 0, "argument \(-info) of dorglq is wrong")
      return rows.scalingRows(by: signs)
    }
  }

  /// left Q, the full-width form of a matrix with m columns.
  ///
  /// - Complexity: O(n m k) for n rows.
  public func expand(_ left: Matrix) -> Matrix {
    if case .product(let inverse, let matrix) = basis { return (left * inverse) * matrix }
    return left * orthonormalRows()
  }

  /// L and its inverse from R R^T; nil when the result could be worse than by reflections.
  private static func choleskyFactor(of matrix: Matrix) -> (triangle: Matrix, inverse: Matrix)? {
    let size = matrix.rowCount
    guard size > 0 else { return nil }
    let gramian = Matrix.product(matrix.factor, matrix.transposed)
    let lengths = gramian.diagonal.map { $0.squareRoot() }
    // Squares that under- or overflow, and what is not finite, are for the reflections.
    guard lengths.allSatisfy({ $0.isNormal && $0 > 1e-100 && $0 < 1e100 }) else { return nil }
    let reciprocals = lengths.map { 1 / $0 }
    var triangle = gramian.scalingRows(by: reciprocals).scalingColumns(by: reciprocals)
    BLAS.start
    var (n, info) = (blasint(size), blasint(0))
    var lower = CChar(UInt8(ascii: "L"))
    unsafe dpotrf_(&lower, &n, &triangle.elements, &n, &info, 1)
    guard info == 0 else { return nil }
    for j in 0..<size {
      for i in 0..<j { triangle[i, j] = 0 }
    }
    var inverse = triangle
    var diagonal = CChar(UInt8(ascii: "N"))
    unsafe dtrtri_(&lower, &diagonal, &n, &inverse.elements, &n, &info, 1, 1)
    // The rows of the triangle have length 1; the inverse's norm is at least the condition number's part.
    guard info == 0,
      inverse.frobeniusNorm <= conditionLimit * Double(size).squareRoot()
    else { return nil }
    return (triangle.scalingRows(by: lengths), inverse.scalingColumns(by: reciprocals))
  }
}
