import Foundation
import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Spectral denoiser")
struct SpectralDenoiserTests {
  @Test("Stein's choice loses at most two percent to the oracle, over twenty draws")
  func oracle() throws {
    var (chosen, best) = (0.0, 0.0)
    for seed in 0..<20 {
      let sample = try NoisySample.small(seed: UInt64(seed))
      let matrix = try DecomposedMatrix(sample.noisy)
      let denoiser = SpectralDenoiser(stopping: .stein(noise: .known(1)))
      let oracle = try denoiser.oracle(matrix, truth: sample.truth)
      chosen += sample.squaredError(try denoiser.fit(matrix).estimate).squareRoot()
      best += sample.squaredError(oracle.estimate).squareRoot()
      let claimed = try #require(oracle.estimatedSquaredError)
      #expect(
        (sample.squaredError(oracle.estimate) / claimed - 1).magnitude <= 1e-10)
    }
    #expect(chosen >= best * (1 - 1e-12))
    #expect(chosen <= 1.02 * best)
  }

  @Test("The oracle's choice is the least error of all stops, looked for one by one")
  func exhaustive() throws {
    let sample = try NoisySample(12, 18, singularValues: [20, 12], noise: 1, seed: 3)
    let matrix = try DecomposedMatrix(sample.noisy)
    let oracle = try SpectralDenoiser(depths: [2], starts: [.share(0.01)]).oracle(
      matrix, truth: sample.truth)
    let errors = try (0...300).map { steps in
      sample.squaredError(
        try SpectralDenoiser(depth: 2, start: .share(0.01), stoppedAfter: Double(steps))
          .fit(matrix).estimate)
    }
    let least = try #require(errors.indices.min { errors[$0] < errors[$1] })
    #expect(oracle.stop?.time == Double(least))
  }

  @Test("The discrepancy principle stops where the residual first is no larger than the noise")
  func discrepancy() throws {
    let sample = try NoisySample.small(seed: 4)
    let matrix = try DecomposedMatrix(sample.noisy)
    let model = try SpectralDenoiser(
      depths: [3], starts: [.share(1e-3)], stopping: .discrepancy(noise: .known(1))
    ).fit(matrix)
    let stop = try #require(model.stop)
    func residual(_ steps: Double) throws -> Double {
      let model = try SpectralDenoiser(depth: 3, start: .share(1e-3), stoppedAfter: steps)
        .fit(matrix)
      return (sample.noisy - model.estimate).frobeniusNorm
    }
    #expect(try residual(stop.time) <= 6000.0.squareRoot())
    #expect(try residual(stop.time - 1) > 6000.0.squareRoot())
    #expect(!stop.isAtLimit)
  }

  @Test("Cross-validation comes within a quarter of the oracle without a noise level")
  func crossValidation() throws {
    var (chosen, best) = (0.0, 0.0)
    for seed in 0..<5 {
      let sample = try NoisySample.small(seed: UInt64(seed))
      let matrix = try DecomposedMatrix(sample.noisy)
      let denoiser = SpectralDenoiser(depths: [2, 3], stopping: .biCrossValidation())
      let model = try denoiser.fit(matrix)
      #expect(model.noise == nil && model.estimatedSquaredError == nil)
      chosen += sample.squaredError(model.estimate).squareRoot()
      best += sample.squaredError(try denoiser.oracle(matrix, truth: sample.truth).estimate)
        .squareRoot()
    }
    #expect(chosen <= 1.25 * best)
  }

  @Test("A search that ends at its limit says so")
  func limit() throws {
    let sample = try NoisySample.small(seed: 4)
    let model = try SpectralDenoiser(
      depths: [2], starts: [.share(1e-3)], stopping: .stein(noise: .known(1)), stepLimit: 5
    ).fit(sample.noisy)
    #expect(model.stop?.isAtLimit == true)
  }

  @Test("Flow's choice is as good as descent's to the resolution of its times")
  func flow() throws {
    let sample = try NoisySample(30, 40, singularValues: [30, 18, 12], noise: 1, seed: 7)
    let matrix = try DecomposedMatrix(sample.noisy)
    let noise = NoiseLevel.known(1)
    let risks = try [FilterDynamics.descent(stepSize: nil), .flow].map {
      try SpectralDenoiser(
        depths: [2], starts: [.share(1e-3)], dynamics: $0, stopping: .stein(noise: noise)
      ).fit(matrix).estimatedSquaredError ?? .nan
    }
    #expect((risks[0] / risks[1] - 1).magnitude <= 0.03)
  }

  @Test("A leading part gives nearly the same as the whole")
  func leadingPart() throws {
    let sample = try NoisySample(80, 120, singularValues: [60, 50, 40], noise: 1, seed: 7)
    let denoiser = SpectralDenoiser(depths: [2], stopping: .stein(noise: .known(1)))
    let whole = try denoiser.fit(DecomposedMatrix(sample.noisy))
    let part = try denoiser.fit(DecomposedMatrix(leading: 12, of: sample.noisy))
    #expect(
      (sample.squaredError(part.estimate) / sample.squaredError(whole.estimate) - 1).magnitude
        <= 0.1)
  }

  @Test("Settings and models survive being written and read")
  func coding() throws {
    let sample = try NoisySample(6, 8, singularValues: [5, 3], noise: 0.3, seed: 1)
    for stopping in [
      SpectralDenoiser.Stopping.stein(noise: .known(0.3)), .biCrossValidation(folds: 3, seed: 4),
    ] {
      let denoiser = SpectralDenoiser(depths: [1, 2], stopping: stopping)
      let model = try denoiser.fit(sample.noisy)
      let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
      #expect(
        try decoder.decode(SpectralDenoiser.self, from: encoder.encode(denoiser)) == denoiser)
      #expect(try decoder.decode(DenoisedMatrix.self, from: encoder.encode(model)) == model)
    }
  }

  @Test("Settings that cannot be are refused")
  func settings() throws {
    let sample = try NoisySample(6, 8, singularValues: [5, 3], noise: 0.3, seed: 1)
    let wrong = [
      SpectralDenoiser(depths: []), SpectralDenoiser(starts: []), SpectralDenoiser(stepLimit: 0),
      SpectralDenoiser(stopping: .after(3)), SpectralDenoiser(stopping: .discrepancy()),
      SpectralDenoiser(stopping: .biCrossValidation(folds: 1)),
      SpectralDenoiser(stopping: .biCrossValidation(folds: 7)),
      SpectralDenoiser(stopping: .stein(noise: .known(-1))),
      SpectralDenoiser(depths: [2], starts: [.strengths([1, 1, 1, 1, 1, 1], imbalances: [])]),
    ]
    for denoiser in wrong {
      #expect(throws: EstimationError.self) { try denoiser.fit(sample.noisy) }
    }
    let part = try DecomposedMatrix(leading: 2, of: sample.noisy)
    #expect(throws: EstimationError.self) {
      try SpectralDenoiser(stopping: .biCrossValidation()).fit(part)
    }
    #expect(throws: EstimationError.self) {
      try SpectralDenoiser().oracle(part, truth: sample.truth)
    }
  }

  @Test("Data of low rank without noise have a flow, also where singular values are zero")
  func lowRankFlow() throws {
    let matrix = Matrix(diagonal: [3, 2, 0, 0, 0], rowCount: 5, columnCount: 6)
    let model = try SpectralDenoiser(
      depths: [2], starts: [.share(1e-3)], dynamics: .flow, stopping: .stein(noise: .known(0.01))
    ).fit(matrix)
    // Its own start is what is left in the zeros.
    #expect((model.values[0] - 3).magnitude < 0.01 && model.values[4] <= 3e-3)
  }

  @Test("Matrices with fewer rows than folds are cross-validated with as many as they have")
  func fewRows() throws {
    let sample = try NoisySample(3, 8, singularValues: [9], noise: 0.5, seed: 2)
    let model = try SpectralDenoiser(depths: [2], stopping: .biCrossValidation()).fit(sample.noisy)
    #expect(model.stop != nil)
  }
}
