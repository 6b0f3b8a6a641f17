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

  /// Whether the rows are independent far beyond rounding, each beside its own length.
  public let isWellConditioned: Bool

  private let basis: Basis

  /// What Q is made of when it is asked for.
  private enum Basis: Sendable {
    /// Q = L^-1 R, with R the rows of factors.
    case product(inverse: Matrix, of: [Factor])

    /// Q is the product of reflections as LAPACK stores them, its rows multiplied by signs.
    case reflections(Matrix, scales: [Double], signs: [Double])
  }

  /// The norm of L^-1, over sqrt(m) and with rows of length 1, up to which Q is as orthonormal as reflections make it.
  ///
  /// The rounding of the Gramian is multiplied by ||L^-1||_F^2, at most 16 m, against some 10 m of the reflections.
  private static let conditionLimit = 4.0

  /// Compresses a matrix.
  ///
  /// - Parameter matrix: R, m x k, k >= m.
  /// - Throws: ``LinearAlgebraError`` when an element is not finite.
  /// - Complexity: O(m^2 k).
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try self.init(rowsOf: [matrix.factor])
  }

  /// Compresses the rows of several factors, one below the other.
  ///
  /// - Parameter factors: R, with equally many columns, at least as many as rows.
  /// - Throws: ``LinearAlgebraError`` when an element is not finite; it is counted in R.
  /// - Complexity: O(m^2 k).
  public init(rowsOf factors: [Factor]) throws(LinearAlgebraError) {
    let rowCount = factors.reduce(0) { $0 + $1.rowCount }
    precondition(factors[0].columnCount >= rowCount, "only a wide matrix can be compressed")
    let cholesky = ScaledCholesky(gramian: Matrix(gramianOfRowsOf: factors))
    // The inverse's norm is at least the condition number's part.
    if let cholesky, cholesky.inverseNorm <= Self.conditionLimit * Double(rowCount).squareRoot() {
      isWellConditioned = true
      lowerTriangle = cholesky.triangle.scalingRows(by: cholesky.lengths)
      let reciprocals = cholesky.lengths.map { 1 / $0 }
      basis = .product(
        inverse: cholesky.inverse.scalingColumns(by: reciprocals), of: factors)
      return
    }
    isWellConditioned = false
    let matrix = Matrix(stackingRowsOf: factors)
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
    case .product(let inverse, let factors):
      return Self.combineRows(of: factors, by: inverse)
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
    guard case .product(let inverse, let factors) = basis else { return left * orthonormalRows() }
    return Self.combineRows(of: factors, by: left * inverse)
  }

  /// C R, without R.
  private static func combineRows(of factors: [Factor], by coefficients: Matrix) -> Matrix {
    let rows = coefficients.rowCount
    var result = Matrix(rowCount: rows, columnCount: factors[0].columnCount)
    var first = 0
    for factor in factors {
      let part = coefficients.submatrix(
        rows: 0..<rows, columns: first..<(first + factor.rowCount))
      result.formProduct(part.factor, factor, adding: 1)
      first += factor.rowCount
    }
    return result
  }
}
