import DeepLinearCore
import LinearAlgebra
import RealModule
import TestSupport
import Testing
import TrainingDynamics

@Suite("Runs: how they end, and that parts make the whole")
struct SimulationTests {
  /// A single number w with f = (w - 2)^2 / 2, from w = 1: w_k = 2 - (1 - eta)^k, w(t) = 2 - e^{-t}.
  private func scalarRun(
    _ training: Training, start: Double = 1, schedule: RecordingSchedule = .every(1),
    lossThreshold: Double? = nil, snapshots: [Double] = []
  ) throws -> Simulation {
    try Simulation(
      objective: QuadraticObjective(target: Matrix(rows: [[2]])),
      network: Network(weights: Weights(layers: [Matrix(rows: [[start]])])), training: training,
      recording: Recording(schedule: schedule, snapshots: snapshots),
      lossThreshold: lossThreshold)
  }

  @Test("It ends after the steps, each recorded with its time", arguments: [0, 1, 7])
  func steps(count: Int) throws {
    for training in [
      Training.descent(stepSize: 0.5, steps: count), .closedForm(stepSize: 0.5, steps: count),
    ] {
      var simulation = try scalarRun(training)
      #expect(simulation.termination == nil || count == 0)
      try simulation.advance()
      #expect(simulation.termination == .completedSteps(count))
      #expect(simulation.termination?.status == "completed")
      #expect(simulation.termination?.remedy == nil)
      #expect(simulation.fractionDone == 1)
      #expect(simulation.trajectory.iterations == Array(0...count))
      #expect(simulation.trajectory.times == (0...count).map { 0.5 * Double($0) })
      // Halves of halves are exact in descent; the closed form rounds its power.
      for (k, loss) in (simulation.trajectory[.loss] ?? []).enumerated() {
        let expected = Double.pow(0.25, k) / 2
        #expect((loss - expected).magnitude <= 8 * .ulpOfOne)
      }
    }
  }

  @Test("It stops at a record that was asked for, and the parts make the whole")
  func untilRecord() throws {
    for training in [
      Training.descent(stepSize: 0.1, steps: 30), .flow(until: 3, tolerance: 1e-9),
    ] {
      var whole = try scalarRun(training, schedule: .linear(count: 10))
      try whole.advance()
      var parts = try scalarRun(training, schedule: .linear(count: 10))
      for count in 1...11 {
        try parts.advance(untilRecord: count)
        // A step of the flow may pass several records.
        #expect(parts.trajectory.count >= count)
        if case .descent = training { #expect(parts.trajectory.count == count) }
      }
      #expect(parts.trajectory == whole.trajectory)
      #expect(parts.termination == whole.termination)
      #expect(parts.weights == whole.weights)
    }
  }

  @Test("It ends at the time, with records inside steps")
  func time() throws {
    var simulation = try scalarRun(.flow(until: 3, tolerance: 1e-9), schedule: .linear(count: 40))
    try simulation.advance()
    #expect(simulation.termination == .reachedTime(3))
    let times = simulation.trajectory.times
    #expect(times.count == 41 && times.last == 3)
    #expect(simulation.iteration < 40, "each record would lie at the end of a step")
    for (time, norm) in zip(times, try #require(simulation.trajectory[.frobeniusNorm])) {
      // The bound of the agreement tests.
      #expect((norm - (2 - .exp(-time))).magnitude <= 100 * 1e-9)
    }
  }

  @Test("It ends at the first step whose loss is low enough, which is recorded")
  func loss() throws {
    // Losses 1/2, 1/8, 1/32, 1/128.
    var simulation = try scalarRun(
      .descent(stepSize: 0.5, steps: 100), schedule: .every(10), lossThreshold: 0.03)
    try simulation.advance()
    #expect(
      simulation.termination == .reachedLoss(loss: 1.0 / 128, threshold: 0.03, iteration: 3))
    #expect(simulation.termination?.status == "converged")
    #expect(simulation.trajectory.iterations == [0, 3])
    var exact = try scalarRun(
      .descent(stepSize: 0.5, steps: 100), schedule: .every(2), lossThreshold: 1.0 / 32)
    try exact.advance()
    #expect(exact.trajectory.iterations == [0, 2])
    var flow = try scalarRun(.flow(until: 50, tolerance: 1e-8), lossThreshold: 1e-4)
    try flow.advance()
    #expect((flow.trajectory[.loss]?.last ?? 1) <= 1e-4)
    #expect((flow.trajectory[.loss]?.dropLast().last ?? 0) > 1e-4)
  }

  @Test("A start whose loss is low enough takes no step")
  func lowAtTheStart() throws {
    var simulation = try Simulation(
      objective: QuadraticObjective(target: .identity(1)),
      network: Network(weights: Weights(layers: [.identity(1)])),
      training: .descent(stepSize: 0.5, steps: 100), recording: Recording(schedule: .every(10)),
      lossThreshold: 0)
    try simulation.advance()
    #expect(simulation.termination == .reachedLoss(loss: 0, threshold: 0, iteration: 0))
    #expect(simulation.trajectory.iterations == [0])
  }

  @Test("A regression that overflows at once has diverged, and its start is kept")
  func overflow() throws {
    let inputs = Matrix(rows: [[1, 2], [3, 5], [2, 2]])
    var simulation = try Simulation(
      objective: QuadraticObjective(inputs: inputs, outputs: inputs),
      network: Network(weights: Weights(layers: [.identity(2), 2 * .identity(2)])),
      training: .descent(stepSize: 1e160, steps: 100), recording: Recording(schedule: .every(1)))
    try simulation.advance()
    #expect(simulation.termination?.status == "diverged")
    #expect(simulation.trajectory.iterations.first == 0)
  }

  @Test("A diverging run keeps what was recorded and says so")
  func divergence() throws {
    // The error grows by 9 in each step, the loss by 81, until it is 1e10 times that of W = 0, which is 2.
    var simulation = try scalarRun(.descent(stepSize: 10, steps: 1000))
    try simulation.advance()
    let last = (1...).first { Double.pow(81, $0) / 2 > 2e10 } ?? 0
    guard case .diverged(let loss, let iteration)? = simulation.termination else {
      Issue.record("\(String(describing: simulation.termination))")
      return
    }
    #expect(iteration == last && loss > 2e10)
    #expect(simulation.termination?.status == "diverged")
    #expect(simulation.termination?.remedy != nil)
    #expect(simulation.trajectory.iterations == Array(0..<last))
    #expect((simulation.trajectory[.loss] ?? []).allSatisfy { $0 <= 2e10 })
    #expect(simulation.fractionDone == 1)
    try simulation.advance()
    #expect(simulation.iteration == last)
  }

  @Test("The closed form diverges too, and infinity is a loss that diverged")
  func closedFormDivergence() throws {
    var simulation = try scalarRun(
      .closedForm(stepSize: 10, steps: 100_000), schedule: .logarithmic(count: 6, first: nil))
    try simulation.advance()
    #expect(simulation.termination?.status == "diverged")
    #expect(simulation.trajectory.iterations == [0, 1])
  }

  @Test("A flow that no step size can follow ends with the underflow")
  func underflow() throws {
    var simulation = try Simulation(
      objective: BlowUp(), network: Network(weights: Weights(layers: [.identity(1)])),
      training: .flow(until: 2, tolerance: 1e-6), recording: Recording(schedule: .every(1.5)))
    try simulation.advance()
    guard case .stepSizeUnderflow(let time, _)? = simulation.termination else {
      Issue.record("\(String(describing: simulation.termination))")
      return
    }
    #expect((time - 1).magnitude <= 100 * 1e-6)
    #expect(simulation.termination?.status == "underflow")
    #expect(simulation.termination?.remedy != nil)
    #expect(simulation.trajectory.count == 1)
  }

  @Test("A snapshot is kept at its step, between steps at none")
  func snapshots() throws {
    var simulation = try scalarRun(
      .descent(stepSize: 0.5, steps: 9), schedule: .at([]), snapshots: [2, 3.5, 40, .infinity])
    try simulation.advance()
    #expect(simulation.trajectory.iterations == [0, 2, 9])
    #expect(
      simulation.trajectory.observations.map { $0.vectors[.snapshots] } == [nil, [1.75], nil])
  }

  static let trainings: [Training] = [
    .descent(stepSize: 0.05, steps: 200), .flow(until: 8, tolerance: 1e-7),
  ]

  @Test("Advancing in random parts changes no bit", arguments: trainings, SampleNetwork.all)
  func parts(training: Training, sample: SampleNetwork) throws {
    let problem = try SampleObjective.regression.problem(for: sample)
    let network = try sample.network(
      from: GaussianInitialization(standardDeviation: 0.3),
      inputWidth: problem.objective.inputWidth, outputWidth: problem.objective.outputWidth)
    func make() throws -> Simulation {
      try Simulation(
        objective: problem.objective, network: network, training: training,
        recording: Recording(schedule: .linear(count: 60)))
    }
    var whole = try make()
    try whole.advance()
    var parts = try make()
    var generator = SeededGenerator(seed: 3)
    while parts.termination == nil { try parts.advance(by: .random(in: 0...9, using: &generator)) }
    #expect(parts.checkpoint == whole.checkpoint)
    #expect(whole.termination?.status == "completed")
  }

  @Test("What cannot be started gets a typed error")
  func errors() throws {
    #expect(throws: SimulationError.stepSize(0)) {
      try scalarRun(.descent(stepSize: 0, steps: 1))
    }
    #expect(throws: SimulationError.steps(-1)) {
      try scalarRun(.descent(stepSize: 1, steps: -1))
    }
    #expect(throws: SimulationError.time(.infinity)) {
      try scalarRun(.flow(until: .infinity, tolerance: 1e-6))
    }
    #expect(throws: SimulationError.tolerance(1e-15)) {
      try scalarRun(.flow(until: 1, tolerance: 1e-15))
    }
    let two = try Network(weights: Weights(layers: [.identity(1), .identity(1)]))
    let recording = Recording(schedule: .every(1))
    #expect(throws: SimulationError.closedFormUnavailable) {
      try Simulation(
        objective: QuadraticObjective(target: .identity(1)), network: two,
        training: .closedForm(stepSize: 1, steps: 1), recording: recording)
    }
    #expect(throws: SimulationError.shapes(network: "1 x 1", objective: "2 x 2")) {
      try Simulation(
        objective: QuadraticObjective(target: .identity(2)), network: two,
        training: .descent(stepSize: 1, steps: 1), recording: recording)
    }
    for layers in [[Matrix(rowCount: 1, columnCount: 2)], [.identity(1), .identity(1)]] {
      var other = try scalarRun(.descent(stepSize: 1, steps: 1)).checkpoint
      other.state = layers
      #expect(throws: SimulationError.otherCheckpoint) {
        try Simulation(
          objective: QuadraticObjective(target: .identity(1)),
          network: Network(weights: Weights(layers: [.identity(1)])),
          training: .descent(stepSize: 1, steps: 1), recording: recording, resuming: other)
      }
    }
    let sigmoid = try SigmoidObjective(inputs: .identity(1), outputs: .identity(1))
    #expect(throws: SimulationError.closedFormUnavailable) {
      try Simulation(
        objective: sigmoid, network: Network(weights: Weights(layers: [.identity(1)])),
        training: .closedForm(stepSize: 1, steps: 1), recording: recording)
    }
  }
}
