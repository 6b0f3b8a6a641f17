import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing
import TrainingDynamics

@Suite("LaneSimulation")
struct LaneSimulationTests {
  @Test(
    "Every run agrees with a simulation of its own, whatever the depth and the inputs",
    arguments: [[4, 3], [4, 5, 3], [3, 40, 2], [4, 3, 5, 3], [2, 2, 2, 2, 2]], [false, true])
  func agreement(widths: [Int], isCorrelated: Bool) throws {
    let samples = try (0..<11).map { try LaneSample(widths, isCorrelated, seed: $0) }
    let runs = try samples.map { try $0.run() }
    #expect(runs.allSatisfy { $0.shape != nil && $0.shape == runs[0].shape })
    var simulation = LaneSimulation(runs)
    simulation.advance()
    #expect(simulation.fractionDone == 1)
    for (sample, outcome) in zip(samples, simulation.outcomes) {
      let alone = try sample.simulation()
      let together = try #require(outcome).get()
      #expect(together.termination == alone.termination)
      #expect(together.iteration == alone.iteration)
      // Sums of a layer's width, rounded in each step, on runs whose factors stay of order 1.
      let width = Double(widths.reduce(1, max))
      let bound = 64 * Double.ulpOfOne * width * Double(LaneSample.steps)
      for (a, b) in zip(together.weights.layers, alone.weights.layers) {
        #expect(distance(a, b) <= bound * (1 + b.frobeniusNorm))
      }
      #expect(together.trajectory.iterations == alone.trajectory.iterations)
      #expect(together.trajectory.times == alone.trajectory.times)
      for quantity in ScalarQuantity.allCases {
        let (a, b) = (together.trajectory[quantity], alone.trajectory[quantity])
        #expect((a == nil) == (b == nil), "\(quantity)")
        for (x, y) in zip(a ?? [], b ?? []) {
          #expect((x - y).magnitude <= 8 * bound * (1 + y.magnitude), "\(quantity)")
        }
      }
    }
  }

  @Test("A run has the same bits alone, in another place, in parts and in company")
  func bits() throws {
    let runs = try (0..<19).map { try LaneSample([4, 5, 3], true, seed: $0).run() }
    var all = LaneSimulation(runs)
    all.advance()
    var reversed = LaneSimulation(runs.reversed())
    while reversed.fractionDone < 1 { reversed.advance(by: 7) }
    for (index, run) in runs.enumerated() {
      var alone = LaneSimulation([run])
      alone.advance()
      let expected = try #require(alone.outcomes[0]).get()
      for outcome in [all.outcomes[index], reversed.outcomes[runs.count - 1 - index]] {
        let other = try #require(outcome).get()
        #expect(other.weights == expected.weights)
        #expect(other.trajectory == expected.trajectory)
        #expect(other.termination == expected.termination)
      }
    }
  }

  @Test("Runs that diverge or come below their threshold end at their own step, the others go on")
  func endings() throws {
    var samples = try (0..<9).map { try LaneSample([4, 5, 3], false, seed: $0) }
    samples[2].stepSize = 50
    samples[5].lossThreshold = try samples[5].simulation().trajectory[.loss]?[3]
    samples[6].lossThreshold = .infinity
    var simulation = LaneSimulation(try samples.map { try $0.run() })
    simulation.advance()
    for (sample, outcome) in zip(samples, simulation.outcomes) {
      let alone = try sample.simulation()
      let together = try #require(outcome).get()
      #expect(together.termination.status == alone.termination?.status)
      #expect(together.trajectory.iterations == alone.trajectory.iterations)
      if sample.lossThreshold == nil { #expect(together.iteration == alone.iteration) }
    }
    let statuses = try simulation.outcomes.map { try #require($0).get().termination.status }
    #expect(statuses[2] == "diverged" && statuses[5] == "converged" && statuses[6] == "converged")
    #expect(statuses.count { $0 == "completed" } == 6)
  }

  @Test(
    "Errors that the lanes take side by side are those of the recording, snapshots between them")
  func sideBySide() throws {
    let samples = try (0..<3).map { seed in
      var sample = try LaneSample([4, 5, 3], false, seed: seed)
      sample.recording = Recording(
        schedule: .every(2), scalars: [.loss, .testError], vectors: [],
        cleanMatrix: sample.clean, snapshots: [0, 14])
      return sample
    }
    var simulation = LaneSimulation(try samples.map { try $0.run() })
    simulation.advance()
    for (sample, outcome) in zip(samples, simulation.outcomes) {
      let (alone, together) = (try sample.simulation(), try #require(outcome).get())
      let errors = try #require(together.trajectory[.testError])
      let bound = 256 * Double.ulpOfOne * Double(LaneSample.steps)
      for (x, y) in zip(errors, try #require(alone.trajectory[.testError])) {
        #expect((x - y).magnitude <= bound * (1 + y))
      }
      #expect(errors.count == alone.trajectory.count)
      #expect(together.trajectory.observation(7).vectors[.snapshots]?.count == 12)
    }
  }

  @Test("What moves otherwise, and what is too large for the caches, has no shape")
  func shapes() throws {
    let sensing = try SampleObjective.sensing.problem(inputWidth: 3, outputWidth: 3).objective
    let small = try Network(weights: Weights(layers: [.identity(3), .identity(3)]))
    let recording = Recording(schedule: .linear(count: 2))
    #expect(
      try LaneRun(
        objective: sensing, network: small, stepSize: 0.1, steps: 5, recording: recording
      ).shape == nil)
    let wide = Matrix(rowCount: 200, columnCount: 200) { 1 / Double($0 + $1 + 1) }
    #expect(
      try LaneRun(
        objective: QuadraticObjective(target: wide),
        network: Network(weights: Weights(layers: [wide, wide])), stepSize: 0.1, steps: 5,
        recording: recording, engine: .dense
      ).shape == nil)
    let sample = try LaneSample([4, 5, 3], false, seed: 0)
    var longer = sample
    longer.recording = Recording(schedule: .linear(count: 3))
    #expect(try sample.run().shape != longer.run().shape)
  }

  @Test("No runs are done at once")
  func none() {
    var simulation = LaneSimulation([])
    simulation.advance()
    #expect(simulation.fractionDone == 1 && simulation.outcomes.isEmpty)
  }
}

/// A random run with a given shape.
private struct LaneSample {
  static let steps = 40

  let objective: QuadraticObjective
  let network: Network
  let clean: Matrix
  var stepSize: Double
  var lossThreshold: Double?
  var recording: Recording

  init(_ widths: [Int], _ isCorrelated: Bool, seed: Int) throws {
    var random = SeededGenerator(seed: 71, stream: UInt64(seed))
    let (d, p) = (widths[0], widths[widths.count - 1])
    clean = Matrix.gaussian(rowCount: p, columnCount: d, using: &random)
    if isCorrelated {
      let inputs = Matrix.gaussian(rowCount: 12, columnCount: d, using: &random)
      let noise = Matrix.gaussian(rowCount: 12, columnCount: p, using: &random)
      objective = try QuadraticObjective(
        inputs: inputs, outputs: Matrix.product(inputs.factor, clean.transposed) + 0.1 * noise)
    } else {
      objective = try QuadraticObjective(target: clean)
    }
    let layers = (1..<widths.count).map {
      (0.7 / Double(widths[$0 - 1]).squareRoot())
        * Matrix.gaussian(rowCount: widths[$0], columnCount: widths[$0 - 1], using: &random)
    }
    network = try Network(weights: Weights(layers: layers))
    stepSize = 0.002 + 0.001 * Double(seed)
    recording = Recording(schedule: .linear(count: 7), cleanMatrix: clean, rows: [0])
  }

  func run() throws -> LaneRun {
    try LaneRun(
      objective: objective, network: network, stepSize: stepSize, steps: Self.steps,
      recording: recording, lossThreshold: lossThreshold, engine: engine)
  }

  func simulation() throws -> Simulation {
    var simulation = try Simulation(
      objective: objective, network: network,
      training: .descent(stepSize: stepSize, steps: Self.steps), recording: recording,
      lossThreshold: lossThreshold, engine: engine)
    try simulation.advance()
    return simulation
  }

  /// The widest layers are compressed, others are left as they are.
  private var engine: EngineChoice {
    network.weights.layers.contains { $0.rowCount > 20 } ? .compression : .dense
  }
}
