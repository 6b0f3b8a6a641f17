/// A matrix that is known by its products with thin ones, such as a sparse matrix or a sum of one and a product of
/// factors.
///
/// Thin matrices are stored with their vectors as rows.
public protocol MatrixProducts: Sendable {
  /// The shape of the matrix Z.
  var rowCount: Int { get }

  /// The number of columns of Z.
  var columnCount: Int { get }

  /// (Z V)^T = V^T Z^T, k x m.
  ///
  /// - Parameter right: V^T, k x n.
  /// - Returns: k x m.
  func transposedProduct(withRows right: Matrix) -> Matrix

  /// U^T Z, k x n.
  ///
  /// - Parameter left: U^T, k x m.
  /// - Returns: k x n.
  func product(fromRows left: Matrix) -> Matrix
}

/// Leading singular values and vectors of a matrix, found without its other ones.
public struct LeadingPart: Sendable, Equatable {
  /// U^T, k x m: the left vectors as rows, orthonormal.
  public let leftRows: Matrix

  /// The singular values, descending.
  public let values: [Double]

  /// V^T, k x n: the right vectors as rows, orthonormal.
  public let rightRows: Matrix

  /// Puts the parts together.
  ///
  /// - Parameters:
  ///   - leftRows: U^T, k x m.
  ///   - values: k of them, descending.
  ///   - rightRows: V^T, k x n.
  public init(leftRows: Matrix, values: [Double], rightRows: Matrix) {
    precondition(
      leftRows.rowCount == values.count && rightRows.rowCount == values.count,
      "a left and a right vector for each value")
    (self.leftRows, self.values, self.rightRows) = (leftRows, values, rightRows)
  }
}

extension MatrixProducts {
  /// The best approximation within the range of Z times given vectors: one step of subspace iteration.
  ///
  /// ```
  /// Q = orth(Z V)      Q^T Z = P diag(s) V'^T      U' = Q P
  /// ```
  /// A subspace that Z Z^T leaves as it is comes back with its singular values; repeated steps turn any start towards
  /// the leading ones.
  ///
  /// Source: Halko, Martinsson, Tropp 2011, sections 4.5 and 5.1.
  ///
  /// - Parameter start: V^T, k x n, k <= min(m, n).
  /// - Returns: k values and vectors.
  /// - Throws: ``LinearAlgebraError`` when Z or the start is not finite or a decomposition fails.
  /// - Complexity: two products with Z and O((m + n) k^2).
  public func subspaceStep(from start: Matrix) throws(LinearAlgebraError) -> LeadingPart {
    let range = transposedProduct(withRows: start).transpose()
    let basis = try QRDecomposition(range).orthonormalBasis.transpose()
    let core = try SingularValueDecomposition(product(fromRows: basis))
    return LeadingPart(
      leftRows: Matrix.product(core.leftVectors.transposed, basis.factor),
      values: core.values, rightRows: core.rightVectorsTransposed)
  }

  /// The leading singular values and vectors, by subspace iteration from a random start.
  ///
  /// Steps are repeated until no value changes by more than the tolerance times the first; then values whose ratio to
  /// the first one left out is close to 1 may still be too small.
  ///
  /// - Parameters:
  ///   - count: k, at most min(m, n).
  ///   - oversampling: vectors beside those, which are dropped at the end.
  ///   - tolerance: the change of the values, relative to the first, that ends the iteration.
  ///   - limit: the largest number of steps.
  ///   - generator: where the start comes from.
  /// - Returns: k values and vectors.
  /// - Throws: ``LinearAlgebraError``.
  public func leadingPart(
    count: Int, oversampling: Int = 8, tolerance: Double = 1e-6, limit: Int = 100,
    using generator: inout some RandomNumberGenerator
  ) throws(LinearAlgebraError) -> LeadingPart {
    let size = min(count + oversampling, min(rowCount, columnCount))
    precondition(count <= size, "\(count) vectors of a \(rowCount) x \(columnCount) matrix")
    var part = try subspaceStep(
      from: .gaussian(rowCount: size, columnCount: columnCount, using: &generator))
    for _ in 1..<max(limit, 1) {
      let next = try subspaceStep(from: part.rightRows)
      let change = zip(next.values, part.values).prefix(count).map { ($0 - $1).magnitude }.max()
      part = next
      if (change ?? 0) <= tolerance * (part.values.first ?? 0) { break }
    }
    return part.prefix(count)
  }
}

extension Matrix: MatrixProducts {
  /// V^T times the transpose, k x m.
  public func transposedProduct(withRows right: Matrix) -> Matrix {
    .product(right.factor, transposed)
  }

  /// U^T times the matrix, k x n.
  public func product(fromRows left: Matrix) -> Matrix { left * self }
}

extension LeadingPart {
  /// The first of the values and their vectors.
  ///
  /// - Parameter count: how many are kept, at most as many as there are.
  /// - Returns: they alone.
  public func prefix(_ count: Int) -> LeadingPart {
    LeadingPart(
      leftRows: leftRows.submatrix(rows: 0..<count, columns: 0..<leftRows.columnCount),
      values: Array(values.prefix(count)),
      rightRows: rightRows.submatrix(rows: 0..<count, columns: 0..<rightRows.columnCount))
  }
}
