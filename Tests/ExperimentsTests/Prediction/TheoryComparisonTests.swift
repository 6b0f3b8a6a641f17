import Testing

@testable import Experiments

@Suite("Theory over runs")
struct TheoryComparisonTests {
  private func comparison(
    _ network: String, problem: String, training: String
  ) async throws -> TheoryComparison {
    let experiment = try Sample.prepared(
      problem: problem, networks: [network], training: training,
      more: "record: {at: {linear: 40}}")
    let result = try await ExperimentRun(experiment).result()
    return try #require(result.theory.first)
  }

  private static let symmetric =
    "{factorization: {target: {symmetric: {size: 6, eigenvalues: [3, 1, -2]}}}}"
  private static let rectangular =
    "{factorization: {target: {lowRank: {rows: 5, columns: 4, singularValues: [3, 2, 1]}}}}"

  @Test(
    "Aligned starts of any depth and imbalance: descent agrees to rounding",
    arguments: [
      (symmetric, "{depth: 2, initialization: {identical: 0.1}}"),
      (symmetric, "{depth: 3, initialization: {identical: {scale: 0.3, perturbation: 0.1}}}"),
      (
        rectangular,
        "{depth: 2, initialization: {spectral: {strengths: [0.1, 0.1], imbalances: [[0.7, 0.2]], gauge: random}}}"
      ),
      (rectangular, "{depth: 4, initialization: {spectral: {strengths: [0.1, 0.2]}}}"),
      (rectangular, "{depth: 1, initialization: {gaussian: 0.5}}"),
    ])
  func descent(problem: String, network: String) async throws {
    let steps = 200.0
    let comparison = try await comparison(
      network, problem: problem, training: "training: {descent: {stepSize: 0.02, steps: 200}}")
    #expect(comparison.prediction.standing.word == "exact")
    let largest = try #require(comparison.largest)
    // Every step rounds, and a saddle passes a rounding on at most tenfold here.
    #expect(largest.relative <= 100 * steps * Double.ulpOfOne, "\(largest)")
    #expect(comparison.records.count == comparison.values.count)
  }

  @Test(
    "Modes that tie in their limits are all followed: an autoencoder learns them in order of strength"
  )
  func tiedLimits() async throws {
    let comparison = try await comparison(
      "{depth: 2, initialization: {identical: 1e-3}}",
      problem:
        "{autoencoder: {inputs: {factorModel: {rows: 100, columns: 16, variances: [4, 2, 1], noise: 1e-3}}}}",
      training: "training: {descent: {stepSize: 0.01, steps: 2000}}")
    let largest = try #require(comparison.largest)
    // As above; the misaligned part of a start, of the size of rounding, grows with it.
    #expect(largest.relative <= 100 * 2000 * Double.ulpOfOne, "\(largest)")
  }

  @Test(
    "Aligned starts: flow agrees to its tolerance",
    arguments: [
      (symmetric, "{depth: 3, initialization: {identical: {scale: 0.3, perturbation: 0.1}}}"),
      (
        rectangular,
        "{depth: 3, initialization: {spectral: {strengths: [0.1, 0.1], imbalances: [[0.7, 0.2], [0, 0.3]]}}}"
      ),
      (rectangular, "{depth: 2, initialization: {balanced: {of: {gaussian: 0.5}}}}"),
      (symmetric, "{tied: {width: 4}, initialization: {gaussian: 0.3}}"),
      (
        rectangular,
        "{regularized: {width: 3, imbalance: 1}, initialization: {gaussian: 0.5}}"
      ),
    ])
  func flow(problem: String, network: String) async throws {
    let comparison = try await comparison(
      network, problem: problem, training: "training: {flow: {until: 4, tolerance: 1e-9}}")
    #expect(comparison.prediction.standing.word == "exact", "\(comparison.prediction.standing)")
    let largest = try #require(comparison.largest)
    #expect(largest.relative <= 100 * 1e-9, "\(largest)")
  }

  @Test(
    "A small random start of two layers: modes one at a time are near, and called an approximation")
  func approximation() async throws {
    let comparison = try await comparison(
      "{depth: 2, initialization: {gaussian: 1e-4}}", problem: Self.rectangular,
      training: "training: {flow: {until: 20}}")
    #expect(comparison.prediction.standing.word == "approximation")
    let last = try #require(comparison.values.last)
    for (value, expected) in zip(last, [3.0, 2, 1]) {
      #expect((value - expected).magnitude <= 1e-6)
    }
    let largest = try #require(comparison.largest)
    #expect(largest.relative < 0.5)
  }

  @Test("Without recorded singular values, or without a formula, there is nothing to compare")
  func nothing() async throws {
    let deep = try await comparison(
      "{depth: 3, initialization: {gaussian: 0.1}}", problem: Self.rectangular,
      training: "training: {flow: {until: 1}}")
    #expect(deep.largest == nil && deep.records.isEmpty)
  }
}
