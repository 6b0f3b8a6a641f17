import DeepLinear
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import DeepLinearLab

@Suite("Closed forms and simulations")
struct SimulationRoutesTests {
  private static let quick = [
    "target": "diagonal", "spectrum": "2, 1", "start": "identical", "scale": "0.1", "steps": "20",
    "speed": "1000",
  ]

  @Test("A forecast has curves, and the experiment file that it stands for")
  func forecast() async throws {
    try await SampleLab.ask { client, _ in
      let answer = try await client.post("/api/forecast", Self.quick)
      let network = try #require((answer["networks"] as? [[String: Any]])?.first)
      #expect(network["prediction"] as? String == "exact")
      #expect((network["moments"] as? [Double])?.last == 20)
      #expect((network["singularValues"] as? [[Double]])?.count == 2)
      let text = try #require(answer["experiment"] as? String)
      let file = try ExperimentFile(text: text, fileName: "lab.yaml")
      #expect(file.description.networks.map(\.name) == ["depth 2"])
    }
  }

  @Test(
    "More noise: an earlier best moment, a larger error there, and a larger loss by learning on")
  func denoisingLesson() async throws {
    try await SampleLab.ask { client, _ in
      var readings: [(moment: Double, error: Double, cost: Double)] = []
      let lesson = try #require(Lesson.all.last)
      for value in lesson.values {
        let answer = try await client.post(
          "/api/forecast", ["preset": lesson.id, lesson.vary: value])
        let network = try #require((answer["networks"] as? [[String: Any]])?.first)
        let moments = try #require(network["moments"] as? [Double])
        let errors = try #require(network["testError"] as? [Double])
        let best = try #require(errors.indices.min { errors[$0] < errors[$1] })
        let last = try #require(errors.last)
        readings.append((moments[best], errors[best], last - errors[best]))
      }
      #expect(readings.count >= 4)
      for (less, more) in zip(readings, readings.dropFirst()) {
        #expect(more.moment < less.moment && more.error > less.error && more.cost > less.cost)
      }
    }
  }

  @Test("What is wrong with a state is an answer with its control, and no failure")
  func refusals() async throws {
    var limits = LabLimits()
    limits.steps = 100
    limits.entries = 50
    try await SampleLab.ask(limits: limits) { client, _ in
      for (key, value) in [("stepSize", "x"), ("steps", "101"), ("depths", "9")] {
        let state = ["steps": "10"].merging([key: value]) { $1 }
        let answer = try await client.post("/api/forecast", state)
        #expect(answer["key"] as? String == key)
      }
      let large = try await client.post(
        "/api/simulations", ["rows": "10", "columns": "10", "steps": "9"])
      #expect((large["error"] as? String)?.contains("50") == true)
      for body in ["", "[]", "{\"rows\": 3}", "{"] {
        let answer = try await client.ask("/api/forecast", .post, body: body)
        #expect(try answer.object["error"] != nil)
      }
    }
  }

  @Test("A simulation streams its records, rewinds to the same first frame, and steps")
  func live() async throws {
    let experiment = try Self.experiment()
    let run = try LiveRun(experiment, recordsPerSecond: 1e4)
    func text(until word: String) async throws -> String {
      var text = ""
      while !text.contains(word) {
        for event in try await run.nextEvents() { text += String(buffer: event.buffer) }
        if let rest = await run.restsUntil { try await Task.sleep(until: rest, clock: .continuous) }
      }
      return text
    }
    func frames(_ text: String) -> [Substring] {
      text.split(separator: "\n\n").filter { $0.hasPrefix("event: frame") }
    }
    let first = try await text(until: "\"ended\"")
    #expect(
      frames(first).count
        == experiment.description.networks[0].record.schedule.iterations(upTo: 20).count)
    #expect(first.contains("event: matrices"))
    try await run.perform(.rewind)
    let again = try await text(until: "\"paused\"")
    #expect(again.contains("event: rewound") && frames(again) == Array(frames(first).prefix(1)))
    try await run.perform(.step)
    #expect(frames(try await text(until: "event: frame")) == [frames(first)[1]])
    try await run.perform(.resume)
    #expect(frames(try await text(until: "\"ended\"")) == Array(frames(first).dropFirst(2)))
  }

  private static func experiment() throws -> PreparedExperiment {
    var prepared: PreparedExperiment?
    try withLabData { data in
      prepared = try LabExperiment(LabState(quick), data: data, limits: LabLimits())
        .prepared(within: LabLimits())
    }
    return try #require(prepared)
  }

  @Test("More simulations than allowed are refused, and one that ends makes room")
  func limit() async throws {
    var limits = LabLimits()
    limits.simulations = 2
    let runs = LiveRuns(limits: limits)
    let first = try await runs.start(Self.experiment(), recordsPerSecond: 1)
    _ = try await runs.start(Self.experiment(), recordsPerSecond: 1)
    await #expect(throws: LabError.self) {
      try await runs.start(Self.experiment(), recordsPerSecond: 1)
    }
    await runs.end(first)
    #expect(await runs.count == 1)
    _ = try await runs.start(Self.experiment(), recordsPerSecond: 1)
    await #expect(throws: LabError.self) { try await runs.run(first) }
  }

  @Test("One page watches a simulation")
  func watching() async throws {
    let runs = LiveRuns(limits: LabLimits())
    let id = try await runs.start(Self.experiment(), recordsPerSecond: 1)
    _ = try await runs.watch(id)
    await #expect(throws: LabError.self) { try await runs.watch(id) }
  }

  @Test("Simulations and commands that there are not are not found")
  func unknown() async throws {
    try await SampleLab.ask { client, _ in
      #expect(try await client.ask("/api/simulations/none/events").status == .notFound)
      #expect(try await client.ask("/api/simulations/none/pause", .post).status == .notFound)
      let answer = try await client.post("/api/simulations", Self.quick)
      let id = try #require(answer["id"] as? String)
      #expect(try await client.ask("/api/simulations/\(id)/jump", .post).status == .notFound)
      #expect(try await client.ask("/api/simulations/\(id)/pause", .post).status == .ok)
    }
  }
}
