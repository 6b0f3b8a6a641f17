import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing

@testable import TrainingDynamics

@Suite("Choice of the flow's method by predicted cost")
struct MethodChoiceTests {
  /// Two modes of one layer that decay at rates 1 and `stiffness`.
  private func flow(
    stiffness: Double, tolerance: Double, method: FlowMethod = .automatic
  ) throws -> GradientFlow {
    GradientFlow(
      objective: try QuadraticObjective(
        inputCovariance: Matrix(diagonal: [stiffness, 1]),
        outputInputCovariance: Matrix(rows: [[stiffness, 1]])),
      network: try Network(weights: Weights(layers: [Matrix(rows: [[0.5, 0.5]])])),
      tolerance: tolerance, method: method)
  }

  private func run(_ flow: GradientFlow, until end: Double) throws -> GradientFlow {
    var flow = flow
    while flow.progress.time < end { try flow.step(until: end) }
    return flow
  }

  @Test("A flow that is not stiff is left to Runge-Kutta while it moves")
  func smooth() throws {
    let flow = try run(flow(stiffness: 1, tolerance: 1e-10), until: 10)
    #expect(flow.progress.chebyshevStepCount == 0)
  }

  @Test("At rest Chebyshev takes over, and the whole costs a small part", arguments: [1e2, 1e4])
  func rest(stiffness: Double) throws {
    let automatic = try run(flow(stiffness: stiffness, tolerance: 1e-8), until: 1000)
    #expect(automatic.progress.chebyshevStepCount > 0)
    #expect(automatic.progress.method == .chebyshev)
    let explicit = try run(
      flow(stiffness: stiffness, tolerance: 1e-8, method: .rungeKutta), until: 1000)
    #expect(automatic.progress.evaluationCount * 10 < explicit.progress.evaluationCount)
    for entry in automatic.weights.layers[0].elements {
      #expect((entry - 1).magnitude <= 1e-8)
    }
  }

  @Test("What is predicted to be cheaper is", arguments: [1e-3, 1e-5, 1e-7], [10, 1e3, 1e5])
  func cost(tolerance: Double, stiffness: Double) throws {
    let counts = try [FlowMethod.automatic, .rungeKutta, .chebyshev].map { method in
      try run(
        flow(stiffness: stiffness, tolerance: tolerance, method: method), until: 20
      ).progress.evaluationCount
    }
    // Five steps of patience at twelve evaluations, an estimate of the sharpness, and the gain that is asked for.
    #expect(Double(counts[0]) <= 1.25 * Double(min(counts[1], counts[2])) + 5 * 12 + 2 * 16)
  }
}
