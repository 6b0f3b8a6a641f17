internal import RealModule

extension RandomNumberGenerator {
  /// A number uniform on [0, 1) with 53 random bits.
  public mutating func unitUniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Two independent standard normal numbers (Box and Muller 1958).
  mutating func standardNormalPair() -> (Double, Double) {
    // 1 - u lies in (0, 1], where the logarithm is finite.
    let radius = (-2 * Double.log(1 - unitUniform())).squareRoot()
    let angle = 2 * Double.pi * unitUniform()
    return (radius * .cos(angle), radius * .sin(angle))
  }
}

extension Matrix {
  /// Independent normal entries of mean 0.
  ///
  /// - Parameters:
  ///   - rowCount: number of rows.
  ///   - columnCount: number of columns.
  ///   - standardDeviation: standard deviation of each entry (not the variance).
  ///   - generator: where the randomness comes from; entries are drawn column after column.
  /// - Returns: a `rowCount` x `columnCount` matrix.
  public static func gaussian(
    rowCount: Int, columnCount: Int, standardDeviation: Double = 1,
    using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    var elements: [Double] = []
    let count = rowCount * columnCount
    elements.reserveCapacity(count + 1)
    while elements.count < count {
      let (first, second) = generator.standardNormalPair()
      elements.append(standardDeviation * first)
      elements.append(standardDeviation * second)
    }
    elements.removeLast(elements.count - count)
    return Matrix(rowCount: rowCount, columnCount: columnCount, columnMajor: elements)
  }

  /// Independent entries, uniform on [-bound, bound): mean 0, variance bound^2 / 3.
  public static func uniform(
    rowCount: Int, columnCount: Int, bound: Double,
    using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount) { _, _ in
      bound * (2 * generator.unitUniform() - 1)
    }
  }

  /// Independent entries, -magnitude or +magnitude with equal probability: variance magnitude^2.
  public static func twoPoint(
    rowCount: Int, columnCount: Int, magnitude: Double,
    using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount) { _, _ in
      generator.next() >> 63 == 0 ? magnitude : -magnitude
    }
  }

  /// A random matrix with orthonormal columns, or orthonormal rows if it is wide.
  ///
  /// Its distribution does not change under rotations (Haar measure): it is the Q factor of a
  /// Gaussian matrix, with R's diagonal made positive.
  ///
  /// References: Stewart, *The efficient generation of random orthogonal matrices*, 1980; Mezzadri,
  /// *How to generate random matrices from the classical compact groups*, 2007.
  ///
  /// - Parameters:
  ///   - rowCount: number of rows.
  ///   - columnCount: number of columns.
  ///   - generator: where the randomness comes from.
  /// - Returns: a `rowCount` x `columnCount` matrix.
  /// - Throws: ``LinearAlgebraError`` as the QR decomposition does.
  public static func orthonormal(
    rowCount: Int, columnCount: Int, using generator: inout some RandomNumberGenerator
  ) throws(LinearAlgebraError) -> Matrix {
    let isWide = rowCount < columnCount
    let gaussian = Matrix.gaussian(
      rowCount: max(rowCount, columnCount), columnCount: min(rowCount, columnCount),
      using: &generator)
    let basis = try QRDecomposition(gaussian).orthonormalBasis
    return isWide ? basis.transpose() : basis
  }
}
