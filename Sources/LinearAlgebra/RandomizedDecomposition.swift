internal import RealModule

/// The leading part of a singular value decomposition, from products with random vectors.
///
/// ```
/// Q = orth((A A^T)^q A Omega)      Q^T A = V diag(s) W^T      A ~ (Q V)_k diag(s_1, ..., s_k) (W^T)_k
/// ```
/// A is m x n, Omega n x (k + p) Gaussian, with an orthonormalisation after every product. It costs 2 q + 2
/// products with k + p columns instead of a full decomposition. The values are never above the exact ones. What is left
/// out is stated: its Frobenius norm exactly, its spectral norm between two bounds.
///
/// Source: Halko, Martinsson, Tropp 2011, algorithms 4.4 and 5.1.
public struct RandomizedDecomposition: Sendable {
  /// The left singular vectors as columns, m x k.
  public let leftVectors: Matrix

  /// The leading values, descending.
  public let values: [Double]

  /// The right singular vectors as rows, k x n.
  public let rightVectorsTransposed: Matrix

  /// The squared Frobenius norm of what is left out, to within rounding of that of A.
  public let squaredRemainder: Double

  /// Between which bounds the spectral norm of what is left out lies: the next value found, and the Frobenius norm.
  public let spectralRemainder: ClosedRange<Double>

  /// Decomposes a matrix.
  ///
  /// - Parameters:
  ///   - matrix: A, m x n.
  ///   - rank: k >= 0; at most min(m, n) of them are there.
  ///   - oversampling: p >= 0, the further columns of Omega.
  ///   - powerIterations: q >= 0; each makes a slowly falling spectrum fall faster.
  ///   - generator: where the randomness comes from.
  /// - Throws: ``LinearAlgebraError`` when an element is not finite or an iteration fails.
  /// - Complexity: O(m n (k + p) (q + 1)).
  public init(
    _ matrix: Matrix, rank: Int, oversampling: Int = 10, powerIterations: Int = 2,
    using generator: inout some RandomNumberGenerator
  ) throws(LinearAlgebraError) {
    precondition(rank >= 0 && oversampling >= 0 && powerIterations >= 0, "a negative count")
    try matrix.requireFinite()
    let (m, n) = (matrix.rowCount, matrix.columnCount)
    let width = min(rank + oversampling, m, n)
    let start = Matrix.gaussian(rowCount: n, columnCount: width, using: &generator)
    var basis = try QRDecomposition(matrix * start).orthonormalBasis
    for _ in 0..<powerIterations {
      let rows = try QRDecomposition(.product(matrix.transposed, basis.factor)).orthonormalBasis
      basis = try QRDecomposition(matrix * rows).orthonormalBasis
    }
    let core = try SingularValueDecomposition(.product(basis.transposed, matrix.factor))
    let k = min(rank, width)
    let left = basis * core.leftVectors
    leftVectors = left.submatrix(rows: 0..<m, columns: 0..<k)
    values = Array(core.values.prefix(k))
    rightVectorsTransposed = core.rightVectorsTransposed.submatrix(rows: 0..<k, columns: 0..<n)
    let norm = matrix.frobeniusNorm
    // The next value is part of what is left out, so rounding cannot take more.
    let next = core.values.count > k ? core.values[k] : 0
    squaredRemainder = max(next * next, norm * norm - values.reduce(0) { $0 + $1 * $1 })
    spectralRemainder = next...max(next, squaredRemainder.squareRoot())
  }
}
