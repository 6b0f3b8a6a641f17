public import LinearAlgebra

/// A denoiser that keeps the singular vectors of a matrix and changes its singular values.
public protocol MatrixDenoiser: LowRankEstimator
where Observations == Matrix, Model == DenoisedMatrix {
  /// What it is called in tables.
  var name: String { get }

  /// Fits a matrix that is decomposed already; several denoisers can share one decomposition.
  ///
  /// - Parameter matrix: the matrix.
  /// - Returns: the cleaned matrix.
  /// - Throws: ``EstimationError`` for settings out of range.
  func fit(_ matrix: DecomposedMatrix) throws(EstimationError) -> DenoisedMatrix
}

extension MatrixDenoiser {
  /// Fits a matrix.
  ///
  /// - Parameter observations: m x n, of two rows and columns at least.
  /// - Returns: the cleaned matrix.
  /// - Throws: ``EstimationError`` for a NaN or an infinity, too small a matrix, or one whose entries are all equal.
  public func fit(_ observations: Matrix) throws(EstimationError) -> DenoisedMatrix {
    try fit(DecomposedMatrix(observations))
  }
}
