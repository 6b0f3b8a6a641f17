internal import LinearAlgebra

/// The span of the rows of several factors with equally many columns, where it is not everything.
struct RowSpan {
  /// An orthonormal basis Q, n x r.
  let basis: Basis

  /// The factors in that basis, A_i Q, with r columns.
  let parts: [Matrix]

  /// r.
  var dimension: Int { basis.dimension }

  /// Finds the span; nil when it is everything, or when finding out would cost too much.
  ///
  /// Fewer rows than columns span less by their number; whether they span still less is looked at when the budget
  /// allows. Only directions that are rounding in every row and every column are left out, unless told otherwise: a
  /// small entry that stands alone may be the start of a mode.
  ///
  /// - Parameters:
  ///   - factors: A_i, m_i x n.
  ///   - budget: multiplications that a singular value decomposition may take.
  ///   - keepsSmallEntries: whether rounding is judged row by row and column by column, not by the norm of all.
  /// - Throws: ``LinearAlgebraError`` when an entry is not finite.
  init?(
    of factors: [Factor], budget: Double, keepsSmallEntries: Bool = true
  ) throws(LinearAlgebraError) {
    let width = factors[0].columnCount
    let height = factors.reduce(0) { $0 + $1.rowCount }
    var basis: Basis?
    var parts: [Matrix]
    var mayBeSmaller = true
    if height < width {
      let compression = try RowCompression(rowsOf: factors)
      basis = Basis(rowsOf: compression, width: width)
      parts = []
      for factor in factors {
        let first = parts.reduce(0) { $0 + $1.rowCount }
        parts.append(
          compression.lowerTriangle.submatrix(
            rows: first..<(first + factor.rowCount), columns: 0..<height))
      }
      mayBeSmaller = !compression.isWellConditioned || !keepsSmallEntries
    } else {
      // What would be left out is rounding in every column, which independent ones have none of.
      if keepsSmallEntries, columnsAreIndependent(factors) { return nil }
      parts = factors.map { $0.isTransposed ? $0.matrix.transpose() : $0.matrix }
    }
    if mayBeSmaller,
      let rotation = try Self.numericalBasis(
        of: parts, budget: budget, keepsSmallEntries: keepsSmallEntries)
    {
      basis = basis?.rotated(by: rotation) ?? Basis(columns: rotation)
      parts = parts.map { $0 * rotation }
    }
    guard let basis else { return nil }
    self.basis = basis
    self.parts = parts
  }

  /// The right singular vectors above rounding, n x r; nil when that is all of them.
  private static func numericalBasis(
    of parts: [Matrix], budget: Double, keepsSmallEntries: Bool
  ) throws(LinearAlgebraError) -> Matrix? {
    let width = parts[0].columnCount
    let height = parts.reduce(0) { $0 + $1.rowCount }
    guard 20 * Double(height) * Double(width) * Double(min(height, width)) <= budget else {
      return nil
    }
    // Equal norms, because the rank is that of each matrix, however small it is.
    let rows = Matrix(
      stackingRowsOf: parts.map { part in
        let norm = part.frobeniusNorm
        return (norm > 0 ? (1 / norm) * part : part).factor
      })
    let decomposition = try SingularValueDecomposition(rows)
    let rounding = Double(max(height, width)) * .ulpOfOne
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
}
