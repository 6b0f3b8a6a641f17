import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

/// The objective and the network of one case; exit tests can only capture its position in the list.
struct AllocationCase {
  let objective: SampleObjective
  let network: SampleNetwork

  init(_ objective: SampleObjective, _ network: SampleNetwork) {
    self.objective = objective
    self.network = network
  }

  static let all: [AllocationCase] =
    [[], [5], [5, 3], [5, 3, 2, 4]].flatMap { hidden in
      [SampleObjective.factorization, .regression, .sigmoid].map {
        AllocationCase($0, SampleNetwork(hidden: hidden))
      }
    }
    + SampleNetwork.all.dropFirst(6).flatMap { network in
      [SampleObjective.factorization, .autoencoder, .sigmoid].map { AllocationCase($0, network) }
    }

  /// The case's objective and its start, 4 x 4.
  func make() throws -> (objective: any Objective, network: Network) {
    (
      try objective.problem(inputWidth: 4, outputWidth: 4).objective,
      try network.network(
        from: GaussianInitialization(standardDeviation: 0.3), inputWidth: 4, outputWidth: 4)
    )
  }
}

@Suite("No allocation in the loop")
struct TrainingAllocationTests {
  static let cases = Array(0..<AllocationCase.all.count)

  @Test("A thousand steps of descent", arguments: cases)
  func descent(index: Int) async {
    await #expect(processExitsWith: .success) { [index] in
      let (objective, network) = try AllocationCase.all[index].make()
      var descent = GradientDescent(objective: objective, network: network, stepSize: 1e-3)
      descent.step()
      let count = countAllocations { for _ in 0..<1000 { descent.step() } }
      precondition(count == 0, "\(count) allocations")
      precondition(descent.loss.isFinite && descent.iteration == 1001)
    }
  }

  /// Every case by the automatic choice, and every method on a pair, a deeper and a penalised network.
  static let flows =
    cases.map { ($0, FlowMethod.automatic) }
    + FlowMethod.allCases.dropFirst().flatMap { method in
      [3, 6, cases.count - 1].map { ($0, method) }
    }

  @Test("A hundred accepted steps of flow and their continuous solution", arguments: flows)
  func flow(index: Int, method: FlowMethod) async {
    await #expect(processExitsWith: .success) { [index, method] in
      let (objective, network) = try AllocationCase.all[index].make()
      var flow = GradientFlow(
        objective: objective, network: network, tolerance: 1e-8, method: method)
      var inside = network.weights
      try flow.step(until: 1e300)
      flow.interpolate(at: flow.progress.time * 0.5, into: &inside)
      let count = try countAllocations {
        for _ in 0..<100 {
          let start = flow.progress.time
          try flow.step(until: 1e300)
          flow.interpolate(at: (start + flow.progress.time) / 2, into: &inside)
        }
      }
      precondition(count == 0, "\(count) allocations")
      precondition(flow.progress.stepCount == 101)
    }
  }

  @Test("The loop between two records", arguments: cases, [true, false])
  func simulation(index: Int, isFlow: Bool) async {
    await #expect(processExitsWith: .success) { [index, isFlow] in
      let (objective, network) = try AllocationCase.all[index].make()
      var simulation = try Simulation(
        objective: objective, network: network,
        training: isFlow
          ? .flow(until: 1e300, tolerance: 1e-8) : .descent(stepSize: 1e-3, steps: 10_000),
        recording: Recording(schedule: .linear(count: 1)), lossThreshold: 1e-300)
      try simulation.advance(by: 2)
      let steps = isFlow ? 50 : 1000
      let count = try countAllocations { try simulation.advance(by: steps) }
      precondition(count == 0, "\(count) allocations")
      precondition(simulation.iteration == steps + 2 && simulation.trajectory.count == 1)
    }
  }

  /// An engine and a problem for it.
  private static func sample(_ engine: EngineChoice) throws -> EngineSample {
    switch engine {
    case .modes: return try EngineTests.modeSample(4)
    case .orthogonalStart: return try EngineTests.orthogonalSample(0)
    case .automatic, .dense, .compression, .exact:
      var random = SeededGenerator(seed: 1)
      return EngineSample(
        objective: try QuadraticObjective(target: random.matrix(3, 4)),
        network: try Network(
          weights: Weights(layers: [random.matrix(20, 4), random.matrix(3, 20)])),
        stepSize: 1e-3, steps: 1)
    }
  }

  /// A known solution has no steps between two records.
  static let engines = EngineChoice.allCases.filter { $0 != .exact }

  @Test("Every engine between two records", arguments: engines.indices)
  func engine(index: Int) async {
    await #expect(processExitsWith: .success) { [index] in
      let choice = Self.engines[index]
      let sample = try Self.sample(choice)
      var simulation = try Simulation(
        objective: sample.objective, network: sample.network,
        training: .descent(stepSize: 1e-3, steps: 100_000),
        recording: Recording(schedule: .linear(count: 1)), lossThreshold: 1e-300, engine: choice)
      try simulation.advance(by: 2)
      let count = try countAllocations { try simulation.advance(by: 1000) }
      precondition(count == 0, "\(count) allocations")
      precondition(simulation.iteration == 1002)
    }
  }
}
