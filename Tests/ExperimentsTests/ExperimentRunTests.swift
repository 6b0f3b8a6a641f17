import DeepLinearCore
import Foundation
import LinearAlgebra
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("The running of an experiment")
struct ExperimentRunTests {
  private static let networks = [
    "{depth: 1, initialization: {gaussian: 0.1}}", "{depth: 2, initialization: {gaussian: 0.1}}",
    "{depth: 3, initialization: {gaussian: 0.3}, training: {flow: {until: 3}}}",
  ]

  @Test("The result is what a simulation of each network gives")
  func byHand() async throws {
    let experiment = try Sample.prepared(networks: Self.networks, more: "record: {at: {linear: 9}}")
    let result = try await ExperimentRun(experiment).result()
    #expect(result.networks.map(\.name) == ["depth 1", "depth 2", "depth 3"])
    let trainings: [Training] = [
      .descent(stepSize: 0.05, steps: 40), .descent(stepSize: 0.05, steps: 40),
      .flow(until: 3, tolerance: 1e-8),
    ]
    for (i, training) in trainings.enumerated() {
      var simulation = try Simulation(
        objective: QuadraticObjective(target: Matrix(diagonal: [2, 1])),
        network: experiment.network(i), training: training,
        recording: Recording(schedule: .linear(count: 9)))
      try simulation.advance()
      #expect(result.networks[i].trajectory == simulation.trajectory)
      #expect(result.networks[i].network.weights == simulation.weights)
      #expect(result.networks[i].termination == simulation.termination)
      #expect(result.networks[i].iteration == simulation.iteration)
    }
    #expect(result.networks.map(\.isFlow) == [false, false, true])
    #expect(result.networks[2].evaluationCount != nil)
  }

  @Test("The number of networks that run at the same time changes nothing")
  func jobs() async throws {
    let experiment = try Sample.prepared(networks: Self.networks)
    let one = try await ExperimentRun(experiment, jobCount: 1).result()
    let two = try await ExperimentRun(experiment, jobCount: 2).result()
    let eight = try await ExperimentRun(experiment, jobCount: 8).result()
    for other in [two, eight] {
      #expect(other.networks.map(\.trajectory) == one.networks.map(\.trajectory))
      #expect(other.networks.map(\.network) == one.networks.map(\.network))
    }
  }

  @Test("Progress ends at 1 for each network and never goes back")
  func progress() async throws {
    let experiment = try Sample.prepared(networks: Self.networks)
    let (stream, continuation) = AsyncStream.makeStream(of: ExperimentRun.Progress.self)
    _ = try await ExperimentRun(experiment).result { continuation.yield($0) }
    continuation.finish()
    var fractions: [Int: [Double]] = [:]
    for await progress in stream {
      fractions[progress.network, default: []].append(progress.fraction)
    }
    #expect(fractions.keys.sorted() == [0, 1, 2])
    for list in fractions.values {
      #expect(list == list.sorted() && list.last == 1 && list.allSatisfy { $0 >= 0 })
    }
  }

  @Test("Cancelling interrupts the run, and from its checkpoint it goes on to the same result")
  func cancelling() async throws {
    let long = "training: {descent: {stepSize: 0.001, steps: 60000}}"
    let experiment = try Sample.prepared(networks: Array(Self.networks[..<2]), training: long)
    let whole = try await ExperimentRun(experiment).result()

    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try RunFolder(path, mode: .new)
    // After its first step a network cancels its own task; the others are then cancelled with it.
    await #expect(throws: ExperimentError.interrupted) {
      try await ExperimentRun(experiment, folder: folder).result { _ in
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    let checkpoints = try (0..<2).map { try folder.checkpoint(ofNetwork: $0) }
    #expect(checkpoints.contains { $0 != nil && $0?.termination == nil })

    let resumed = try await ExperimentRun(experiment, folder: folder).result()
    #expect(resumed.networks.map(\.trajectory) == whole.networks.map(\.trajectory))
    #expect(resumed.networks.map(\.network) == whole.networks.map(\.network))
    #expect(resumed.networks.map(\.termination) == whole.networks.map(\.termination))
  }

  @Test("Without a folder a cancelled run is interrupted too")
  func cancellingInMemory() async throws {
    let experiment = try Sample.prepared(
      training: "training: {descent: {stepSize: 0.001, steps: 100000000}}")
    let task = Task { try await ExperimentRun(experiment).result() }
    task.cancel()
    await #expect(throws: ExperimentError.interrupted) { try await task.value }
  }
}
