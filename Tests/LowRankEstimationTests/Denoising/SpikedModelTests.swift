import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("The spiked model")
struct SpikedModelTests {
  @Test("Strength and overlap belong to the observed value", arguments: [0.1, 0.5, 1])
  func inverse(beta: Double) throws {
    for x in [1.2, 2, 7] {
      let y = ((x + 1 / x) * (x + beta / x)).squareRoot()
      let signal = try #require(SpikedModel.signal(behind: y, aspectRatio: beta))
      let power = x * x * x * x
      let (left, right) = (
        (power - beta) / (power + beta * x * x), (power - beta) / (power + x * x)
      )
      // y rises with x at the rate (1 - beta / x^4) x / y: roundings grow by its inverse.
      let bound = 32 * Double.ulpOfOne * y * y / (power - beta) * power
      #expect((signal.strength - x).magnitude <= bound)
      #expect((signal.overlap - (left * right).squareRoot()).magnitude <= bound)
    }
  }

  @Test("Within the noise there is no signal")
  func noise() {
    #expect(SpikedModel.signal(behind: 2, aspectRatio: 1) == nil)
    #expect(SpikedModel.signal(behind: 0, aspectRatio: 0.3) == nil)
  }

  @Test("Of pure noise about one matrix in a hundred has a value that stands out")
  func falseSignals() throws {
    var count = 0
    for seed in 0..<200 {
      var generator = SeededGenerator(seed: UInt64(seed), stream: 3)
      let matrix = try DecomposedMatrix(
        .gaussian(rowCount: 30, columnCount: 50, standardDeviation: 2, using: &generator))
      count += SpikedModel(matrix, noise: 2).signalCount(matrix.values)
    }
    // Binomial of 200 with 0.01: more than 7 have a probability of 1e-3.
    #expect(count <= 7)
  }
}
