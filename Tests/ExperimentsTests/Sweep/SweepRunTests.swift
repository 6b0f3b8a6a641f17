import ExperimentFiles
import Foundation
import LinearAlgebra
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("Sweeps")
struct SweepRunTests {
  /// The rows without the seconds that they took.
  private func values(_ rows: [SweepRow]) -> [[String]] {
    rows.map { row in
      ["\(row.point)"] + row.networks.map { "\($0.status) \($0.numbers)" }
    }
  }

  @Test("The table is the same for any number of jobs, to the last byte", arguments: [2, 3, 7])
  func jobs(count: Int) async throws {
    let sweep = try SampleSweep.prepared()
    let one = try await sweep.table(jobCount: 1)
    let several = try await sweep.table(jobCount: count)
    #expect(one.csv == several.csv)
    #expect(one.npz == several.npz)
  }

  @Test("A point gives the same in any order, and alone")
  func order() async throws {
    let sweep = try SampleSweep.prepared()
    let expected = values(try await SweepRun(sweep, jobCount: 1).rows())
    let all = Array(expected.indices)
    for order in [all.reversed(), [5, 0, 11, 3, 7, 1, 2, 4, 6, 8, 9, 10], [4]] {
      var found: [SweepRow] = []
      try await SweepRun(sweep, jobCount: 2).run(order) { found += $0 }
      found.sort { $0.point < $1.point }
      #expect(values(found) == order.sorted().map { expected[$0] })
    }
  }

  /// A run of one network of a point by itself, in a lane or as a simulation, observed at all that the table asks for.
  private func alone(
    _ point: SweepPoint, network index: Int, marks: [Double]
  ) throws -> (trajectory: Trajectory, termination: Termination, iteration: Int) {
    let experiment = try PreparedExperiment(point.description, resolve: { $0 })
    let network = point.description.networks[index]
    var recording = experiment.recording(index)
    recording.marks = marks
    if case .descent(let stepSize, let steps) = network.training {
      let run = try LaneRun(
        objective: experiment.problem.objective, network: experiment.network(index),
        stepSize: stepSize, steps: steps, recording: recording)
      if run.shape != nil {
        var lane = LaneSimulation([run])
        lane.advance()
        let end = try #require(lane.outcomes[0]).get()
        return (end.trajectory, end.termination, end.iteration)
      }
    }
    var simulation = try Simulation(
      objective: experiment.problem.objective, network: experiment.network(index),
      training: network.training, recording: recording, lossThreshold: network.lossThreshold)
    try simulation.advance()
    return (simulation.trajectory, try #require(simulation.termination), simulation.iteration)
  }

  @Test("A row is what a run of each of the point's networks gives")
  func againstRuns() async throws {
    let networks = [
      "{depth: 2, hidden: [6]}", "{depth: 3, training: {flow: {until: 2}}}",
      "{depth: 1, training: {closedForm: {stepSize: 0.05, steps: 60, stopAtLoss: 1}}}",
    ]
    let table = SampleSweep.table.replacing("steps: [3]", with: "times: [0.25]")
    let sweep = try SampleSweep.prepared(table: table, networks: networks)
    let rows = try await SweepRun(sweep).rows()
    for (row, point) in zip(rows, sweep.file.points) {
      for (i, outcome) in row.networks.enumerated() {
        let marks =
          switch i {
          case 0: [0.25, 1].map { ($0 / stepSize(point)).rounded() }
          case 1: [0.25, 1]
          default: [5.0, 20]
          }
        let (trajectory, termination, iteration) = try alone(point, network: i, marks: marks)
        let last = trajectory.count - 1
        #expect(outcome.status == termination.status)
        #expect(outcome.steps == iteration)
        let clock = i == 1 ? trajectory.times : trajectory.iterations.map(Double.init)
        for (column, mark) in zip([5, 6], marks) {
          let record = clock.firstIndex(of: mark)
          #expect(outcome.values[column] == record.flatMap { trajectory[.loss]?[$0] })
        }
        guard ["completed", "converged"].contains(outcome.status) else {
          #expect(outcome.values[0] == nil && outcome.values[9] == nil)
          continue
        }
        #expect(outcome.time == trajectory.times[last])
        #expect(outcome.values[0] == trajectory[.loss]?[last])
        #expect(outcome.values[1] == trajectory[.testError]?[last])
        #expect(
          Array(outcome.values[9...10])
            == (trajectory[.singularValues]?[last].prefix(2)).map(Array.init))
        #expect(outcome.values[11] == trajectory[.imbalance]?[last].max())
      }
    }
  }

  @Test("The smallest value and the first below a level are those of the recorded ones")
  func extremes() async throws {
    let sweep = try SampleSweep.prepared()
    let rows = try await SweepRun(sweep).rows()
    for (row, point) in zip(rows, sweep.file.points) where row.networks[0].status == "completed" {
      let (trajectory, _, _) = try alone(
        point, network: 0, marks: [3, (1 / stepSize(point)).rounded()])
      let errors = try #require(trajectory[.testError])
      let least = try #require(errors.min())
      let record = try #require(errors.firstIndex(of: least))
      #expect(
        Array(row.networks[0].values[2...4])
          == [least, Double(trajectory.iterations[record]), trajectory.times[record]])
      let reached = try #require(trajectory[.loss]).firstIndex { $0 <= 1 }
      #expect(
        Array(row.networks[0].values[7...8]) == [
          reached.map { Double(trajectory.iterations[$0]) }, reached.map { trajectory.times[$0] },
        ])
    }
  }

  @Test("Points share lanes where their networks have equal shapes, and only there")
  func batches() throws {
    func sizes(_ sweep: String, networks: [String] = ["{depth: 2, hidden: [6]}"]) throws -> [Int] {
      let prepared = try SampleSweep.prepared(
        sweep, table: "table: [loss]", networks: networks)
      let points = Array(prepared.file.points.indices)
      let batches = try SweepBatch.batches(of: points, in: prepared)
      #expect(batches.flatMap(\.points).sorted() == points)
      return batches.map(\.points.count)
    }
    let lanes = LaneDescent.laneCount
    #expect(try sizes("seed: {count: \(lanes + 3)}") == [lanes, 3])
    #expect(
      try sizes("{grid: {networks.0.hidden: [[6], [7]]}, seed: {count: 2}}") == [2, 2])
    #expect(try sizes("{grid: {training.descent.steps: [5, 6]}, seed: {count: 2}}") == [2, 2])
    #expect(
      try sizes(
        "seed: {count: 2}", networks: ["{depth: 2, training: {flow: {until: 1}}}"]) == [1, 1])
  }

  private func stepSize(_ point: SweepPoint) -> Double {
    if case .descent(let stepSize, _) = point.description.networks[0].training {
      stepSize
    } else {
      0
    }
  }

  @Test("A point that diverges is a row with this status and no final values")
  func divergence() async throws {
    let sweep = try SampleSweep.prepared("grid: {training.descent.stepSize: [0.05, 50]}")
    let rows = try await SweepRun(sweep).rows()
    #expect(rows.map { $0.networks[0].status } == ["completed", "diverged"])
    let outcome = rows[1].networks[0]
    #expect(outcome.values[0] == nil && outcome.values[2] == nil && outcome.values[9] == nil)
    #expect(outcome.time == 50 * Double(outcome.steps))
    #expect(outcome.numbers[2] == 1)
  }

  // MARK: - Journals

  @Test("What the journal has is not run again, and the rest gives the same table")
  func resuming() async throws {
    let sweep = try SampleSweep.prepared()
    let expected = values(try await SweepRun(sweep).rows())
    try await withTemporaryFolder { path in
      let folder = try RunFolder(path, kind: .sweep, mode: .new)
      let rows = try await SweepRun(sweep, folder: folder).rows()
      #expect(values(rows) == expected)
      let whole = try folder.read(.journal)
      #expect(whole.count { $0 == UInt8(ascii: "\n") } == rows.count)
      for length in [0, 1, whole.count / 3, whole.count - 1] {
        try folder.write(Array(whole.prefix(length)), as: .journal)
        #expect(values(try await SweepRun(sweep, folder: folder).rows()) == expected)
      }
      // A row that no run gives shows that it is taken from the journal.
      try folder.write(
        Array(
          """
          {"networks":[{"engine":"dense","seconds":0,"status":"completed","steps":77,"time":1,"values":[]}],"point":4}

          """.utf8), as: .journal)
      #expect(try await SweepRun(sweep, folder: folder).rows()[4].networks[0].steps == 77)
    }
  }

  @Test("A sweep that is cancelled throws, and leaves what is done")
  func cancelling() async throws {
    let sweep = try SampleSweep.prepared(
      "{grid: {training.descent.steps: [5, 6, 7, 1000000000]}}")
    try await withTemporaryFolder { path in
      let folder = try RunFolder(path, kind: .sweep, mode: .new)
      let task = Task { try await SweepRun(sweep, folder: folder, jobCount: 1).rows() }
      while (try? folder.read(.journal))?.count(where: { $0 == UInt8(ascii: "\n") }) != 3 {
        try await Task.sleep(for: .milliseconds(5))
      }
      task.cancel()
      await #expect(throws: ExperimentError.interrupted) { _ = try await task.value }
      #expect(try Journal<SweepRow>(in: folder).entries.map(\.point) == [0, 1, 2])
    }
  }

  @Test("Progress counts the points to the last")
  func progress() async throws {
    let sweep = try SampleSweep.prepared()
    let (stream, continuation) = AsyncStream<SweepRun.Progress>.makeStream()
    _ = try await SweepRun(sweep, jobCount: 1).rows { continuation.yield($0) }
    continuation.finish()
    var counts: [Int] = []
    for await progress in stream {
      counts.append(progress.done)
      #expect(progress.total == 12 && progress.rate > 0)
    }
    #expect(counts.last == 12 && zip(counts, counts.dropFirst()).allSatisfy { $0 < $1 })
  }
}
