internal import RealModule

/// The leading part of a singular value decomposition, from products with random vectors.
///
/// ```
/// Q = orth((A A^T)^q A Omega)      Q^T A = V diag(s) W^T      A ~ (Q V)_k diag(s_1, ..., s_k) (W^T)_k
/// ```
/// A is m x n, Omega n x (k + p) Gaussian, with an orthonormalisation after every product. It costs 2 q + 2
/// products with k + p columns instead of a full decomposition. The values are never above the exact ones. What is left
/// out is stated: its Frobenius norm exactly, its spectral norm by a bound that fails with probability at most 1e-10.
///
/// Source: Halko, Martinsson, Tropp 2011, algorithms 4.4 and 5.1, bound (4.3).
public struct RandomizedDecomposition: Sendable {
  /// The left singular vectors as columns, m x k.
  public let leftVectors: Matrix

  /// s_1 >= ... >= s_k.
  public let values: [Double]

  /// The right singular vectors as rows, k x n.
  public let rightVectorsTransposed: Matrix

  /// The squared Frobenius norm of what is left out, to within rounding of that of A.
  public let squaredRemainder: Double

  /// The bound of the spectral norm of what is left out.
  public let spectralErrorBound: Double

  private static let probeCount = 10

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
    squaredRemainder = max(0, norm * norm - values.reduce(0) { $0 + $1 * $1 })
    // A - U U^T A on Gaussian vectors: its norm exceeds 10 sqrt(2 / pi) times the longest image with probability 10^-10.
    let probes = Matrix.gaussian(rowCount: n, columnCount: Self.probeCount, using: &generator)
    var images = matrix * probes
    images.formProduct(
      leftVectors.factor, Matrix.product(leftVectors.transposed, images.factor).factor,
      scaledBy: -1, adding: 1)
    let longest = (0..<Self.probeCount).map {
      images.innerProduct(ofColumns: $0, $0, rows: 0..<m).squareRoot()
    }.reduce(0, max)
    spectralErrorBound = 10 * (2 / Double.pi).squareRoot() * longest
  }
}
