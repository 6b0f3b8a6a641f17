import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("The noise level")
struct NoiseLevelTests {
  @Test("Of pure noise the median value stands at the middle of its law")
  func pureNoise() throws {
    var generator = SeededGenerator(seed: 8)
    let noise = Matrix.gaussian(
      rowCount: 120, columnCount: 200, standardDeviation: 3, using: &generator)
    let matrix = try DecomposedMatrix(noise)
    let tau = try NoiseLevel.estimated.standardDeviation(of: matrix)
    // A value in the bulk strays from its quantile by few spacings: two of r = 120 at the density of the median.
    let law = MarchenkoPastur(rowCount: 120, columnCount: 200)
    let ratio = tau * tau / 9
    #expect((law.share(upTo: law.median * ratio) - 0.5).magnitude <= 2.0 / 120)
  }

  @Test("Of a leading part the rest is taken")
  func leadingPart() throws {
    let sample = try NoisySample(80, 120, singularValues: [90, 70], noise: 2, seed: 9)
    let part = try DecomposedMatrix(leading: 6, of: sample.noisy)
    let tau = try NoiseLevel.estimated.standardDeviation(of: part)
    // A mean of squares of some 9600 normal numbers, and quantiles that are right to a spacing of 80.
    #expect((tau / 2 - 1).magnitude <= 3 / (2.0 * 9600).squareRoot() + 1 / 80.0)
  }

  @Test(
    "Of a leading part of nothing but noise the level is right, however much it takes",
    arguments: [4, 20, 60])
  func leadingNoise(count: Int) throws {
    var generator = SeededGenerator(seed: 12)
    let noise = Matrix.gaussian(rowCount: 80, columnCount: 120, using: &generator)
    let part = try DecomposedMatrix(leading: count, of: noise)
    let tau = try NoiseLevel.estimated.standardDeviation(of: part)
    // The rest is r - k values, each right to a spacing.
    #expect((tau - 1).magnitude <= 3 / Double(80 - count) + 1 / 80.0)
  }

  @Test("A known level is taken as it is; a negative or infinite one is refused")
  func known() throws {
    let matrix = try DecomposedMatrix(Matrix(rows: [[1, 2], [3, 4]]))
    #expect(try NoiseLevel.known(0.5).standardDeviation(of: matrix) == 0.5)
    for level in [-1, .infinity, .nan] {
      #expect(throws: EstimationError.self) {
        try NoiseLevel.known(level).standardDeviation(of: matrix)
      }
    }
  }
}
