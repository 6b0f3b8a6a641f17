import DeepLinearCore
import LinearAlgebra
import LowRankEstimation
import TestSupport
import Testing
import TrainingDynamics

@Suite("The filter of a factorisation")
struct FactorizationFilterTests {
  @Test("It is descent of the factors from random spectral starts", arguments: 1...5)
  func descent(depth: Int) throws {
    for seed in 0..<4 {
      let sample = try NoisySample(
        9, 12, singularValues: [3, 2, 1], noise: 0.2, seed: UInt64(10 * depth + seed))
      let matrix = try DecomposedMatrix(sample.noisy)
      var generator = SeededGenerator(seed: UInt64(seed), stream: 2)
      let strengths = (0..<9).map { _ in 0.01 + 0.3 * generator.unitUniform() }
      let imbalances =
        seed.isMultiple(of: 2)
        ? [] : (1..<depth).map { _ in (0..<9).map { _ in generator.unitUniform() - 0.5 } }
      let (stepSize, steps) = (0.02, 150)
      let weights = try SpectralInitialization(
        target: sample.noisy, strengths: strengths, imbalances: imbalances
      ).weights(
        for: LayerWidths(input: 12, hidden: Array(repeating: 9, count: depth - 1), output: 9),
        using: &generator)
      var simulated = GradientDescent(
        objective: try QuadraticObjective(target: sample.noisy),
        network: try Network(weights: weights),
        stepSize: stepSize)
      for _ in 0..<steps { simulated.step() }
      let model = try SpectralDenoiser(
        depth: depth, start: .strengths(strengths, imbalances: imbalances),
        dynamics: .descent(stepSize: stepSize), stoppedAfter: Double(steps)
      ).fit(matrix)
      #expect(
        distance(model.estimate, simulated.endToEndMatrix)
          <= 1e-10 * simulated.endToEndMatrix.frobeniusNorm)
    }
  }

  @Test("Flow is descent with ever smaller steps, to first order", arguments: 1...4)
  func flow(depth: Int) throws {
    let values = [3.0, 1.1, 0.3, 0.05]
    let flow = try FactorizationFilter(depth: depth, start: .share(0.02), dynamics: .flow)
      .filtered(values, largest: 3, at: 2)
    let errors = try [400.0, 800].map { count in
      let descent = try FactorizationFilter(
        depth: depth, start: .share(0.02), dynamics: .descent(stepSize: 2 / count)
      ).filtered(values, largest: 3, at: count)
      return zip(flow, descent).map { ($0 - $1).magnitude }.max() ?? 0
    }
    #expect(errors[0] / errors[1] > 1.8 && errors[0] / errors[1] < 2.2)
    #expect(errors[1] < 0.02)
  }

  @Test("The default step size is a tenth of the largest stable one")
  func stepSize() throws {
    for depth in 1...4 {
      let filter = try FactorizationFilter(depth: depth, start: .share(0.1))
      let limit = try FactorizationFilter(
        depth: depth, start: .share(0.9),
        dynamics: .descent(stepSize: 10 * (filter.stepSize(largest: 5) ?? 0) * 1.05))
      let below = try FactorizationFilter(
        depth: depth, start: .share(0.9),
        dynamics: .descent(stepSize: 10 * (filter.stepSize(largest: 5) ?? 0) * 0.95))
      // Near the solution a deviation grows above the limit and shrinks below it.
      #expect(try (below.filtered([5], largest: 5, at: 400)[0] - 5).magnitude < 1e-3)
      let above = try? limit.filtered([5], largest: 5, at: 400)[0]
      #expect(((above ?? .infinity) - 5).magnitude > 1e-2)
    }
  }

  @Test("Settings out of range are refused")
  func settings() throws {
    #expect(throws: EstimationError.self) {
      try FactorizationFilter(depth: 0, start: .share(0.1))
    }
    #expect(throws: EstimationError.self) {
      try FactorizationFilter(depth: 2, start: .share(0))
    }
    #expect(throws: EstimationError.self) {
      try FactorizationFilter(depth: 2, start: .share(0.1), dynamics: .descent(stepSize: -1))
    }
    #expect(throws: EstimationError.self) {
      try FactorizationFilter(depth: 3, start: .strengths([1, 1], imbalances: [[1, 1]]))
    }
    #expect(throws: EstimationError.self) {
      try FactorizationFilter(depth: 2, start: .strengths([1], imbalances: []), dynamics: .flow)
    }
    let filter = try FactorizationFilter(depth: 2, start: .share(0.1))
    for stop in [-1, 0.5, .infinity] {
      #expect(throws: EstimationError.self) { try filter.filtered([1], largest: 1, at: stop) }
    }
    let wild = try FactorizationFilter(
      depth: 2, start: .share(0.1), dynamics: .descent(stepSize: 50))
    #expect(throws: EstimationError.self) { try wild.filtered([1], largest: 1, at: 100) }
    let given = try FactorizationFilter(depth: 2, start: .strengths([1], imbalances: []))
    #expect(throws: EstimationError.self) { try given.filtered([1, 2], largest: 2, at: 1) }
  }
}
