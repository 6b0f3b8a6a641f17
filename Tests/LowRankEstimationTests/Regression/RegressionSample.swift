import LinearAlgebra

@testable import LowRankEstimation

/// Data of regressions, and matrices by elementary loops that share no code with the estimators.
enum RegressionSample {
  /// Gaussian inputs, outputs of a coefficient matrix of rank min(rank, d, p) with noise, both with means.
  static func data(
    rows n: Int, inputs d: Int, outputs p: Int, rank: Int, noise: Double = 0.3, seed: UInt64
  ) throws -> RegressionData {
    var generator = SeededGenerator(seed: seed)
    let inputs = Matrix.gaussian(rowCount: n, columnCount: d, using: &generator)
    let left = Matrix.gaussian(rowCount: d, columnCount: rank, using: &generator)
    let right = Matrix.gaussian(rowCount: rank, columnCount: p, using: &generator)
    let spread = left.scalingColumns(by: (0..<rank).map { 2 / Double($0 + 1) }) * right
    let clean = inputs * spread
    let rest = Matrix.gaussian(
      rowCount: n, columnCount: p, standardDeviation: noise, using: &generator)
    return try RegressionData(
      inputs: inputs.mapElements { $0 + 2 }, outputs: (clean + rest).mapElements { $0 - 1 })
  }

  /// The columns less their means.
  static func centred(_ matrix: Matrix) -> Matrix {
    let means = (0..<matrix.columnCount).map { j in
      matrix.column(j).reduce(0, +) / Double(matrix.rowCount)
    }
    return Matrix(rowCount: matrix.rowCount, columnCount: matrix.columnCount) {
      matrix[$0, $1] - means[$1]
    }
  }

  /// X^T X + n lambda I.
  static func penalised(_ inputs: Matrix, ridge: Double) -> Matrix {
    var gramian = Matrix.product(inputs.transposed, inputs.factor)
    gramian.addToDiagonal(Double(inputs.rowCount) * ridge)
    return gramian
  }

  /// The largest over the smallest eigenvalue.
  static func condition(_ symmetric: Matrix) throws -> Double {
    let values = try symmetric.symmetricEigenvalues()
    return values[0] / values[values.count - 1]
  }
}
