/// A sparse matrix plus products of thin factors, Z = S + sum_t L_t R_t^T, known by its products alone.
///
/// Source: Mazumder, Hastie, Tibshirani 2010, section 5: a large matrix that is completed has this form.
public struct SparsePlusLowRank: MatrixProducts {
  /// The places of S.
  public let pattern: SparsePattern

  /// The entries of S.
  public let values: [Double]

  /// L_t^T, w x m, and R_t^T, w x n.
  public let terms: [Term]

  /// A product of two thin factors.
  public struct Term: Sendable, Equatable {
    /// L^T, w x m.
    public let left: Matrix

    /// R^T, w x n.
    public let right: Matrix

    /// Pairs the factors.
    public init(left: Matrix, right: Matrix) {
      precondition(left.rowCount == right.rowCount, "factors of different widths")
      (self.left, self.right) = (left, right)
    }
  }

  /// Puts the parts together; shapes must fit.
  ///
  /// - Parameters:
  ///   - pattern: the places of S, m x n.
  ///   - values: the entries of S.
  ///   - terms: L_t^T, w x m, and R_t^T, w x n.
  public init(pattern: SparsePattern, values: [Double], terms: [Term] = []) {
    precondition(values.count == pattern.entryCount, "one number for each entry")
    precondition(
      terms.allSatisfy {
        $0.left.columnCount == pattern.rowCount && $0.right.columnCount == pattern.columnCount
      }, "factors that do not fit \(pattern.rowCount) x \(pattern.columnCount)")
    (self.pattern, self.values, self.terms) = (pattern, values, terms)
  }

  /// m.
  public var rowCount: Int { pattern.rowCount }

  /// n.
  public var columnCount: Int { pattern.columnCount }

  /// (Z V)^T, k x m, of V^T, k x n.
  ///
  /// - Parameter right: V^T, k x n.
  /// - Returns: k x m.
  public func transposedProduct(withRows right: Matrix) -> Matrix {
    var result = Matrix(rowCount: right.rowCount, columnCount: rowCount)
    pattern.formRowSums(&result, of: values, times: right)
    for term in terms {
      let core = Matrix.product(right.factor, term.right.transposed)
      result.formProduct(core.factor, term.left.factor, adding: 1)
    }
    return result
  }

  /// U^T Z, k x n, of U^T, k x m.
  ///
  /// - Parameter left: U^T, k x m.
  /// - Returns: k x n.
  public func product(fromRows left: Matrix) -> Matrix {
    var result = Matrix(rowCount: left.rowCount, columnCount: columnCount)
    pattern.formColumnSums(&result, of: values, times: left)
    for term in terms {
      let core = Matrix.product(left.factor, term.left.transposed)
      result.formProduct(core.factor, term.right.factor, adding: 1)
    }
    return result
  }
}
