import DeepLinearCore
import LinearAlgebra
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@Suite("Checkpoints: stop anywhere, go on as if nothing had happened")
struct CheckpointFileTests {
  private struct Run {
    let problem: SampleProblem
    let network: Network
    let training: Training
    let recording: Recording
    let lossThreshold: Double?

    func simulation(resuming checkpoint: Checkpoint? = nil) throws -> Simulation {
      try Simulation(
        objective: problem.objective, network: network, training: training,
        recording: recording, lossThreshold: lossThreshold, resuming: checkpoint)
    }
  }

  /// Descent, flow with records inside steps, the closed form; a snapshot at one record only.
  private static func run(
    _ training: Training, _ sample: SampleNetwork, _ objective: SampleObjective,
    lossThreshold: Double? = nil
  ) throws -> Run {
    let problem = try objective.problem(for: sample)
    let clean = Matrix(
      rowCount: problem.objective.outputWidth, columnCount: problem.objective.inputWidth,
      repeating: 1)
    return Run(
      problem: problem,
      network: try sample.network(
        from: GaussianInitialization(standardDeviation: 0.3),
        inputWidth: problem.objective.inputWidth, outputWidth: problem.objective.outputWidth),
      training: training,
      recording: Recording(
        schedule: .linear(count: 50), cleanMatrix: clean, rows: [1], snapshots: [3]),
      lossThreshold: lossThreshold)
  }

  static let sample = SampleNetwork(hidden: [3, 2])
  static let names = [
    "descent", "flow", "closed form", "tied flow", "regularised flow", "sigmoid descent",
    "converging", "diverging",
  ]

  private static func run(named name: String) throws -> Run {
    switch name {
    case "descent": try run(.descent(stepSize: 0.05, steps: 120), sample, .regression)
    case "flow": try run(.flow(until: 12, tolerance: 1e-8), sample, .regression)
    case "closed form":
      try run(.closedForm(stepSize: 0.05, steps: 90), SampleNetwork(hidden: []), .regression)
    case "tied flow":
      try run(.flow(until: 9, tolerance: 1e-9), SampleNetwork(.tied, hidden: [2]), .autoencoder)
    case "regularised flow":
      try run(.flow(until: 6, tolerance: 1e-9), SampleNetwork.all[8], .factorization)
    case "sigmoid descent": try run(.descent(stepSize: 0.05, steps: 120), sample, .sigmoid)
    case "converging":
      try run(.descent(stepSize: 0.1, steps: 900), sample, .factorization, lossThreshold: 4)
    default: try run(.descent(stepSize: 2.5, steps: 300), sample, .factorization)
    }
  }

  @Test("Ten random places: the same bits of everything", arguments: names)
  func resume(name: String) throws {
    let run = try Self.run(named: name)
    var whole = try run.simulation()
    try whole.advance()
    let expected = whole.checkpoint
    #expect(expected.termination != nil)
    var generator = SeededGenerator(seed: 7)
    try withTemporaryFolder { path in
      let folder = try RunFolder("\(path)/run", mode: .new)
      for _ in 0..<10 {
        var first = try run.simulation()
        try first.advance(by: .random(in: 0...whole.iteration, using: &generator))
        try folder.write(first.checkpoint, ofNetwork: 2)
        let stored = try #require(try folder.checkpoint(ofNetwork: 2))
        #expect(stored == first.checkpoint)
        var second = try run.simulation(resuming: stored)
        try second.advance()
        #expect(second.checkpoint == expected)
      }
    }
  }

  @Test("Numbers that JSON does not know survive")
  func nonFinite() throws {
    var observation = Observation(iteration: 3, time: .infinity)
    observation.scalars[.loss] = -.infinity
    let checkpoint = Checkpoint(
      engine: "dense", state: [Matrix(rows: [[-0.0, .leastNonzeroMagnitude]])], iteration: 3,
      flow: nil,
      lossLimit: .infinity, trajectory: Trajectory(observations: [observation]),
      termination: .diverged(loss: .infinity, iteration: 3))
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      #expect(try folder.checkpoint(ofNetwork: 0) == nil)
      try folder.write(checkpoint, ofNetwork: 0)
      #expect(try folder.checkpoint(ofNetwork: 0) == checkpoint)
      #expect(try folder.checkpoint(ofNetwork: 1) == nil)
    }
  }

  @Test("A NaN loss comes back as one")
  func notANumber() throws {
    let checkpoint = Checkpoint(
      engine: "dense", state: [Matrix(rows: [[.nan]])], iteration: 1, flow: nil,
      lossLimit: 1, trajectory: Trajectory(), termination: .diverged(loss: .nan, iteration: 1))
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      try folder.write(checkpoint, ofNetwork: 0)
      let stored = try #require(try folder.checkpoint(ofNetwork: 0))
      #expect(stored.state[0][0, 0].isNaN)
      guard case .diverged(let loss, 1)? = stored.termination else {
        Issue.record("another termination")
        return
      }
      #expect(loss.isNaN)
    }
  }
}
