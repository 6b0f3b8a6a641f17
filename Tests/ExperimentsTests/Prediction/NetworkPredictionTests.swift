import DynamicsTheory
import RealModule
import Testing

@testable import Experiments

@Suite("Prediction")
struct NetworkPredictionTests {
  private func predict(
    target: String, network: String, training: String
  ) throws -> NetworkPrediction {
    let experiment = try Sample.prepared(
      problem: "{factorization: {target: \(target)}}", networks: [network], training: training)
    return try NetworkPrediction(experiment, network: 0)
  }

  private let figure1b = "{depth: 3, initialization: {identical: {scale: 0.1, perturbation: 0.05}}}"

  @Test("Chou 2022's figure 1b: its beta breaks Theorem 1.3, by 0.0034")
  func figure() throws {
    let prediction = try predict(
      target: "{symmetric: {size: 20, eigenvalues: [5, 2, -3]}}", network: figure1b,
      training: "training: {descent: {stepSize: 0.001, steps: 1000}}")
    let theorem = try #require(prediction.theorems.first { "\($0.source)".contains("1.3") })
    #expect(!theorem.holds)
    let failing = theorem.assumptions.filter { !$0.holds }
    #expect(failing.map(\.quantity) == ["beta"])
    // c is the root of (c - 1) c^2 = 1, 1.4655712318767680 (the supergolden ratio).
    #expect((failing[0].bound - 0.1 * 0.4655712318767680).magnitude <= 8 * Double.ulpOfOne)
    #expect((failing[0].shortfall - (0.05 - 0.04655712318767680)).magnitude <= 64 * Double.ulpOfOne)
    #expect(prediction.modes.map { $0.limit.rounded() } == [5, -3, 2])
    #expect(prediction.modes.allSatisfy { $0.most.iterations != nil })
    #expect(prediction.safeStepSize == nil)
  }

  @Test("Identical start: plateaus 1, 1.5, 1.6, and every count between its bounds")
  func identical() throws {
    let prediction = try predict(
      target: "{symmetric: {size: 30, eigenvalues: [10, 5, 1]}}",
      network: "{depth: 2, initialization: {identical: 0.001}}",
      training: "training: {descent: {stepSize: 0.001, steps: 10}}")
    let heights = prediction.plateaus.map(\.height)
    for (height, expected) in zip(heights, [1, 1.5, 1.6]) {
      #expect((height - expected).magnitude <= 256 * Double.ulpOfOne)
    }
    #expect(prediction.plateaus.count == 3)
    #expect(prediction.plateaus.allSatisfy { $0.isVisible })
    for mode in prediction.modes {
      for level in [mode.half, mode.most] {
        let count = try #require(level.iterations)
        let (lower, upper) = (try #require(level.lower), try #require(level.upper))
        #expect(lower <= count.rounded(.up) && count <= upper)
      }
      let rate = try #require(mode.acceleration)
      #expect((rate - 2 * mode.limit).magnitude <= 1024 * Double.ulpOfOne * mode.limit)
    }
    // 1 / (N ||W||^{2-2/N}), Lemma 2.2, is above Theorem 1.1's 1 / ((3N-2) ||W||^{2-2/N}).
    let safe = try #require(prediction.safeStepSize)
    #expect((safe.value - 0.05).magnitude <= 256 * Double.ulpOfOne)
    #expect(
      prediction.theorems.filter(\.holds).map { "\($0.source)" }.contains("Chou 2022, Theorem 1.1"))
  }

  @Test("A mode is accelerated if and only if 4 sigma^2 + lambda_0^2 > 1 (Tarmoun 2021, table 2)")
  func acceleration() throws {
    let prediction = try predict(
      target: "{diagonal: [2, 0.4, 0.3]}",
      network:
        "{depth: 2, initialization: {spectral: {strengths: [0.01, 0.01, 0.01], imbalances: [[0, 0, 0.9]]}}}",
      training: "training: {flow: {until: 1}}")
    #expect(prediction.modes.map { ($0.acceleration ?? 0) > 1 } == [true, false, true])
    let rate = try #require(prediction.modes[2].acceleration)
    #expect((rate - Double.hypot(0.6, 0.9)).magnitude <= 256 * Double.ulpOfOne)
  }

  @Test("A target that is zero has no modes and no limits, and is no error")
  func zero() throws {
    let prediction = try predict(
      target: "{rows: [[0, 0], [0, 0]]}", network: "{depth: 3, initialization: {identical: 0.5}}",
      training: "training: {descent: {stepSize: 0.1, steps: 3}}")
    #expect(prediction.modes.isEmpty && prediction.plateaus.isEmpty)
    #expect(prediction.stepSizeBounds.allSatisfy { $0.value.isFinite })
  }

  @Test("What no theorem covers is said, and by how much it is off")
  func random() throws {
    let deep = try predict(
      target: "{diagonal: [2, 1]}", network: "{depth: 3, initialization: {gaussian: 0.1}}",
      training: "training: {flow: {until: 1}}")
    guard case .none(let reason) = deep.standing else {
      Issue.record("\(deep.standing)")
      return
    }
    #expect(reason.contains("misaligned"))
    #expect(deep.forecast == nil)
    #expect(deep.modes.map(\.strength) == [2, 1])

    let sigmoid = try NetworkPrediction(
      Sample.prepared(
        problem: """
          {sigmoid: {inputs: {gaussian: {rows: 9, columns: 2}}, \
          outputs: {groundTruth: {matrix: {diagonal: [1, 2]}}}}}
          """), network: 0)
    #expect(sigmoid.standing.reason.contains("not quadratic"))
  }
}
