public import LinearAlgebra

/// How far the columns of a matrix are from orthonormal: ||Q^T Q - I||_F.
public func departureFromOrthonormality(_ matrix: Matrix) -> Double {
  distance(matrix.gramian, .identity(matrix.columnCount))
}
