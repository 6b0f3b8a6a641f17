import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Optimal hard threshold")
struct HardThresholdTests {
  @Test("4 / sqrt 3 and 2.858 for a square matrix, as published")
  func square() {
    #expect(
      (HardThreshold.knownNoiseCoefficient(aspectRatio: 1) - 4 / 3.0.squareRoot()).magnitude
        <= 4 * Double.ulpOfOne)
    #expect((HardThreshold.medianCoefficient(aspectRatio: 1) - 2.858).magnitude <= 5e-4)
  }

  @Test("Both coefficients are those of their definition, for other aspect ratios")
  func definition() throws {
    for reference in ShrinkageReference.all {
      let beta = try #require(Double(reference.beta))
      let known = try #require(Double(reference.threshold))
      let unknown = try #require(Double(reference.medianCoefficient))
      #expect(
        (HardThreshold.knownNoiseCoefficient(aspectRatio: beta) - known).magnitude
          <= 8 * Double.ulpOfOne * known)
      #expect(
        (HardThreshold.medianCoefficient(aspectRatio: beta) - unknown).magnitude
          <= 32 * .ulpOfOne / beta * unknown)
    }
  }

  @Test(
    "A known noise level is scaled by the larger dimension: pure noise leaves nothing",
    arguments: [(100, 1000), (1000, 100)])
  func pureNoise(rows: Int, columns: Int) throws {
    var generator = SeededGenerator(seed: 1)
    let noise = Matrix.gaussian(rowCount: rows, columnCount: columns, using: &generator)
    let matrix = try DecomposedMatrix(noise)
    #expect(try HardThreshold(noise: .known(1)).fit(matrix).rank == 0)
    #expect(try HardThreshold().fit(matrix).rank == 0)
  }

  @Test("Values above the threshold stay as they are, others go")
  func values() throws {
    let sample = try NoisySample(40, 60, singularValues: [60, 50], noise: 1, seed: 2)
    let matrix = try DecomposedMatrix(sample.noisy)
    let model = try HardThreshold(noise: .known(1)).fit(matrix)
    #expect(model.rank == 2 && model.choice == .rank(2) && model.noise == 1)
    #expect(model.values.prefix(2) == matrix.values.prefix(2))
    #expect(model.values.dropFirst(2).allSatisfy { $0 == 0 })
  }
}
