import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Denoisers compared")
struct DenoisingComparisonTests {
  @Test("Expected errors are those that happen, to the size of the matrix")
  func expectation() throws {
    // The limit is approached like 1 / sqrt(n); means over ten draws.
    var ratios: [String: Double] = [:]
    let draws = 10
    for seed in 0..<draws {
      let sample = try NoisySample(
        100, 150, singularValues: [60, 45, 35], noise: 1, seed: UInt64(seed))
      let model = try SpectralDenoiser(depths: [2], stopping: .stein(noise: .known(1)))
        .fit(sample.noisy)
      let comparison = try DenoisingComparison(with: model, named: "early", noise: .known(1))
      #expect(comparison.signalCount == 3 && comparison.isLowRank)
      for entry in comparison.entries {
        let error = sample.squaredError(entry.model.estimate).squareRoot()
        ratios[entry.name, default: 0] +=
          entry.expectedError * sample.truth.frobeniusNorm / error / Double(draws)
      }
    }
    #expect(ratios.count == 7)
    for (name, ratio) in ratios {
      #expect((ratio - 1).magnitude <= 1 / 100.0.squareRoot(), "\(name): \(ratio)")
    }
  }

  @Test("The verdict names optimal shrinkage on low rank, and refuses to judge elsewhere")
  func verdicts() throws {
    let low = try NoisySample(60, 90, singularValues: [25, 22], noise: 1, seed: 3).noisy
    let high = try NoisySample(
      30, 40, singularValues: (0..<20).map { 200 - 5 * Double($0) }, noise: 1, seed: 3
    ).noisy
    var generator = SeededGenerator(seed: 5)
    let none = Matrix.gaussian(rowCount: 40, columnCount: 60, using: &generator)
    let words = try [low, high, none].map { matrix in
      let model = try SpectralDenoiser(depths: [2], stopping: .stein(noise: .known(1)))
        .fit(matrix)
      return try DenoisingComparison(with: model, named: "early", noise: .known(1)).verdict
    }
    #expect(words[0].contains("Optimal shrinkage (Frobenius) is likely to be better"))
    #expect(words[1].contains("more than a tenth of all"))
    #expect(words[2].contains("No singular value stands out"))
  }
}
