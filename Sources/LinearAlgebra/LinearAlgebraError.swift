/// A decomposition that failed because of its input.
public enum LinearAlgebraError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The iteration of a LAPACK routine did not converge; `info` is what it returned.
  case noConvergence(routine: String, info: Int)

  /// The matrix holds a number that is not finite, at this row and column (from 0).
  case notFinite(row: Int, column: Int)

  /// What happened, in a sentence.
  public var description: String {
    switch self {
    case .noConvergence(let routine, let info):
      "LAPACK's \(routine) did not converge (info \(info)); the matrix is probably badly scaled"
    case .notFinite(let row, let column):
      "the matrix holds a value that is not finite, in row \(row), column \(column) (from 0)"
    }
  }
}

extension Matrix {
  /// Throws when an element is NaN or infinite, which LAPACK would answer with nonsense or a hang.
  func requireFinite() throws(LinearAlgebraError) {
    if let index = firstNonFiniteIndex {
      throw .notFinite(row: index.row, column: index.column)
    }
  }
}
