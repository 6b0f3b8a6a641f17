import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Soft threshold by SURE")
struct SoftThresholdTests {
  @Test("No other threshold has a smaller estimate of the risk")
  func minimum() throws {
    for seed in 0..<3 {
      let sample = try NoisySample.small(seed: UInt64(seed))
      let matrix = try DecomposedMatrix(sample.noisy)
      let model = try SoftThreshold(noise: .known(1)).fit(matrix)
      let least = try #require(model.estimatedSquaredError)
      let stein = SteinRisk(matrix, noise: 1)
      for k in 0...2000 {
        let threshold = matrix.values[0] * Double(k) / 2000
        let risk = stein.risk(
          filtered: matrix.values.map { max($0 - threshold, 0) },
          slopes: matrix.values.map { $0 > threshold ? 1 : 0 })
        #expect(risk >= least - 1e-12 * matrix.squaredNorm)
      }
    }
  }

  @Test("Every value is lowered by the same amount")
  func values() throws {
    let sample = try NoisySample.small(seed: 5)
    let model = try SoftThreshold(noise: .known(1)).fit(sample.noisy)
    let lowered = zip(model.observed.values, model.values).filter { $1 > 0 }.map { $0 - $1 }
    let threshold = try #require(lowered.first)
    // Each difference is rounded; and the threshold may be the first value that is lowered to zero.
    let tolerance = 4 * model.observed.values[0].ulp
    #expect(lowered.allSatisfy { ($0 - threshold).magnitude <= tolerance })
    let rest = model.observed.values.dropFirst(lowered.count)
    #expect(rest.allSatisfy { $0 <= threshold + tolerance })
  }

  @Test("Without noise nothing is lowered")
  func noNoise() throws {
    let sample = try NoisySample(6, 9, singularValues: [3, 2, 1], noise: 0.1, seed: 1)
    let model = try SoftThreshold(noise: .known(0)).fit(sample.noisy)
    #expect(model.values == model.observed.values)
  }
}
