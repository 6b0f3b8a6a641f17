import ExperimentFiles
import Foundation
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

  @Test("A row is what a run of the point's experiment gives")
  func againstRuns() async throws {
    let networks = [
      "{depth: 2, hidden: [6]}", "{depth: 3, training: {flow: {until: 2}}}",
      "{depth: 1, training: {closedForm: {stepSize: 0.05, steps: 60, stopAtLoss: 1}}}",
    ]
    let table = SampleSweep.table.replacing("steps: [3]", with: "times: [0.25]")
    let sweep = try SampleSweep.prepared(table: table, networks: networks)
    let rows = try await SweepRun(sweep).rows()
    for (row, point) in zip(rows, sweep.file.points) {
      var description = point.description
      for i in description.networks.indices {
        // All moments that the table asks for; the closed form looks at its threshold at records.
        description.networks[i].record.snapshots =
          i == 1 ? [0.25, 1] : i == 0 ? [0.25, 1].map { ($0 / stepSize(point)).rounded() } : []
      }
      let result = try await ExperimentRun(
        PreparedExperiment(description, resolve: { $0 })
      ).result()
      for (i, (outcome, network)) in zip(row.networks, result.networks).enumerated() {
        let trajectory = network.trajectory
        let last = trajectory.count - 1
        #expect(outcome.status == network.termination.status)
        #expect(outcome.steps == network.iteration)
        let ended = ["completed", "converged"].contains(outcome.status)
        #expect(outcome.values[0] == (ended ? trajectory[.loss]?[last] : nil))
        #expect(outcome.values[1] == (ended ? trajectory[.testError]?[last] : nil))
        if ended, let values = trajectory[.singularValues]?[last] {
          #expect(Array(outcome.values[9...10]) == Array(values.prefix(2)))
          #expect(outcome.values[11] == trajectory[.imbalance]?[last].max())
          #expect(outcome.time == trajectory.times[last])
        }
        guard i < 2 else { continue }
        let clock = network.clock
        for (column, time) in [(5, 0.25), (6, 1)] {
          let mark = network.isFlow ? time : (time / stepSize(point)).rounded()
          let record = clock.firstIndex(of: mark)
          #expect(outcome.values[column] == record.flatMap { trajectory[.loss]?[$0] })
        }
      }
    }
  }

  private func stepSize(_ point: SweepPoint) -> Double {
    if case .descent(let stepSize, _) = point.description.networks[0].training {
      stepSize
    } else {
      0
    }
  }

  @Test("The smallest value and the first below a level are those of the recorded ones")
  func extremes() async throws {
    let sweep = try SampleSweep.prepared()
    let rows = try await SweepRun(sweep).rows()
    for (row, point) in zip(rows, sweep.file.points) where row.networks[0].status == "completed" {
      var description = point.description
      description.networks[0].record.snapshots = [3, (1 / stepSize(point)).rounded()]
      let result = try await ExperimentRun(
        PreparedExperiment(description, resolve: { $0 })
      ).result()
      let trajectory = result.networks[0].trajectory
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
    #expect(counts == Array(1...12))
  }
}
