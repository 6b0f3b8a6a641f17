import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Matrix completion")
struct MatrixCompletionTests {
  @Test("trial")
  func trial() throws {
    for (depth, noise) in [(2, 0.0), (3, 0), (4, 0), (2, 1), (3, 1)] {
      let sample = try CompletionSample.gaussian(100, 80, rank: 3, density: 0.4, noise: noise, seed: 1)
      let clock = ContinuousClock.now
      let model = try MatrixCompletion(depth: depth).fit(sample.entries)
      print(depth, noise, model.estimate.relativeError(to: sample.truth), model.paths.map { ($0.width, $0.points.count, $0.best.step, $0.best.heldOutError, $0.end) }, model.singularValues.prefix(6), ContinuousClock.now - clock)
    }
  }
}
