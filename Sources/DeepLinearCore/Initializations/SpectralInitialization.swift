public import LinearAlgebra

/// Factors aligned with the singular vectors of a target, so that the modes are learned independently.
///
/// With the thin decomposition target = U diag(s) V^T and r mode strengths x_i,
///
/// ```
/// W_j(0) = Q_j diag(a_{j,1}, ..., a_{j,r}) Q_{j-1}^T      Q_0 = V, Q_N = U
/// a_{1,i} ... a_{N,i} = x_i      a_{j+1,i}^2 - a_{j,i}^2 = imbalance
/// ```
/// so that W(0) = U diag(x) V^T. The hidden bases Q_j are the gauge.
///
/// Source: Tarmoun 2021, definition 3 and equation (12); Gidel 2019, Theorem 1 (with orthogonal Q).
public struct SpectralInitialization: Initialization, Equatable {
  /// The matrix whose singular vectors are used, p x d: Sxy^T, which is the target when Sx = I.
  public let target: Matrix

  /// x_1, ..., x_r: the start of each mode of the product, in the order of the target's singular values.
  public let strengths: [Double]

  /// For each pair of neighbouring factors (from the input), the imbalance of each mode; empty: balanced.
  public let imbalances: [[Double]]

  /// The bases of the hidden layers.
  public let gauge: Gauge

  /// Creates the rule.
  public init(
    target: Matrix, strengths: [Double], imbalances: [[Double]] = [], gauge: Gauge = .canonical
  ) {
    self.target = target
    self.strengths = strengths
    self.imbalances = imbalances
    self.gauge = gauge
  }

  /// The factors.
  ///
  /// - Throws: ``NetworkError`` when there are more strengths than the narrowest layer carries, or when
  ///   the imbalances are not one for each mode and pair of factors.
  public func weights(
    for widths: LayerWidths, using generator: inout SeededGenerator
  ) throws -> Weights {
    guard widths.inputWidth == target.columnCount, widths.outputWidth == target.rowCount else {
      throw NetworkError.factorShape(
        layer: widths.depth, shape: "\(widths.outputWidth) x \(widths.inputWidth)",
        expected: target.shapeDescription)
    }
    let rank = strengths.count
    guard rank <= widths.rankLimit else {
      throw NetworkError.tooManyModes(count: rank, rankLimit: widths.rankLimit)
    }
    let pairCount = widths.depth - 1
    guard imbalances.isEmpty || imbalances.map(\.count) == Array(repeating: rank, count: pairCount)
    else {
      throw NetworkError.imbalanceCount(
        count: imbalances.reduce(0) { $0 + $1.count }, expected: pairCount * rank)
    }
    let decomposition = try SingularValueDecomposition(target)
    let modes = strengths.enumerated().map { i, strength in
      ModeFactors(
        strength: strength,
        imbalances: (0..<pairCount).map { imbalances.isEmpty ? 0 : imbalances[$0][i] })
    }
    let aligned = AlignedFactors(
      outputBasis: decomposition.leftVectors.submatrix(
        rows: 0..<target.rowCount, columns: 0..<rank),
      inputBasis: decomposition.rightVectorsTransposed.submatrix(
        rows: 0..<rank, columns: 0..<target.columnCount
      ).transpose(),
      modes: modes)
    return try aligned.weights(for: widths, gauge: gauge, using: &generator)
  }
}
