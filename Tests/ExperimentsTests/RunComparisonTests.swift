import ExperimentFiles
import Foundation
import Plotting
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("Comparing runs")
struct RunComparisonTests {
  /// Leaves a finished run, made in place.
  private func leave(_ name: String, _ networks: [String], more: String = "", in folder: String)
    async throws -> ExperimentResult
  {
    let text = """
      name: \(name)
      problem: {factorization: {target: {diagonal: [2, 1]}, noise: {gaussian: 0.1}}}
      \(Sample.descent)
      \(more)
      networks:
      \(networks.map { "  - \($0)" }.joined(separator: "\n"))

      """
    let file = try ExperimentFile(text: text, fileName: "\(name).yaml")
    let experiment = try PreparedExperiment(file.description, resolve: { $0 })
    let run = try RunFolder("\(folder)/\(name)", mode: .new)
    let environment = RunEnvironment(version: "1")
    try run.begin(
      experiment: text, environment: environment, mode: .new, allowsOtherEnvironment: false)
    let result = try await ExperimentRun(experiment).result()
    // Without figures: what is compared is in the tables.
    try run.write(
      Array(TrajectoryTable(networks: result.networks).text.utf8), as: .trajectory)
    try run.write(
      json: Summary(
        result, theory: result.theory, environments: [environment], seconds: 1.5, truncation: nil),
      as: .summary)
    return result
  }

  private static let shallow = "{depth: 2, initialization: {gaussian: 0.1}}"
  private static let flow =
    "{name: slow, depth: 3, initialization: {gaussian: 0.3}, training: {flow: {until: 3}}}"

  @Test("The series are what the runs recorded, to the last bit, over steps where all descend")
  func series() async throws {
    try await withTemporaryFolder { folder in
      let first = try await leave("a", [Self.shallow], in: folder)
      let second = try await leave(
        "b", ["{depth: 1, initialization: {gaussian: 0.1}}", Self.shallow], in: folder)
      let comparison = try RunComparison(of: ["b", "a"], in: RunIndex(inMemoryFor: folder))
      #expect(comparison.series.map(\.run) == ["b", "b", "a"])
      #expect(comparison.series.map(\.network) == ["depth 1", "depth 2", "depth 2"])
      for (series, network) in zip(comparison.series, second.networks + first.networks) {
        #expect(series.clock == .iteration)
        #expect(series.moments == network.trajectory.iterations.map(Double.init))
        #expect(series.quantities["loss"] == network.trajectory[.loss])
        #expect(series.quantities["testError"] == network.trajectory[.testError])
        let values = try #require(network.trajectory[.singularValues])
        #expect(series.quantities["singularValue2"] == values.map { $0[1] })
      }
      #expect(comparison.series[0].quantities["imbalance1"] == nil)
      #expect(comparison.series[1].quantities["imbalance1"] != nil)
    }
  }

  @Test("Beside a flow, descent is shown over times")
  func times() async throws {
    try await withTemporaryFolder { folder in
      let first = try await leave("a", [Self.shallow], in: folder)
      _ = try await leave("b", [Self.flow], in: folder)
      let comparison = try RunComparison(of: ["a", "b"], in: RunIndex(inMemoryFor: folder))
      #expect(comparison.series.allSatisfy { $0.clock == .time })
      #expect(comparison.series[0].moments == first.networks[0].trajectory.times)
      #expect(comparison.series[1].moments.last == 3)
    }
  }

  @Test("The picture has a curve for each network in every panel, the table a line")
  func picture() async throws {
    try await withTemporaryFolder { folder in
      let first = try await leave(
        "a", [Self.shallow], more: "record: {at: {linear: 9}}", in: folder)
      _ = try await leave("b", [Self.shallow], more: "record: {at: {linear: 9}}", in: folder)
      let comparison = try RunComparison(of: ["a", "b"], in: RunIndex(inMemoryFor: folder))
      let panels = comparison.figure.panels
      #expect(panels.map(\.yAxis.label).first == "loss" && panels.count == 4)
      #expect(panels.map(\.curves.count) == [2, 2, 2, 4])
      #expect(panels.allSatisfy { $0.xAxis == Axis("iteration k") })
      #expect(panels[0].curves[1].label == "b: depth 2")
      #expect(panels[0].curves[0].y == first.networks[0].trajectory[.loss])
      let lines = comparison.table.split(separator: "\n")
      #expect(lines.count == 3 && lines[0].hasPrefix("run  network  engine"))
      let loss = Decimals.short(try #require(first.networks[0].trajectory[.loss]?.last))
      #expect(lines[1].hasPrefix("a ") && lines[1].contains("completed  40     \(loss) "))
      #expect(lines[2].hasPrefix("b ") && lines[2].hasSuffix(" 1.5"))
    }
  }

  @Test("What has not ended, a sweep, one run alone and what is missing are refused")
  func refused() async throws {
    try await withTemporaryFolder { folder in
      _ = try await leave("a", [Self.shallow], in: folder)
      let halted = try RunFolder("\(folder)/halted", mode: .new)
      try halted.write(Array("name: halted\n".utf8), as: .experiment)
      let sweep = try RunFolder("\(folder)/sweep", kind: .sweep, mode: .new)
      try sweep.write(Array("name: sweep\n".utf8), as: .sweep)
      let index = try RunIndex(inMemoryFor: folder)
      func problem(_ names: [String]) -> String {
        do {
          _ = try RunComparison(of: names, in: index)
          return ""
        } catch {
          return "\(error)"
        }
      }
      #expect(problem(["a"]) == "comparison: it needs two runs at least")
      #expect(problem(["a", "halted"]).hasPrefix("halted: it was interrupted"))
      #expect(problem(["sweep", "a"]).hasPrefix("sweep: it is a sweep"))
      #expect(problem(["a", "missing"]).hasPrefix("there is no run missing"))
      #expect(problem(["a", "../a"]).contains("cannot be the name of a run"))
      let lock = try #require(try RunLock(halted.path))
      #expect(problem(["a", "halted"]).hasPrefix("halted: it is still running"))
      withExtendedLifetime(lock) {}
      try RunFolder("\(folder)/a", mode: .resume).remove(.trajectory)
      #expect(problem(["a", "a"]).contains("trajectory.csv cannot be used"))
    }
  }
}
