public import LinearAlgebra

/// The rounding error a backward stable algorithm may show: c epsilon sqrt(max(m, n)) ||A||_F.
///
/// - Parameters:
///   - matrix: the matrix A whose size and norm set the scale.
///   - constant: c, 8 to 64 for one decomposition or a short chain of products.
/// - Returns: an absolute bound on the Frobenius norm of the error.
public func roundingTolerance(for matrix: Matrix, constant: Double = 32) -> Double {
  let size = Double(max(matrix.rowCount, matrix.columnCount, 1))
  return constant * Double.ulpOfOne * size.squareRoot() * matrix.frobeniusNorm
}

/// The Frobenius norm of the difference.
public func distance(_ left: Matrix, _ right: Matrix) -> Double {
  (left - right).frobeniusNorm
}
