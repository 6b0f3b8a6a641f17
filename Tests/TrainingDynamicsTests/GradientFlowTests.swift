import DeepLinearCore
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("Gradient flow")
struct GradientFlowTests {
  private func flow(
    _ layers: [[[Double]]], tolerance: Double = 1e-8, method: FlowMethod = .automatic,
    resuming: GradientFlow.Progress? = nil
  ) throws -> GradientFlow {
    GradientFlow(
      objective: try QuadraticObjective(target: Matrix(rows: [[2]])),
      network: try Network(weights: Weights(layers: layers.map { Matrix(rows: $0) })),
      tolerance: tolerance, method: method, resuming: resuming)
  }

  @Test("The saddle at zero is kept, in steps that grow")
  func saddle() throws {
    var flow = try flow([[[0]], [[0]]])
    while flow.progress.time < 1e6 { try flow.step(until: 1e6) }
    #expect(flow.weights.layers == [Matrix(rows: [[0]]), Matrix(rows: [[0]])])
    #expect(flow.progress.stepCount < 30)
  }

  @Test("A minimum is kept, to the tolerance")
  func minimum() throws {
    let root = 2.0.squareRoot()
    var flow = try flow([[[root]], [[root]]])
    while flow.progress.time < 20 { try flow.step(until: 20) }
    for layer in flow.weights.layers {
      #expect((layer[0, 0] - root).magnitude <= 100 * 1e-8 * root)
    }
  }

  @Test("A factor that starts at zero leaves it and reaches the target")
  func zeroFactor() throws {
    // a^2 - b^2 = 4 is conserved, and a b goes to 2 at a rate of at least a^2 > 4.
    var flow = try flow([[[0]], [[2]]], tolerance: 1e-10)
    while flow.progress.time < 20 { try flow.step(until: 20) }
    let (b, a) = (flow.weights.layers[0][0, 0], flow.weights.layers[1][0, 0])
    #expect((a * b - 2).magnitude <= 100 * 1e-10)
    #expect((a * a - b * b - 4).magnitude <= 100 * 1e-10 * (a * a + b * b))
  }

  @Test("The continuous solution meets both ends of the step", arguments: FlowMethod.allCases)
  func ends(method: FlowMethod) throws {
    var flow = try flow([[[0.3]], [[0.5]]], method: method)
    try flow.step(until: 9)
    let (start, begin) = (flow.weights, flow.progress.time)
    try flow.step(until: 9)
    var weights = start
    flow.interpolate(at: begin, into: &weights)
    for (layer, expected) in zip(weights.layers, start.layers) {
      #expect((layer[0, 0] - expected[0, 0]).magnitude <= 4 * .ulpOfOne * expected[0, 0])
    }
    flow.interpolate(at: flow.progress.time, into: &weights)
    #expect(weights == flow.weights)
  }

  @Test("It never passes the end, and counts what it does")
  func counting() throws {
    var flow = try flow([[[0.3]], [[0.5]]], method: .rungeKutta)
    #expect(flow.progress.time == 0 && flow.progress.stepCount == 0)
    var estimates = 0
    for k in 1...20 {
      let before = flow.progress
      try flow.step(until: 0.001 * Double(k))
      #expect(flow.progress.time <= 0.001 * Double(k) && flow.progress.time > before.time)
      #expect(flow.progress.stepCount == before.stepCount + 1)
      // Twelve evaluations for each tried step, and others for an estimate of the sharpness every 25 steps.
      let evaluations = flow.progress.evaluationCount - before.evaluationCount
      #expect(evaluations >= 12)
      if !evaluations.isMultiple(of: 12) { estimates += 1 }
    }
    #expect(estimates <= 1)
  }

  @Test("Resumed from any step it goes on with the same bits", arguments: FlowMethod.allCases)
  func resumed(method: FlowMethod) throws {
    var whole = try flow([[[0.1]], [[0.5]]], method: method)
    var inside = whole.weights
    var methods: Set<FlowMethod> = []
    while whole.progress.time < 300 {
      var copy = try flow(
        whole.weights.layers.map { [[$0[0, 0]]] }, method: method, resuming: whole.progress)
      let before = whole.progress.time
      try whole.step(until: 300)
      try copy.step(until: 300)
      #expect(copy.weights == whole.weights && copy.progress == whole.progress)
      #expect(copy.loss == whole.loss)
      methods.insert(whole.progress.method)
      // What is observed inside a step changes nothing but the count of evaluations.
      whole.interpolate(at: (before + whole.progress.time) / 2, into: &inside)
    }
    #expect(methods == (method == .automatic ? [.rungeKutta, .chebyshev] : [method]))
  }

  /// Tolerances from 1e-6 down, by every method, against Runge-Kutta at the tightest one.
  @Test("The error keeps to the tolerance", arguments: FlowMethod.allCases)
  func tolerance(method: FlowMethod) throws {
    let (objective, network) = try FixedSteps.problem()
    let end = 4.0
    func run(_ tolerance: Double, _ method: FlowMethod) throws -> GradientFlow {
      var flow = GradientFlow(
        objective: objective, network: network, tolerance: tolerance, method: method)
      while flow.progress.time < end { try flow.step(until: end) }
      return flow
    }
    let exact = try run(1e-14, .rungeKutta).weights
    let size = exact.layers.reduce(0) { max($0, $1.frobeniusNorm) }
    // The steps of order 2 and 4 are too many at the tightest ones.
    let last = method == .chebyshev ? 9 : method == .gaussLegendre4 ? 10 : 12
    for exponent in 6...last {
      let tolerance = Double.pow(10, -exponent)
      let flow = try run(tolerance, method)
      // Each step may err by a tenth of the tolerance. Chebyshev's share that, of Gauss's there are so many that the sum counts.
      let count = method == .chebyshev ? 0 : Double(flow.progress.stepCount)
      let allowed = tolerance * max(10, count / 10) * size
      #expect(FixedSteps.distance(flow.weights, exact) <= allowed, "tolerance \(tolerance)")
    }
  }

  @Test("After an underflow the state is still there, the inside of the last step is not")
  func underflow() async {
    await #expect(processExitsWith: .failure) {
      var flow = GradientFlow(
        objective: BlowUp(), network: try Network(weights: Weights(layers: [.identity(1)])),
        tolerance: 1e-6)
      var begin = 0.0
      var weights = flow.weights
      do {
        while true {
          let time = flow.progress.time
          try flow.step(until: 2)
          begin = time
        }
      } catch {
        flow.interpolate(at: flow.progress.time, into: &weights)
        guard weights == flow.weights, weights.layers[0][0, 0] > 1e6 else { return }
      }
      flow.interpolate(at: (begin + flow.progress.time) / 2, into: &weights)
    }
  }

  @Test("A single factor that starts at zero follows (1 - e^-t) Y")
  func zeroStart() throws {
    let target = Matrix(diagonal: [3, 1])
    let tolerance = 1e-9
    var flow = GradientFlow(
      objective: try QuadraticObjective(target: target),
      network: try Network(weights: Weights(layers: [0 * target])), tolerance: tolerance)
    while flow.progress.time < 2 { try flow.step(until: 2) }
    let expected = -Double.expMinusOne(-2) * target
    #expect(distance(flow.weights.layers[0], expected) <= tolerance * expected.frobeniusNorm)
  }

  /// With a tolerance as loose as this the growing steps overshoot until one overflows.
  @Test("A step that overflows is refused, and the flow goes on with a smaller one")
  func overflowingStep() throws {
    let factors = [0.1, 0.101, 0.102].map { Matrix(rows: [[$0]]) }
    var flow = GradientFlow(
      objective: try QuadraticObjective(target: .identity(1)),
      network: try Network(weights: Weights(layers: factors)), tolerance: 0.1)
    while flow.progress.time < 100 { try flow.step(until: 100) }
    #expect(flow.loss < 0.01)
  }

  @Test("Wrong calls are refused")
  func refused() async {
    await #expect(processExitsWith: .failure) {
      var flow = GradientFlow(
        objective: try QuadraticObjective(target: .identity(1)),
        network: try Network(weights: Weights(layers: [.identity(1)])), tolerance: 1e-6)
      try flow.step(until: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = GradientFlow(
        objective: try QuadraticObjective(target: .identity(1)),
        network: try Network(weights: Weights(layers: [.identity(1)])), tolerance: 1e-20)
    }
    await #expect(processExitsWith: .failure) {
      _ = GradientFlow(
        objective: try QuadraticObjective(target: .identity(2)),
        network: try Network(weights: Weights(layers: [.identity(1)])), tolerance: 1e-6)
    }
  }
}
