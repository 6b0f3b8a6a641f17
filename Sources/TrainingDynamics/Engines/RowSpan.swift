internal import LinearAlgebra

/// The span of the rows of several matrices with equally many columns, where it is not everything.
struct RowSpan {
  /// An orthonormal basis, n x r.
  let basis: Matrix

  /// The matrices in that basis, A_i Q, with r columns.
  let parts: [Matrix]

  /// r.
  var dimension: Int { basis.columnCount }

  /// Finds the span.
  ///
  /// Fewer rows than columns span less by their number; whether they span still less is looked at when the budget
  /// allows. Only directions that are rounding in every row and every column are left out, unless told otherwise: a
  /// small entry that stands alone may be the start of a mode.
  ///
  /// - Parameters:
  ///   - matrices: A_i, m_i x n.
  ///   - budget: multiplications that a singular value decomposition may take.
  ///   - keepsSmallEntries: whether rounding is judged row by row and column by column, not by the norm of all.
  /// - Returns: nil when the rows span everything, or when finding out would cost too much.
  init?(
    of matrices: [Matrix], budget: Double, keepsSmallEntries: Bool = true
  ) throws(LinearAlgebraError) {
    let width = matrices[0].columnCount
    let height = matrices.reduce(0) { $0 + $1.rowCount }
    // Equal norms, because the rank is that of each matrix, however small it is.
    let units = matrices.map { matrix in
      let norm = matrix.frobeniusNorm
      return norm > 0 ? (1 / norm) * matrix : matrix
    }
    var basis: Matrix
    var rows = Matrix.stacking(units)
    if height < width {
      let decomposition = try QRDecomposition(rows.transpose())
      basis = decomposition.orthonormalBasis
      rows = decomposition.upperTriangle.transpose()
    } else {
      basis = .identity(width)
    }
    if let smaller = try Self.numericalBasis(
      of: rows, size: max(width, height), budget: budget, keepsSmallEntries: keepsSmallEntries)
    {
      basis = height < width ? basis * smaller : smaller
    }
    guard basis.columnCount < width else { return nil }
    self.basis = basis
    parts = matrices.map { $0 * basis }
  }

  /// The right singular vectors above rounding, n x r; nil when that is all of them.
  private static func numericalBasis(
    of rows: Matrix, size: Int, budget: Double, keepsSmallEntries: Bool
  ) throws(LinearAlgebraError) -> Matrix? {
    let width = rows.columnCount
    let small = Double(min(rows.rowCount, width))
    guard 20 * Double(rows.rowCount) * Double(width) * small <= budget else { return nil }
    let decomposition = try SingularValueDecomposition(rows)
    let rounding = Double(size) * .ulpOfOne
    let rank = max(1, decomposition.values.count { $0 > rounding * decomposition.values[0] })
    guard rank < width else { return nil }
    let basis = decomposition.rightVectorsTransposed.submatrix(
      rows: 0..<rank, columns: 0..<width
    ).transpose()
    guard keepsSmallEntries else { return basis }
    let rest = rows - Matrix.product((rows * basis).factor, basis.transposed)
    return rest.isRounding(of: rows, relative: rounding) ? basis : nil
  }
}

extension Matrix {
  /// Whether every row and every column is within `relative` of the other matrix's.
  func isRounding(of other: Matrix, relative: Double) -> Bool {
    func isSmall(_ own: [Double], _ others: [Double]) -> Bool {
      own.reduce(0) { $0 + $1 * $1 } <= relative * relative * others.reduce(0) { $0 + $1 * $1 }
    }
    return (0..<rowCount).allSatisfy { isSmall(row($0), other.row($0)) }
      && (0..<columnCount).allSatisfy { isSmall(column($0), other.column($0)) }
  }

  /// The rows of several matrices, one matrix below the other.
  static func stacking(_ matrices: [Matrix]) -> Matrix {
    var result = Matrix(
      rowCount: matrices.reduce(0) { $0 + $1.rowCount }, columnCount: matrices[0].columnCount)
    var first = 0
    for matrix in matrices {
      for j in 0..<matrix.columnCount {
        for i in 0..<matrix.rowCount { result[first + i, j] = matrix[i, j] }
      }
      first += matrix.rowCount
    }
    return result
  }
}
