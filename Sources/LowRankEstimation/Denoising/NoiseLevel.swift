internal import RealModule

/// The standard deviation tau of independent noise on every entry: given, or estimated from the matrix itself.
public enum NoiseLevel: Codable, Equatable, Sendable {
  /// tau >= 0, known.
  case known(Double)

  /// From the median singular value: tau = s_med / sqrt(max(m, n) mu), mu the median of Marchenko and Pastur's law.
  ///
  /// It is right when the signal's rank is small against min(m, n), and too large by about its share otherwise. Of a
  /// leading part the rest is taken instead: tau^2 = ||rest||_F^2 / ((m - k)(n - k)).
  ///
  /// Source: Gavish and Donoho 2014, section III-E; 2017, section 7.
  case estimated

  /// tau for a matrix.
  ///
  /// - Parameter matrix: the matrix.
  /// - Returns: tau.
  /// - Throws: ``EstimationError/setting(name:value:needs:)`` for a level that is negative or not finite.
  public func standardDeviation(
    of matrix: DecomposedMatrix
  ) throws(EstimationError) -> Double {
    switch self {
    case .known(let tau):
      guard tau >= 0, tau.isFinite else {
        throw .setting(name: "the noise level", value: "\(tau)", needs: "a number of at least 0")
      }
      return tau
    case .estimated where matrix.isComplete:
      let law = MarchenkoPastur(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
      let longer = Double(max(matrix.rowCount, matrix.columnCount))
      return matrix.medianValue / (longer * law.median).squareRoot()
    case .estimated:
      let k = matrix.values.count
      return (matrix.squaredRest / Double(matrix.rowCount - k) / Double(matrix.columnCount - k))
        .squareRoot()
    }
  }
}

extension DecomposedMatrix {
  /// The median of all singular values.
  var medianValue: Double {
    let middle = values.count / 2
    return values.count.isMultiple(of: 2)
      ? (values[middle - 1] + values[middle]) / 2 : values[middle]
  }
}
