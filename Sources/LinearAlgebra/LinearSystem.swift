internal import COpenBLAS

extension Matrix {
  /// X of A X = B for a square A (LAPACK `dgesv`, Gaussian elimination with partial pivoting).
  ///
  /// - Parameter right: B, with as many rows as A.
  /// - Returns: X, shaped as B; nil when a pivot is exactly 0.
  /// - Throws: ``LinearAlgebraError/notFinite(row:column:)``.
  /// - Complexity: O(n^3).
  public func solving(_ right: Matrix) throws(LinearAlgebraError) -> Matrix? {
    precondition(rowCount == columnCount, "only a square system is solved")
    precondition(rowCount == right.rowCount, "the right-hand side has another number of rows")
    try requireFinite()
    try right.requireFinite()
    guard !right.isEmpty else { return right }
    BLAS.start
    var factors = self
    var solution = right
    var (n, columns, info) = (blasint(rowCount), blasint(right.columnCount), blasint(0))
    var pivots = Array(repeating: blasint(0), count: rowCount)
    unsafe dgesv_(
      &n, &columns, &factors.elements, &n, &pivots, &solution.elements, &n, &info)
    precondition(info >= 0, "argument \(-info) of dgesv is wrong")
    return info == 0 ? solution : nil
  }
}
