internal import LinearAlgebra

/// Assembles W_j = Q_j diag(a_j) Q_{j-1}^T with Q_0 = V and Q_N = U, the modes' singular vectors.
struct AlignedFactors {
  /// U, p x r, with orthonormal columns.
  let outputBasis: Matrix

  /// V, d x r, with orthonormal columns.
  let inputBasis: Matrix

  /// For each of the r modes, its factors a_1, ..., a_N.
  let modes: [ModeFactors]

  /// The factors in the given gauge; there are at most as many modes as the narrowest layer carries.
  func weights(
    for widths: LayerWidths, gauge: Gauge, using generator: inout SeededGenerator
  ) throws -> Weights {
    let rank = modes.count
    var bases = [inputBasis]
    for j in 1..<max(widths.depth, 1) {
      bases.append(
        try hiddenBasis(j, width: widths.values[j], rank: rank, gauge: gauge, using: &generator))
    }
    bases.append(outputBasis)
    return try Weights(
      layers: (1...widths.depth).map { j in
        let strengths = modes.map { $0.values[j - 1] }
        return Matrix.product(
          bases[j].scalingColumns(by: strengths).factor, bases[j - 1].transposed)
      })
  }

  private func hiddenBasis(
    _ layer: Int, width: Int, rank: Int, gauge: Gauge, using generator: inout SeededGenerator
  ) throws -> Matrix {
    switch gauge {
    case .canonical:
      return Matrix(
        diagonal: Array(repeating: 1, count: rank), rowCount: width, columnCount: rank)
    case .random:
      return try Matrix.orthonormal(rowCount: width, columnCount: rank, using: &generator)
    case .given(let bases):
      guard layer <= bases.count else {
        throw NetworkError.factorCount(count: bases.count, depth: layer)
      }
      let basis = bases[layer - 1]
      guard basis.rowCount == width, basis.columnCount == rank else {
        throw NetworkError.factorShape(
          layer: layer, shape: basis.shapeDescription, expected: "\(width) x \(rank)")
      }
      let deviation = (basis.gramian - .identity(rank)).frobeniusNorm
      // The rounding of an orthonormalisation in double precision, with room for a file's decimals.
      guard deviation <= (Double(width) * Double.ulpOfOne).squareRoot() else {
        throw NetworkError.gaugeNotOrthonormal(layer: layer, deviation: deviation)
      }
      return basis
    }
  }
}
