import DeepLinear
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import DeepLinearLab

@Suite("Kept runs")
struct RunRoutesTests {
  private static let state = [
    "target": "diagonal", "spectrum": "2, 1", "start": "identical", "scale": "0.1", "steps": "20",
  ]

  private func names(_ client: any TestClientProtocol, _ query: String = "") async throws
    -> [String]
  {
    let runs = try await client.ask("/api/runs\(query)").object["runs"] as? [[String: Any]]
    return try #require(runs).compactMap { $0["name"] as? String }
  }

  @Test("A run is kept, listed as interrupted, resumed, opened, deleted and restored")
  func life() async throws {
    try await SampleLab.ask { client, runs in
      let kept = try await client.post(
        "/api/runs", Self.state.merging(["name": "first one"]) { $1 })
      #expect(kept["name"] as? String == "first one")
      #expect(try await names(client, "?status=interrupted") == ["first one"])
      #expect(try await client.ask("/api/runs/first%20one/progress").status == .forbidden)
      let resumed = try await client.ask("/api/runs/first%20one/resume", .post).object
      let ticket = try #require(resumed["ticket"] as? String)
      let path = "/api/runs/first%20one/progress?ticket=\(ticket)"
      let progress = try await client.ask(path).text
      #expect(try await client.ask(path).status == .forbidden)
      #expect(progress.contains("event: ended") && progress.contains("completed"))
      #expect(try await names(client, "?status=completed&text=one&sort=name") == ["first one"])
      #expect(try await client.ask("/api/runs/first%20one/resume", .post).status == .badRequest)

      let shown = try await client.ask("/api/runs/first%20one").object
      #expect((shown["summary"] as? [String: Any])?["networks"] != nil)
      #expect(shown["hasReport"] as? Bool == true)
      for file in ["report.html", "trajectory.csv", "figures/singular-values.svg"] {
        let answer = try await client.ask("/api/runs/first%20one/files/\(file)")
        #expect(answer.status == .ok && answer.body.readableBytes > 100, "\(file)")
        if file.hasSuffix("html") {
          #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("sandbox") == true)
        }
      }

      let body = "{\"names\": [\"first one\"]}"
      #expect(try await client.ask("/api/runs/delete", .post, body: body).status == .ok)
      #expect(try await names(client).isEmpty)
      #expect(try await names(client, "?deleted=true") == ["first one"])
      #expect(try await client.ask("/api/runs/restore", .post, body: body).status == .ok)
      #expect(try await names(client) == ["first one"])
      // The program's index is the same.
      let index = try RunIndex(folder: runs)
      try index.refresh()
      #expect(try index.runs().map(\.name) == ["first one"])
    }
  }

  @Test("Two runs are laid over each other")
  func comparison() async throws {
    try await SampleLab.ask { client, _ in
      for (name, steps) in [("a", "20"), ("b", "30")] {
        let kept = try await client.post(
          "/api/runs", Self.state.merging(["name": name, "steps": steps]) { $1 })
        let ticket = try #require(kept["ticket"] as? String)
        _ = try await client.ask("/api/runs/\(name)/progress?ticket=\(ticket)")
      }
      let series = try await client.ask("/api/runs/compare?names=a&names=b").object["series"]
      let runs = try #require(series as? [[String: Any]])
      #expect(runs.map { $0["run"] as? String } == ["a", "b"])
      #expect(runs.map { ($0["moments"] as? [Double])?.last } == [20, 30])
      #expect(try await client.ask("/api/runs/compare?names=a").status == .badRequest)
    }
  }

  @Test(
    "What the program began beyond the lab's limits is not resumed, and large runs are not compared"
  )
  func limits() async throws {
    var limits = LabLimits()
    (limits.steps, limits.comparisonBytes) = (100, 1)
    try await SampleLab.ask(limits: limits) { client, runs in
      let text = """
        name: long
        problem: {factorization: {target: {diagonal: [2, 1]}}}
        training: {descent: {stepSize: 0.01, steps: 101}}
        networks:
          - {name: a, depth: 2, initialization: {identical: 0.1}}
        """
      let file = try ExperimentFile(text: text, fileName: "long.yaml")
      _ = try KeptRun(
        file, in: "\(runs)/long", mode: .new, environment: RunEnvironment(version: "1.0.0"))
      #expect(try await names(client) == ["long"])
      let resumed = try await client.ask("/api/runs/long/resume", .post).object
      let ticket = try #require(resumed["ticket"] as? String)
      let progress = try await client.ask("/api/runs/long/progress?ticket=\(ticket)").text
      #expect(progress.contains("event: problem") && progress.contains("101 steps"))
      #expect(try await names(client, "?status=interrupted") == ["long"])
      let kept = try await client.post("/api/runs", Self.state.merging(["name": "b"]) { $1 })
      #expect(kept["ticket"] != nil)
      let comparison = try await client.ask("/api/runs/compare?names=long&names=b")
      #expect(comparison.status == .badRequest && comparison.text.contains("bytes"))
    }
  }

  @Test("Names from outside lead nowhere else")
  func hostileNames() async throws {
    try await SampleLab.ask { client, runs in
      try Data("classified".utf8).write(to: URL(fileURLWithPath: "\(runs)/../secret.csv"))
      _ = try await client.post("/api/runs", Self.state.merging(["name": "a"]) { $1 })
      try FileManager.default.createSymbolicLink(
        atPath: "\(runs)/a/link.csv", withDestinationPath: "\(runs)/../secret.csv")
      // A run whose experiment is a link is no run.
      try FileManager.default.createDirectory(
        atPath: "\(runs)/linked", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(
        atPath: "\(runs)/linked/experiment.yaml", withDestinationPath: "\(runs)/../secret.csv")
      for path in [
        "/api/runs/linked", "/api/runs/..", "/api/runs/%2e%2e", "/api/runs/%2e%2e%2fsecret.csv",
        "/api/runs/.lab",
        "/api/runs/a/files/../../secret.csv", "/api/runs/a/files/%2e%2e/%2e%2e/secret.csv",
        "/api/runs/a/files/link.csv", "/api/runs/a/files/%00", "/api/runs/none",
        "/api/runs/a/files/checkpoints",
      ] {
        let answer = try await client.ask(path)
        #expect((400..<500).contains(answer.status.code), "\(path)")
        #expect(!answer.text.contains("classified"), "\(path)")
      }
      for name in ["../x", "", ".hidden", "a/b", "x\u{0}", "index.sqlite-journal", "Index.x"] {
        let answer = try await client.post("/api/runs", Self.state.merging(["name": name]) { $1 })
        #expect((answer["error"] != nil) == !name.isEmpty, "\(name)")
      }
    }
  }

  @Test("A name that is taken is refused")
  func taken() async throws {
    try await SampleLab.ask { client, _ in
      let state = Self.state.merging(["name": "a"]) { $1 }
      _ = try await client.post("/api/runs", state)
      #expect(try await client.post("/api/runs", state)["key"] as? String == "name")
    }
  }
}
