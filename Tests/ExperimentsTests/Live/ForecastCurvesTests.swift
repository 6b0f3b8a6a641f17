import ExperimentFiles
import Foundation
import LinearAlgebra
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("Closed forms as curves")
struct ForecastCurvesTests {
  /// Exact starts: signs, depths, noise, both dynamics.
  static let experiments = [
    ("{depth: 2, initialization: {identical: 0.1}}", "descent: {stepSize: 0.05, steps: 60}"),
    (
      "{depth: 3, initialization: {identical: {scale: 0.4, perturbation: 0.1}}}",
      "descent: {stepSize: 0.02, steps: 60}"
    ),
    ("{depth: 2, initialization: {identical: 0.2}}", "flow: {until: 3, tolerance: 1.0e-10}"),
    ("{depth: 3, initialization: {identical: 0.3}}", "flow: {until: 3, tolerance: 1.0e-10}"),
  ]

  @Test("Singular values, loss and test error are those of the run", arguments: experiments)
  func agreement(network: String, training: String) async throws {
    let experiment = try Sample.prepared(
      problem:
        "{factorization: {target: {symmetric: {size: 6, eigenvalues: [3, 1, -2]}}, noise: {symmetric: {spectralNorm: 0.2}}}}",
      networks: [network], training: "training: {\(training)}", more: "record: {at: {linear: 30}}")
    let curves = try #require(try await ForecastCurves(experiment).networks.first)
    let trajectory = try await ExperimentRun(experiment).result().networks[0].trajectory
    let isDescent = experiment.description.networks[0].training.stepSize != nil
    #expect(curves.clock == (isDescent ? "iteration" : "time"))
    let clock: [Double] = isDescent ? trajectory.iterations.map { Double($0) } : trajectory.times
    #expect(curves.moments == clock)
    // Descent agrees to rounding over its steps, flow to a hundred times its tolerance.
    let tolerance = isDescent ? 60 * 64 * Double.ulpOfOne : 1e-8
    func check(_ predicted: [Double]?, _ observed: [Double]?, scale: Double) throws {
      let (predicted, observed) = (try #require(predicted), try #require(observed))
      #expect(predicted.count == observed.count)
      for (a, b) in zip(predicted, observed) { #expect((a - b).magnitude <= tolerance * scale) }
    }
    let values = try #require(trajectory[.singularValues])
    for mode in 0..<6 { try check(curves.singularValues[mode], values.map { $0[mode] }, scale: 3) }
    try check(curves.excessLoss, trajectory[.excessLoss], scale: 9)
    try check(curves.testError, trajectory[.testError], scale: 1)
    // The effective rank divides by the largest singular value, which is small at first.
    try check(curves.effectiveRank, trajectory[.nuclearRank], scale: 6 / values[0][0])
  }

  @Test("A moment of many records is one of them, and the last is there")
  func moments() async throws {
    let experiment = try Sample.prepared(
      training: "training: {descent: {stepSize: 0.01, steps: 900}}",
      more: "record: {at: {every: 1}}")
    let moments = try #require(try await ForecastCurves(experiment).networks.first).moments
    #expect(moments.count <= 160 && moments.first == 0 && moments.last == 900)
    #expect(moments.allSatisfy { $0 == $0.rounded() })
  }

  @Test("A loss that no theorem speaks about has a reason and no curves")
  func nonquadratic() async throws {
    let experiment = try Sample.prepared(
      problem:
        "{sigmoid: {inputs: {gaussian: {rows: 9, columns: 3}}, outputs: {groundTruth: {matrix: {diagonal: [1, 1, 1]}}}}}",
      networks: ["{depth: 2, initialization: {gaussian: 0.1}}"])
    let curves = try #require(try await ForecastCurves(experiment).networks.first)
    #expect(curves.moments.isEmpty && curves.singularValues.isEmpty)
    #expect(curves.prediction.prediction == "none" && !curves.prediction.reason.isEmpty)
  }
}
