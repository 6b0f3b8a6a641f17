internal import COpenBLAS

/// Singular values without vectors of many matrices of one shape, in memory that is allocated once.
///
///     var workspace = SingularValueWorkspace(rowCount: 5, columnCount: 10)
///     try workspace.decompose(w)   // allocates nothing
///     let largest = workspace.values[0]
///
/// An array kept from ``values`` keeps its numbers: the next decomposition then allocates another one.
public struct SingularValueWorkspace: Sendable {
  /// The shape of the matrices.
  public let rowCount, columnCount: Int

  /// The values of the matrix last decomposed, descending; zeros before the first.
  public private(set) var values: [Double]

  /// What LAPACK overwrites: the matrix, and its work arrays.
  private var overwritten: Matrix
  private var workspace: [Double]
  private var integers: [blasint]

  /// Allocates what LAPACK asks for.
  public init(rowCount: Int, columnCount: Int) {
    (self.rowCount, self.columnCount) = (rowCount, columnCount)
    overwritten = Matrix(rowCount: rowCount, columnCount: columnCount)
    let count = min(rowCount, columnCount)
    values = Array(repeating: 0, count: count)
    integers = Array(repeating: 0, count: 8 * count)
    workspace = [0]
    guard count > 0 else { return }
    BLAS.start
    // A length of -1 asks for the best workspace.
    let info = callRoutine(length: -1)
    precondition(info == 0, "dgesdd refused to say what it needs (\(info))")
    workspace = Array(repeating: 0, count: Int(workspace[0]))
  }

  /// Finds the singular values of a matrix of the workspace's shape (LAPACK `dgesdd`).
  ///
  /// - Throws: ``LinearAlgebraError`` when an element is not finite or the iteration fails.
  /// - Complexity: O(m n min(m, n)); no allocation.
  public mutating func decompose(_ matrix: Matrix) throws(LinearAlgebraError) {
    try matrix.requireFinite()
    overwritten.assign(matrix)
    guard !values.isEmpty else { return }
    let info = callRoutine(length: blasint(workspace.count))
    precondition(info >= 0, "argument \(-info) of dgesdd is wrong")
    guard info == 0 else { throw .noConvergence(routine: "dgesdd", info: Int(info)) }
  }

  private mutating func callRoutine(length: blasint) -> blasint {
    var job = CChar(UInt8(ascii: "N"))
    var (m, n, length) = (blasint(rowCount), blasint(columnCount), length)
    var (none, leading, info) = (0.0, blasint(1), blasint(0))
    var alsoNone = 0.0
    var alsoLeading = leading
    unsafe dgesdd_(
      &job, &m, &n, &overwritten.elements, &m, &values, &none, &leading, &alsoNone, &alsoLeading,
      &workspace, &length, &integers, &info, 1)
    return info
  }
}
