/// One side of a product: a matrix, or its transpose without a copy.
///
///     c.formProduct(a.transposed, b.factor)   // c = a^T b
///
/// - Complexity: O(1) to make; the matrix is shared, not copied.
public struct Factor: Sendable {
  /// The matrix as it is stored.
  public let matrix: Matrix

  /// Whether the product uses the transpose of `matrix`.
  public let isTransposed: Bool

  /// The transpose of the factor as used.
  public var transposed: Factor { Factor(matrix: matrix, isTransposed: !isTransposed) }

  /// Rows of the factor as used.
  public var rowCount: Int { isTransposed ? matrix.columnCount : matrix.rowCount }

  /// Columns of the factor as used.
  public var columnCount: Int { isTransposed ? matrix.rowCount : matrix.columnCount }
}

extension Matrix {
  /// This matrix as a factor of a product.
  public var factor: Factor { Factor(matrix: self, isTransposed: false) }

  /// This matrix's transpose as a factor of a product.
  public var transposed: Factor { Factor(matrix: self, isTransposed: true) }
}
