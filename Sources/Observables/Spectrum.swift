public import LinearAlgebra

/// The singular values of an end-to-end matrix and the norms and rank measures that they give.
///
/// "Effective rank" means several things in the literature; here each has its own name. All of them are
/// scale invariant and lie between 1 and the rank; for the zero matrix they are 0.
public struct Spectrum: Sendable, Equatable {
  /// The singular values in descending order.
  public let values: [Double]

  /// Creates a spectrum from singular values in descending order.
  public init(values: [Double]) {
    self.values = values
  }

  /// The spectrum of a matrix.
  ///
  /// - Throws: ``LinearAlgebraError`` when an entry is not finite.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    values = try matrix.singularValues()
  }

  /// ||W||, the largest singular value.
  public var spectralNorm: Double { values.first ?? 0 }

  /// ||W||_*, the sum of the singular values, also called trace norm.
  public var nuclearNorm: Double { values.reduce(0, +) }

  /// ||W||_F, the root of the sum of squares.
  public var frobeniusNorm: Double {
    spectralNorm * relativeValues.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// r(W) = ||W||_* / ||W||, the effective rank of Chou 2022, equation (8).
  public var nuclearRank: Double { relativeValues.reduce(0, +) }

  /// ||W||_*^2 / ||W||_F^2, the other effective rank of Chou 2022 (footnote 2).
  public var nuclearFrobeniusRank: Double {
    let squares = relativeValues.reduce(0) { $0 + $1 * $1 }
    return squares == 0 ? 0 : nuclearRank * nuclearRank / squares
  }

  /// ||W||_F^2 / ||W||^2, the stable rank.
  public var stableRank: Double { relativeValues.reduce(0) { $0 + $1 * $1 } }

  /// The number of singular values above `tolerance` times the largest.
  ///
  /// - Parameter tolerance: relative; max(m, n) epsilon is the customary choice for rounded data.
  /// - Returns: 0 for the zero matrix.
  public func numericalRank(tolerance: Double) -> Int {
    relativeValues.count { $0 > tolerance }
  }

  /// The values divided by the largest, which avoids overflow; none for the zero matrix.
  private var relativeValues: [Double] {
    spectralNorm == 0 ? [] : values.map { $0 / spectralNorm }
  }
}
