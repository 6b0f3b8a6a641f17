import LinearAlgebra
import LowRankEstimation
import TestSupport
import Testing

@Suite("A denoised matrix")
struct DenoisedMatrixTests {
  @Test("The rows that were fitted come out of the new rows' map as they are in the estimate")
  func newRows() throws {
    let sample = try NoisySample(12, 9, singularValues: [8, 5], noise: 0.5, seed: 1)
    let model = try SpectralDenoiser(stopping: .stein(noise: .known(0.5))).fit(sample.noisy)
    let rows = try model.denoise(newRows: sample.noisy)
    #expect(distance(rows, model.estimate) <= roundingTolerance(for: sample.noisy))
    #expect(throws: EstimationError.self) {
      try model.denoise(newRows: Matrix(rowCount: 1, columnCount: 8))
    }
    #expect(throws: EstimationError.self) {
      try model.denoise(newRows: Matrix(rowCount: 1, columnCount: 9, repeating: .nan))
    }
  }

  @Test("New rows of the same signal come out nearer to it")
  func newSignal() throws {
    let sample = try NoisySample(60, 40, singularValues: [60, 50], noise: 1, seed: 3)
    let model = try SpectralDenoiser(stopping: .stein(noise: .known(1))).fit(sample.noisy)
    var generator = SeededGenerator(seed: 9)
    let mixture = Matrix.gaussian(
      rowCount: 10, columnCount: 60, standardDeviation: 0.3, using: &generator)
    let clean = mixture * sample.truth
    let noise = Matrix.gaussian(rowCount: 10, columnCount: 40, using: &generator)
    #expect(
      distance(try model.denoise(newRows: clean + noise), clean) < 0.6 * noise.frobeniusNorm)
  }

  @Test("The rank counts what was more than half learned, or kept")
  func rank() throws {
    let matrix = try DecomposedMatrix(Matrix(diagonal: [4, 2, 1]))
    let early = try SpectralDenoiser(depth: 2, start: .share(1e-3), stoppedAfter: 60).fit(matrix)
    // Steps of 0.025: the logistic passes half of s after ln(s / 0.004) / (2 s 0.025) = 35, 62 and 110 steps.
    #expect(early.rank == 1 && early.values.allSatisfy { $0 > 0 })
    let none = try TruncatedDecomposition(rank: 0).fit(matrix)
    #expect(none.rank == 0 && none.estimate == Matrix(rowCount: 3, columnCount: 3))
  }
}
