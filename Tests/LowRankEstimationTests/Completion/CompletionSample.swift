import LinearAlgebra
import LowRankEstimation

/// Matrices of known rank with holes.
enum CompletionSample {
  /// U V^T with independent standard normal U and V, and its entries at random places with noise.
  static func gaussian(
    _ rowCount: Int, _ columnCount: Int, rank: Int, density: Double, noise: Double = 0, seed: UInt64
  ) throws -> (truth: Matrix, entries: ObservedEntries) {
    var generator = SeededGenerator(seed: seed, stream: 7)
    let left = Matrix.gaussian(rowCount: rowCount, columnCount: rank, using: &generator)
    let right = Matrix.gaussian(rowCount: rank, columnCount: columnCount, using: &generator)
    let truth = left * right
    let error = Matrix.gaussian(
      rowCount: rowCount, columnCount: columnCount, standardDeviation: noise, using: &generator)
    var known = truth + error
    known.transformElements { generator.unitUniform() < density ? $0 : .nan }
    return (truth, try ObservedEntries(known))
  }
}

extension Matrix {
  /// ||self - truth||_F / ||truth||_F.
  func relativeError(to truth: Matrix) -> Double {
    (self - truth).frobeniusNorm / truth.frobeniusNorm
  }
}
