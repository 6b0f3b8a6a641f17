/// The best approximation of a given rank: the leading singular values as they are.
///
/// Source: Eckart and Young 1936.
public struct TruncatedDecomposition: MatrixDenoiser {
  /// The rank.
  public let rank: Int

  /// Keeps this many singular values.
  public init(rank: Int) {
    self.rank = rank
  }

  /// "truncated at rank 3".
  public var name: String { "truncated at rank \(rank)" }

  /// Cuts a matrix off.
  ///
  /// - Parameter matrix: the matrix.
  /// - Returns: the cleaned matrix.
  /// - Throws: ``EstimationError/setting(name:value:needs:)`` for a rank that is negative or beyond the matrix.
  public func fit(_ matrix: DecomposedMatrix) throws(EstimationError) -> DenoisedMatrix {
    guard rank >= 0, rank <= matrix.values.count else {
      throw .setting(
        name: "the rank", value: "\(rank)", needs: "from 0 to \(matrix.values.count)")
    }
    return DenoisedMatrix(
      matrix, values: matrix.values.enumerated().map { $0 < rank ? $1 : 0 }, choice: .rank(rank))
  }
}
