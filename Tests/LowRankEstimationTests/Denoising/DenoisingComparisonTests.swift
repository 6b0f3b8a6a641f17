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
      let denoiser = SpectralDenoiser(depths: [2], stopping: .stein(noise: .known(1)))
      let comparison = try DenoisingComparison(
        with: denoiser.fit(sample.noisy), named: denoiser.name, noise: .known(1))
      #expect(comparison.signalCount == 3 && comparison.isLowRank)
      for entry in comparison.entries {
        let error = sample.squaredError(entry.model.estimate).squareRoot()
        ratios[entry.name, default: 0] +=
          (entry.expectedError ?? .nan) * sample.truth.frobeniusNorm / error / Double(draws)
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
    let verdicts = try [low, high, none].map { matrix in
      let denoiser = SpectralDenoiser(depths: [2], stopping: .stein(noise: .known(1)))
      return try DenoisingComparison(
        with: denoiser.fit(matrix), named: denoiser.name, noise: .known(1)
      ).verdict
    }
    if case .better(let best, let percent) = verdicts[0] {
      #expect(best.name == OptimalShrinkage().name && percent >= 1)
    } else {
      Issue.record("\(verdicts[0])")
    }
    if case .notLowRank = verdicts[1] {} else { Issue.record("\(verdicts[1])") }
    if case .nothingStandsOut = verdicts[2] {} else { Issue.record("\(verdicts[2])") }
  }

  @Test("A classical method is held against early stopping too, each method once")
  func classical() throws {
    let sample = try NoisySample(40, 50, singularValues: [25, 20], noise: 1, seed: 3)
    let shrinkage = OptimalShrinkage(noise: .known(1))
    let comparison = try DenoisingComparison(
      with: shrinkage.fit(sample.noisy), named: shrinkage.name, noise: .known(1))
    let names = comparison.entries.map(\.name)
    #expect(Set(names).count == names.count && names.contains("early-stopped factorisation"))
    #expect(comparison.entries.contains { $0.model.stop != nil })
  }

  @Test("Without signal or without noise there is no relative error, and the verdict says why")
  func degenerate() throws {
    var generator = SeededGenerator(seed: 6)
    let matrix = try DecomposedMatrix(.gaussian(rowCount: 12, columnCount: 15, using: &generator))
    let denoiser = SpectralDenoiser(depths: [2], stopping: .stein(noise: .known(9)))
    let drowned = try DenoisingComparison(
      with: denoiser.fit(matrix), named: denoiser.name, noise: .known(9))
    #expect(drowned.entries.allSatisfy { $0.expectedError == nil })
    if case .nothingStandsOut = drowned.verdict {} else { Issue.record("\(drowned.verdict)") }
    let quiet = try DenoisingComparison(
      with: denoiser.fit(matrix), named: denoiser.name, noise: .known(0))
    #expect(quiet.entries.allSatisfy { $0.expectedError?.isFinite == true })
    if case .noNoise = quiet.verdict {} else { Issue.record("\(quiet.verdict)") }
  }
}
