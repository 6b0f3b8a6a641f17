public import LinearAlgebra
internal import RealModule

/// The least-squares map of rank at most k, of smallest norm among the best.
///
/// ```
/// X = A S B^T (thin, rank of X),   M = A^T Y / sqrt(n),   W_k = B S^{-1} sqrt(n) [M]_k
/// (||Y - X W_k||_F^2) / (2 n) = (||Y - A A^T Y||_F^2 / n + sum_{i > k} s_i(M)^2) / 2
/// ```
/// X is n x d, Y n x p, W d x p (the transpose of our end-to-end matrix). The singular values of X below
/// max(n, d) epsilon of the largest count as 0. It is unique unless s_k(M) = s_{k+1}(M) > 0.
///
/// Source: Gidel 2019, equation (4), with its norm and shapes corrected.
public struct ReducedRankOptimum: Sendable {
  /// The map W, d x p.
  public let map: Matrix

  /// The loss ||Y - X W||_F^2 / (2 n).
  public let objective: Double

  /// The gains s_i(M)^2, descending, p of them: the eigenvalues of Sxy^T Sx^+ Sxy.
  public let gains: [Double]

  /// Whether no other map of rank k is as good: s_k(M) > s_{k+1}(M) to within rounding, or k covers all.
  public let isUnique: Bool

  /// Solves the regression.
  ///
  /// - Parameters:
  ///   - inputs: X, n x d.
  ///   - outputs: Y, n x p.
  ///   - rank: k >= 0.
  /// - Throws: ``TheoryError``.
  public init(inputs: Matrix, outputs: Matrix, rank: Int) throws(TheoryError) {
    guard inputs.rowCount == outputs.rowCount, !inputs.isEmpty, !outputs.isEmpty else {
      throw .shape("X is \(inputs.shapeDescription) and Y is \(outputs.shapeDescription)")
    }
    try Assumption("k", Double(rank), .atLeast, 0).require()
    let root = Double(inputs.rowCount).squareRoot()
    let data = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(inputs)
    }
    let cutoff =
      Double(max(inputs.rowCount, inputs.columnCount)) * .ulpOfOne * (data.values.first ?? 0)
    let inputRank = data.values.count { $0 > cutoff }
    let left = data.leftVectors.submatrix(rows: 0..<inputs.rowCount, columns: 0..<inputRank)
    let projected = (1 / root) * Matrix.product(left.transposed, outputs.factor)
    let core = try TheoryError.decomposing { () throws(LinearAlgebraError) in
      try SingularValueDecomposition(projected)
    }
    let kept = core.reconstruction(
      withValues: core.values.enumerated().map { $0 < rank ? $1 : 0 })
    let right = data.rightVectorsTransposed.submatrix(
      rows: 0..<inputRank, columns: 0..<inputs.columnCount)
    let scaled = kept.scalingRows(by: data.values.prefix(inputRank).map { root / $0 })
    map = Matrix.product(right.transposed, scaled.factor)
    var rest = 0.0
    if inputRank < inputs.rowCount {
      let outside = outputs - root * (left * projected)
      rest = outside.innerProduct(outside) / Double(inputs.rowCount)
    }
    let squares = core.values.map { $0 * $0 }
    objective = (rest + squares.dropFirst(rank).reduce(0, +)) / 2
    gains = (0..<outputs.columnCount).map { $0 < squares.count ? squares[$0] : 0 }
    let next = rank < core.values.count ? core.values[rank] : 0
    let size = Double(max(outputs.columnCount, inputRank)) * .ulpOfOne * (core.values.first ?? 0)
    isUnique = rank == 0 || next <= size || core.values[rank - 1] - next > size
  }
}
