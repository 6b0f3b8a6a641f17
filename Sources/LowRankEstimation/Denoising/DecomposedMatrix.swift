public import LinearAlgebra

/// A matrix that is to be denoised, decomposed once for all denoisers.
///
/// ```
/// Y = U diag(s) V^T + rest      U: m x k, V^T: k x n, s_1 >= ... >= s_k >= 0
/// ```
/// The rest is zero, k = min(m, n), unless only a leading part was asked for.
public struct DecomposedMatrix: Codable, Equatable, Sendable {
  /// U, m x k.
  public let leftVectors: Matrix

  /// s, in descending order.
  public let values: [Double]

  /// V^T, k x n.
  public let rightVectorsTransposed: Matrix

  /// The squared Frobenius norm of the rest; 0 after a full decomposition.
  public let squaredRest: Double

  /// A lower bound of the spectral norm of the rest, whose Frobenius norm is an upper one; 0 after a full decomposition.
  public let leastSpectralRest: Double

  /// m.
  public var rowCount: Int { leftVectors.rowCount }

  /// n.
  public var columnCount: Int { rightVectorsTransposed.columnCount }

  /// Whether all singular values are there.
  public var isComplete: Bool { values.count == min(rowCount, columnCount) }

  /// Y itself without the rest.
  var whole: Matrix { leftVectors.scalingColumns(by: values) * rightVectorsTransposed }

  /// m n.
  var entryCount: Double { Double(rowCount) * Double(columnCount) }

  /// The number of singular values of the rest.
  var restCount: Int { min(rowCount, columnCount) - values.count }

  /// ||Y||_F^2.
  public var squaredNorm: Double { values.reduce(squaredRest) { $0 + $1 * $1 } }

  /// Decomposes a matrix whole.
  ///
  /// - Parameter matrix: Y, m x n, of two rows and columns at least.
  /// - Throws: ``EstimationError`` for a NaN or an infinity, too small a matrix, or one whose entries are all equal.
  /// - Complexity: O(m n min(m, n)).
  public init(_ matrix: Matrix) throws(EstimationError) {
    try Self.check(matrix)
    let decomposition = try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(matrix)
    }
    self.init(
      decomposition.leftVectors, decomposition.values, decomposition.rightVectorsTransposed)
  }

  private init(
    _ left: Matrix, _ values: [Double], _ right: Matrix, squaredRest: Double = 0,
    leastSpectralRest: Double = 0
  ) {
    (leftVectors, self.values, rightVectorsTransposed) = (left, values, right)
    (self.squaredRest, self.leastSpectralRest) = (squaredRest, leastSpectralRest)
  }

  /// Decomposes the leading part of a matrix, by random vectors; for matrices too large for all of it.
  ///
  /// The rest counts as noise that every denoiser removes. Values are found by subspace iteration (Halko, Martinsson, Tropp 2011),
  /// never above the exact ones; those within the noise may be a few percent too small.
  ///
  /// - Parameters:
  ///   - rank: k >= 1, above the rank of the signal.
  ///   - matrix: Y, m x n, of two rows and columns at least.
  ///   - seed: decides the random vectors.
  /// - Throws: ``EstimationError``.
  /// - Complexity: O(m n k).
  public init(leading rank: Int, of matrix: Matrix, seed: UInt64 = 0) throws(EstimationError) {
    try Self.check(matrix)
    guard rank >= 1 else {
      throw .setting(name: "the leading rank", value: "\(rank)", needs: "at least 1")
    }
    guard rank < min(matrix.rowCount, matrix.columnCount) else {
      try self.init(matrix)
      return
    }
    // One more value than is kept bounds the rest from below; on noise more steps than these change little.
    let part = try EstimationError.decomposing { () throws(LinearAlgebraError) in
      var generator = SeededGenerator(seed: seed)
      return try matrix.leadingPart(count: rank + 1, limit: 8, using: &generator)
    }
    let (kept, next) = (part.prefix(rank), part.values[rank])
    let norm = matrix.frobeniusNorm
    self.init(
      kept.leftRows.transpose(), kept.values, kept.rightRows,
      // The next value is part of the rest, so rounding cannot take more.
      squaredRest: max(next * next, norm * norm - kept.values.reduce(0) { $0 + $1 * $1 }),
      leastSpectralRest: next)
  }

  private static func check(_ matrix: Matrix) throws(EstimationError) {
    guard matrix.rowCount >= 2, matrix.columnCount >= 2 else {
      throw .tooSmall(
        what: "the matrix", shape: matrix.shapeDescription, needs: "two rows and two columns")
    }
    try EstimationError.requireFinite(matrix, "the matrix")
    guard matrix.elements.contains(where: { $0 != matrix.elements[0] }) else {
      throw .constant(what: "the matrix")
    }
    try EstimationError.requireSize(matrix.largestMagnitude, "the matrix's entries")
  }
}

extension DecomposedMatrix {
  /// Decodes a decomposition.
  ///
  /// - Throws: a `DecodingError` when its parts do not fit each other.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Matrix.self, forKey: .leftVectors),
      try container.decode([Double].self, forKey: .values),
      try container.decode(Matrix.self, forKey: .rightVectorsTransposed),
      squaredRest: try container.decode(Double.self, forKey: .squaredRest),
      leastSpectralRest: try container.decode(Double.self, forKey: .leastSpectralRest))
    guard leftVectors.columnCount == values.count, rightVectorsTransposed.rowCount == values.count,
      !values.isEmpty, values.count <= min(rowCount, columnCount)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "the parts do not fit each other")
    }
  }
}
