import DeepLinearCore
import LinearAlgebra
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("Flows whose solution is known")
struct KnownFlowsTests {
  private let tolerance = 1e-12

  /// The solution against the integrator at a tight tolerance: every factor at every time.
  private func compare(_ objective: QuadraticObjective, _ network: Network) throws {
    let flow = try #require(try KnownFlows.find(objective: objective, network: network))
    var integrated = GradientFlow(
      objective: objective, network: network, tolerance: tolerance, method: .rungeKutta)
    for time in [0.1, 0.7, 2, 9] {
      while integrated.progress.time < time { try integrated.step(until: time) }
      for (layer, other) in zip(flow.weights(at: time).layers, integrated.weights.layers) {
        // The bound of the integrator's agreement tests.
        #expect((layer - other).frobeniusNorm <= 100 * tolerance * other.frobeniusNorm)
      }
    }
  }

  private func regression(_ generator: inout SeededGenerator) throws -> QuadraticObjective {
    let inputs = Matrix.gaussian(rowCount: 9, columnCount: 4, using: &generator)
    return try QuadraticObjective(
      inputs: inputs, outputs: Matrix.gaussian(rowCount: 9, columnCount: 3, using: &generator))
  }

  @Test("One layer, any input covariance, also a singular one")
  func oneLayer() throws {
    var generator = SeededGenerator(seed: 3)
    let start = try Network(
      weights: Weights(layers: [Matrix.gaussian(rowCount: 3, columnCount: 4, using: &generator)]))
    try compare(try regression(&generator), start)
    let few = Matrix.gaussian(rowCount: 2, columnCount: 4, using: &generator)
    try compare(
      try QuadraticObjective(
        inputs: few, outputs: Matrix.gaussian(rowCount: 2, columnCount: 3, using: &generator)),
      start)
  }

  @Test("Two layers of modes, balanced or not", arguments: [0.5, 0.2, -0.7])
  func modes(first: Double) throws {
    var generator = SeededGenerator(seed: 4)
    let target = Matrix.gaussian(rowCount: 4, columnCount: 4, using: &generator)
    let symmetric = target + target.transpose()
    try compare(
      try QuadraticObjective(target: symmetric),
      try Network(weights: Weights(layers: [first * .identity(4), 0.5 * .identity(4)])))
  }

  @Test("A start off the modes, or a third layer, has no known solution")
  func refused() throws {
    var generator = SeededGenerator(seed: 5)
    let objective = try QuadraticObjective(target: Matrix(diagonal: [3, 1]))
    func find(_ layers: [Matrix]) throws -> (any ExactFlow)? {
      try KnownFlows.find(
        objective: objective, network: try Network(weights: Weights(layers: layers)))
    }
    let off =
      Matrix.identity(2) + 1e-6 * Matrix.gaussian(rowCount: 2, columnCount: 2, using: &generator)
    #expect(try find([.identity(2), .identity(2)]) != nil)
    #expect(try find([.identity(2), off]) == nil)
    #expect(try find([.identity(2), .identity(2), .identity(2)]) == nil)
  }

  @Test(
    "The simulation takes it, records through it and resumes from it; a method that is asked for integrates"
  )
  func simulation() throws {
    let objective = try QuadraticObjective(target: Matrix(diagonal: [3, 1]))
    let network = try Network(weights: Weights(layers: [0.1 * .identity(2), 0.2 * .identity(2)]))
    func make(
      _ method: FlowMethod, _ engine: EngineChoice, _ checkpoint: Checkpoint? = nil
    ) throws -> Simulation {
      try Simulation(
        objective: objective, network: network,
        training: .flow(until: 4, tolerance: tolerance, method: method),
        recording: Recording(schedule: .linear(count: 8)), engine: engine,
        exactFlow: { try KnownFlows.find(objective: objective, network: network) },
        resuming: checkpoint)
    }
    var whole = try make(.automatic, .automatic)
    #expect(whole.engine.name == "exact")
    var part = whole
    try whole.advance()
    try part.advance(by: 3)
    var rest = try make(.automatic, .automatic, part.checkpoint)
    try rest.advance()
    #expect(rest.checkpoint == whole.checkpoint)
    var integrated = try make(.rungeKutta, .automatic)
    #expect(integrated.engine.name != "exact")
    try integrated.advance()
    let pairs = zip(
      try #require(whole.trajectory[.frobeniusNorm]),
      try #require(integrated.trajectory[.frobeniusNorm]))
    for (exact, other) in pairs { #expect((exact - other).magnitude <= 100 * tolerance * other) }
    #expect(throws: SimulationError.self) { try make(.rungeKutta, .exact) }
  }
}
