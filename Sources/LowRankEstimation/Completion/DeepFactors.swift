public import LinearAlgebra

/// The factors W_1 to W_N of a matrix W with one hidden width w, in the form that thin products want.
public struct DeepFactors: Codable, Equatable, Sendable {
  /// W_1, w x d.
  public internal(set) var first: Matrix

  /// W_2, ..., W_(N-1), w x w.
  public internal(set) var inner: [Matrix]

  /// W_N^T, w x p: the last factor's rows as columns.
  public internal(set) var lastTransposed: Matrix

  /// N.
  public var depth: Int { inner.count + 2 }

  /// w.
  public var width: Int { first.rowCount }

  /// p, the rows of W.
  public var rowCount: Int { lastTransposed.columnCount }

  /// d, the columns of W.
  public var columnCount: Int { first.columnCount }

  /// W_1, ..., W_N.
  public var layers: [Matrix] { [first] + inner + [lastTransposed.transpose()] }

  /// The transpose of all factors but the first, w x p: with ``first`` an entry of W is the inner product of two
  /// columns.
  public var leftRows: Matrix {
    inner.reversed().reduce(lastTransposed) { Matrix.product($1.transposed, $0.factor) }
  }

  /// Creates a start: Gaussian outer factors and inner multiples of the identity, all with singular values near a.
  ///
  /// ```
  /// W_1 = a G_1 / sqrt d,   W_N = a G_N / sqrt p,   W_j = a I      G: independent standard normal entries
  /// ```
  /// - Parameters:
  ///   - rowCount: p.
  ///   - columnCount: d.
  ///   - width: w.
  ///   - depth: N.
  ///   - amplitude: a.
  ///   - generator: where the entries come from.
  init(
    rowCount: Int, columnCount: Int, width: Int, depth: Int, amplitude: Double,
    using generator: inout SeededGenerator
  ) {
    first = .gaussian(
      rowCount: width, columnCount: columnCount,
      standardDeviation: amplitude / Double(columnCount).squareRoot(), using: &generator)
    inner = Array(repeating: amplitude * .identity(width), count: depth - 2)
    lastTransposed = .gaussian(
      rowCount: width, columnCount: rowCount,
      standardDeviation: amplitude / Double(rowCount).squareRoot(), using: &generator)
  }

  /// W, p x d; it may be large.
  public var product: Matrix { Matrix.product(leftRows.transposed, first.factor) }

  /// The singular values and vectors of W, at most min(w, p, d) of them.
  ///
  /// - Throws: ``EstimationError/decomposition(_:)``.
  public func decomposition() throws(EstimationError) -> LeadingPart {
    let left = leftRows
    let first = first
    return try EstimationError.decomposing { () throws(LinearAlgebraError) in
      guard width <= min(rowCount, columnCount) else {
        let whole = try SingularValueDecomposition(Matrix.product(left.transposed, first.factor))
        return LeadingPart(
          leftRows: whole.leftVectors.transpose(), values: whole.values,
          rightRows: whole.rightVectorsTransposed)
      }
      let rows = try QRDecomposition(left.transpose())
      let columns = try QRDecomposition(first.transpose())
      let core = try SingularValueDecomposition(
        Matrix.product(rows.upperTriangle.factor, columns.upperTriangle.transposed))
      return LeadingPart(
        leftRows: Matrix.product(core.leftVectors.transposed, rows.orthonormalBasis.transposed),
        values: core.values,
        rightRows: Matrix.product(
          core.rightVectorsTransposed.factor, columns.orthonormalBasis.transposed))
    }
  }
}

// MARK: - As vectors

extension DeepFactors {
  /// Adds `scale * other`.
  mutating func add(_ other: DeepFactors, scaledBy scale: Double) {
    first.add(other.first, scaledBy: scale)
    for j in inner.indices { inner[j].add(other.inner[j], scaledBy: scale) }
    lastTransposed.add(other.lastTransposed, scaledBy: scale)
  }

  /// Copies other factors of the same shapes.
  mutating func assign(_ other: DeepFactors) {
    first.assign(other.first)
    for j in inner.indices { inner[j].assign(other.inner[j]) }
    lastTransposed.assign(other.lastTransposed)
  }

  /// The Euclidean norm of all entries.
  var norm: Double {
    let squares =
      inner.reduce(0) { $0 + $1.innerProduct($1) } + first.innerProduct(first)
      + lastTransposed.innerProduct(lastTransposed)
    return squares.squareRoot()
  }
}
