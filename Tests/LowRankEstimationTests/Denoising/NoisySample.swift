import LinearAlgebra

/// A matrix of low rank under Gaussian noise.
struct NoisySample {
  let truth: Matrix
  let noisy: Matrix

  /// Draws singular vectors and noise.
  init(
    _ rowCount: Int, _ columnCount: Int, singularValues: [Double], noise: Double, seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let rank = singularValues.count
    let left = try Matrix.orthonormal(rowCount: rowCount, columnCount: rank, using: &generator)
    let right = try Matrix.orthonormal(rowCount: rank, columnCount: columnCount, using: &generator)
    truth = left.scalingColumns(by: singularValues) * right
    noisy =
      truth
      + .gaussian(
        rowCount: rowCount, columnCount: columnCount, standardDeviation: noise, using: &generator)
  }

  /// ||estimate - truth||_F^2.
  func squaredError(_ estimate: Matrix) -> Double {
    let difference = estimate - truth
    return difference.innerProduct(difference)
  }

  /// 60 x 100 of rank 4, noise 1: the weakest mode is below the edge of the noise, 17.7.
  static func small(seed: UInt64) throws -> NoisySample {
    try NoisySample(60, 100, singularValues: [40, 30, 20, 15], noise: 1, seed: seed)
  }
}
