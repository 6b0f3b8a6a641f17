internal import COpenBLAS

/// The eigendecomposition of a symmetric n x n matrix.
///
/// ```
/// A = Q diag(l) Q^T      Q orthogonal, l_1 >= ... >= l_n
/// ```
/// The values are unique. A vector is unique up to its sign when its value is simple; no sign
/// convention is applied. Each value is right to within rounding of the largest magnitude.
public struct SymmetricEigendecomposition: Sendable {
  /// The eigenvalues in descending order.
  public let values: [Double]

  /// Q, n x n: column i belongs to `values[i]`.
  public let vectors: Matrix

  /// A decomposition that is known.
  ///
  /// - Parameters:
  ///   - values: n numbers in descending order.
  ///   - vectors: orthogonal, n x n.
  public init(values: [Double], vectors: Matrix) {
    (self.values, self.vectors) = (values, vectors)
  }

  /// Decomposes (A + A^T) / 2 (LAPACK `dsyevd`, backward stable).
  ///
  /// - Parameter matrix: n x n; its antisymmetric part is ignored.
  /// - Throws: ``LinearAlgebraError`` when an element is not finite or the iteration fails.
  /// - Complexity: O(n^3).
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rowCount == matrix.columnCount, "only a square matrix can be symmetric")
    try matrix.requireFinite()
    let size = matrix.rowCount
    guard size > 0 else {
      values = []
      vectors = matrix
      return
    }
    if matrix.isDiagonal {
      let diagonal = matrix.diagonal
      let order = diagonal.indices.sorted { (diagonal[$0], $1) > (diagonal[$1], $0) }
      values = order.map { diagonal[$0] }
      var permutation = Matrix(rowCount: size, columnCount: size)
      for (j, i) in order.enumerated() { permutation[i, j] = 1 }
      vectors = permutation
      return
    }
    var basis = matrix
    let ascending = try decompose(&basis, job: "V")
    values = ascending.reversed()
    vectors = Matrix(rowCount: size, columnCount: size) { basis[$0, size - 1 - $1] }
  }

  /// n epsilon max(l_1, 0): eigenvalues of a positive semidefinite matrix below it are the rounding of zeros.
  public var roundingCutoff: Double {
    Double(values.count) * .ulpOfOne * max(0, values.first ?? 0)
  }

  /// Q diag(f(l)) Q^T, the matrix function f(A).
  public func map(_ transform: (Double) -> Double) -> Matrix {
    Matrix.product(vectors.scalingColumns(by: values.map(transform)).factor, vectors.transposed)
  }
}

extension Matrix {
  /// The eigenvalues of (A + A^T) / 2 in descending order, without vectors (LAPACK `dsyevd`).
  ///
  /// - Throws: ``LinearAlgebraError`` when an element is not finite or the iteration fails.
  /// - Complexity: O(n^3), about a fourth of ``SymmetricEigendecomposition``.
  public func symmetricEigenvalues() throws(LinearAlgebraError) -> [Double] {
    precondition(rowCount == columnCount, "only a square matrix can be symmetric")
    try requireFinite()
    guard !isEmpty else { return [] }
    var overwritten = self
    return try decompose(&overwritten, job: "N").reversed()
  }
}

/// Runs `dsyevd` on the symmetric part and returns the values, ascending; job "V" leaves the vectors.
private func decompose(
  _ basis: inout Matrix, job: Unicode.Scalar
) throws(LinearAlgebraError) -> [Double] {
  BLAS.start
  basis.symmetrize()
  var job = CChar(UInt8(ascii: job))
  var triangle = CChar(UInt8(ascii: "U"))
  var n = blasint(basis.rowCount)
  var ascending = Array(repeating: 0.0, count: basis.rowCount)
  var info: blasint = 0
  var workspace = [0.0]
  var integers = [blasint(0)]
  // First call with lengths -1 asks for the best workspace, the second does the work.
  var length: blasint = -1
  var integerLength: blasint = -1
  for _ in 0..<2 {
    unsafe dsyevd_(
      &job, &triangle, &n, &basis.elements, &n, &ascending, &workspace, &length, &integers,
      &integerLength, &info, 1, 1)
    precondition(info >= 0, "argument \(-info) of dsyevd is wrong")
    if length == -1 {
      length = blasint(workspace[0])
      integerLength = integers[0]
      workspace = Array(repeating: 0, count: Int(length))
      integers = Array(repeating: 0, count: Int(integerLength))
    }
  }
  guard info == 0 else { throw .noConvergence(routine: "dsyevd", info: Int(info)) }
  return ascending
}
