public import LinearAlgebra

/// What a denoiser makes of a matrix: the same singular vectors with other singular values.
///
/// ```
/// Y = U diag(s) V^T      estimate = U diag(f) V^T
/// ```
public struct DenoisedMatrix: Codable, Equatable, Sendable {
  /// Y with its decomposition.
  public let observed: DecomposedMatrix

  /// f, as many as there are s.
  public let values: [Double]

  /// The standard deviation of the noise that was used, given or estimated; nil when none was needed.
  public let noise: Double?

  /// What the settings left open and the data decided, or what was given.
  public enum Choice: Codable, Equatable, Sendable {
    /// As many singular values are kept, changed or not.
    case rank(Int)

    /// All are lowered by this.
    case threshold(Double)

    /// A factorisation is stopped here.
    case stop(EarlyStop)
  }

  /// What was chosen.
  public let choice: Choice

  /// Stein's estimate of the squared Frobenius error; nil where it was not formed.
  public let estimatedSquaredError: Double?

  init(
    _ observed: DecomposedMatrix, values: [Double], noise: Double? = nil, choice: Choice,
    estimatedSquaredError: Double? = nil
  ) {
    precondition(values.count == observed.values.count, "a value for each singular value")
    (self.observed, self.values, self.noise, self.choice) = (observed, values, noise, choice)
    self.estimatedSquaredError = estimatedSquaredError
  }

  /// Where a factorisation was stopped; nil for the classical methods.
  public var stop: EarlyStop? { if case .stop(let stop) = choice { stop } else { nil } }

  /// The cleaned matrix, m x n.
  ///
  /// - Complexity: O(m n rank).
  public var estimate: Matrix {
    // Filters fall with s, so that zeros come last.
    let used = values.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    let left = observed.leftVectors.submatrix(rows: 0..<observed.rowCount, columns: 0..<used)
    let right = observed.rightVectorsTransposed.submatrix(
      rows: 0..<used, columns: 0..<observed.columnCount)
    return left.scalingColumns(by: Array(values.prefix(used))) * right
  }

  /// How many modes are there: of a stopped factorisation those more than half learned, f > s / 2, of the classical
  /// methods those that are not zero.
  public var rank: Int {
    zip(values, observed.values).count { stop == nil ? $0 > 0 : $0 > $1 / 2 }
  }

  /// Cleans further rows of the same kind, by the filter of their parts along the right singular vectors.
  ///
  /// ```
  /// y -> y V diag(f / s) V^T
  /// ```
  /// The rows that were fitted come out as they are in ``estimate``.
  ///
  /// - Parameter rows: any number of rows, n columns.
  /// - Returns: as many rows.
  /// - Throws: ``EstimationError``.
  public func denoise(newRows rows: Matrix) throws(EstimationError) -> Matrix {
    guard rows.columnCount == observed.columnCount else {
      throw .shapes(
        "new rows need \(observed.columnCount) columns as the fitted ones, not \(rows.columnCount)")
    }
    try EstimationError.requireFinite(rows, "the matrix of new rows")
    let shares = zip(values, observed.values).map { $1 > 0 ? $0 / $1 : 0 }
    let parts = Matrix.product(rows.factor, observed.rightVectorsTransposed.transposed)
    return parts.scalingColumns(by: shares) * observed.rightVectorsTransposed
  }
}

extension DenoisedMatrix {
  /// Decodes a model.
  ///
  /// - Throws: a `DecodingError` when its parts do not fit each other.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    observed = try container.decode(DecomposedMatrix.self, forKey: .observed)
    values = try container.decode([Double].self, forKey: .values)
    noise = try container.decodeIfPresent(Double.self, forKey: .noise)
    choice = try container.decode(Choice.self, forKey: .choice)
    estimatedSquaredError = try container.decodeIfPresent(
      Double.self, forKey: .estimatedSquaredError)
    guard values.count == observed.values.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "a value for each singular value")
    }
  }
}
