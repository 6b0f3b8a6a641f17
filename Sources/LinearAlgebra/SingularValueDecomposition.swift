internal import COpenBLAS

/// The thin singular value decomposition of an m x n matrix, r = min(m, n).
///
/// ```
/// A = U diag(s) V^T      U: m x r, V^T: r x n, s_1 >= ... >= s_r >= 0
/// ```
/// The values are unique. Vectors are unique up to a common sign when their value is simple, and up
/// to a rotation when it is repeated; no sign convention is applied. Each value is right to within
/// rounding of the largest one, not of itself.
public struct SingularValueDecomposition: Sendable {
  /// U, m x r: the left singular vectors as columns.
  public let leftVectors: Matrix

  /// s, in descending order.
  public let values: [Double]

  /// V^T, r x n: the right singular vectors as rows.
  public let rightVectorsTransposed: Matrix

  /// Decomposes a matrix (LAPACK `dgesdd`, backward stable).
  ///
  /// - Throws: ``LinearAlgebraError`` when an element is not finite or the iteration fails.
  /// - Complexity: O(m n min(m, n)).
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let (m, n) = (matrix.rowCount, matrix.columnCount)
    let r = min(m, n)
    var u = Matrix(rowCount: m, columnCount: r)
    var vt = Matrix(rowCount: r, columnCount: n)
    values = try decompose(matrix, left: &u, right: &vt)
    leftVectors = u
    rightVectorsTransposed = vt
  }

  /// The best approximation of rank at most k, in every unitarily invariant norm.
  ///
  /// Its distance from the matrix is the norm of the values left out (Eckart and Young 1936, Mirsky
  /// 1960). It is unique when value k exceeds value k + 1.
  public func truncated(toRank k: Int) -> Matrix {
    precondition(k >= 0, "a rank cannot be negative")
    return reconstruction(withValues: values.enumerated().map { $0 < k ? $1 : 0 })
  }

  /// U diag(values) V^T with other values on the same singular vectors.
  public func reconstruction(withValues values: [Double]) -> Matrix {
    leftVectors.scalingColumns(by: values) * rightVectorsTransposed
  }
}

extension Matrix {
  /// The singular values in descending order, without vectors.
  ///
  /// - Throws: ``LinearAlgebraError`` when an element is not finite or the iteration fails.
  /// - Complexity: O(m n min(m, n)).
  public func singularValues() throws(LinearAlgebraError) -> [Double] {
    var workspace = SingularValueWorkspace(rowCount: rowCount, columnCount: columnCount)
    try workspace.decompose(self)
    return workspace.values
  }

  /// The largest singular value; 0 for an empty matrix.
  ///
  /// - Throws: ``LinearAlgebraError`` when an element is not finite or the iteration fails.
  public func spectralNorm() throws(LinearAlgebraError) -> Double {
    try singularValues().first ?? 0
  }
}

/// Runs `dgesdd` with the vectors.
private func decompose(
  _ matrix: Matrix, left: inout Matrix, right: inout Matrix
) throws(LinearAlgebraError) -> [Double] {
  try matrix.requireFinite()
  guard !matrix.isEmpty else { return [] }
  BLAS.start
  let r = min(matrix.rowCount, matrix.columnCount)
  var job = CChar(UInt8(ascii: "S"))
  var (m, n) = (blasint(matrix.rowCount), blasint(matrix.columnCount))
  var leadingLeft = m
  var leadingRight = blasint(r)
  var overwritten = matrix.elements
  var values = Array(repeating: 0.0, count: r)
  var integers = Array(repeating: blasint(0), count: 8 * r)
  var info: blasint = 0
  var workspace = [0.0]
  // First call with length -1 asks for the best workspace, the second does the work.
  var length: blasint = -1
  for _ in 0..<2 {
    unsafe dgesdd_(
      &job, &m, &n, &overwritten, &m, &values, &left.elements, &leadingLeft, &right.elements,
      &leadingRight, &workspace, &length, &integers, &info, 1)
    precondition(info >= 0, "argument \(-info) of dgesdd is wrong")
    if length == -1 {
      length = blasint(workspace[0])
      workspace = Array(repeating: 0, count: Int(length))
    }
  }
  guard info == 0 else { throw .noConvergence(routine: "dgesdd", info: Int(info)) }
  return values
}
