internal import RealModule

/// The standard deviation tau of independent noise on every entry: given, or estimated from the matrix itself.
public enum NoiseLevel: Codable, Equatable, Sendable {
  /// tau >= 0, known.
  case known(Double)

  /// From the median singular value: tau = s_med / sqrt(max(m, n) mu), mu the median of Marchenko and Pastur's law.
  ///
  /// It is right when the signal's rank is small against min(m, n), and too large by about its share otherwise. Of a
  /// leading part the rest is taken instead, as the smallest values of noise beside as many signals as stand out of it.
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
      return Self.standardDeviation(ofRest: matrix)
    }
  }

  /// tau from the rest of a leading part.
  ///
  /// With j signals the others are the singular values of noise of shape (m - j) x (n - j), the rest the r - k smallest of
  /// those r - j: their mean square is max(m - j, n - j) tau^2 times the mean of Marchenko and Pastur's law below its quantile of (r - k)/(r - j).
  /// The number of signals follows from tau; a few rounds settle both.
  private static func standardDeviation(ofRest matrix: DecomposedMatrix) -> Double {
    var (tau, signalCount) = (0.0, -1)
    for _ in 0..<10 {
      let count = signalCount < 0 ? 0 : SpikedModel(matrix, noise: tau).signalCount(matrix.values)
      guard count != signalCount else { break }
      signalCount = count
      let (m, n) = (matrix.rowCount - count, matrix.columnCount - count)
      let share = Double(matrix.restCount) / Double(min(m, n))
      let mean =
        MarchenkoPastur(rowCount: m, columnCount: n).quantiles(below: share, count: 100)
        .reduce(0, +) / 100
      tau = (matrix.squaredRest / Double(matrix.restCount) / (Double(max(m, n)) * mean))
        .squareRoot()
    }
    return tau
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
