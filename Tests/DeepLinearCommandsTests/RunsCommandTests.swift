import Foundation
import TestSupport
import Testing

@Suite("deeplinear runs")
struct RunsCommandTests {
  /// Calls `body` with a folder in which a and b have run.
  private func withRuns(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      try write(
        SmallExperiment.text.replacing("steps: 10", with: "steps: 20"), to: folder + "/b.yaml")
      for file in ["a.yaml", "b.yaml"] {
        let outcome = try Program.run(["run", file], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      try body(folder)
    }
  }

  private func call(_ arguments: String..., in folder: String) throws -> Program.Outcome {
    try Program.run(["runs"] + arguments, in: folder)
  }

  /// The first words of the lines below the heading.
  private func listed(_ outcome: Program.Outcome) -> [String] {
    outcome.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != " " }) }
  }

  @Test(
    "What ran is listed, sorted, chosen, and shown; the index does not stand in the way of runs")
  func list() throws {
    try withRuns { folder in
      #expect(listed(try call("list", "--sort", "name", "--ascending", in: folder)) == ["a", "b"])
      #expect(listed(try call("list", in: folder)) == ["b", "a"])
      #expect(listed(try call("list", "--text", "B", in: folder)) == ["b"])
      #expect(listed(try call("list", "--status", "diverged", in: folder)) == [])
      let shown = try call("show", "a", in: folder)
      #expect(shown.status == 0 && shown.output.contains("  status   completed\n"))
      #expect(shown.output.contains("  depth 2  2      dense   completed  10 "), "\(shown.output)")
      #expect(names(in: folder + "/runs") == [".index.lock", "a", "b", "index.sqlite"])
      let again = try Program.run(["run", "a.yaml", "--overwrite"], in: folder)
      #expect(again.status == 0, "\(again.errors)")
      let beside = try Program.run(["run", "a.yaml", "--output", "runs"], in: folder)
      #expect(beside.status == 2 && beside.errors.contains("runs is not empty"))
      #expect(listed(try call("list", in: folder)) == ["a", "b"])
    }
  }

  @Test("The JSON of the list is what the folders say")
  func json() throws {
    try withRuns { folder in
      let outcome = try call("list", "--json", "--sort", "name", in: folder)
      let entries = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
      #expect(entries.map { $0["name"] as? String } == ["b", "a"])
      let summary = try LeftBehind.json(folder + "/runs/b/summary.json")
      let network = try #require((summary["networks"] as? [[String: Any]])?.first)
      let final = try #require((network["final"] as? [String: Any])?["loss"] as? Double)
      let listed = try #require((entries[0]["networks"] as? [[String: Any]])?.first)
      #expect(listed["finalLoss"] as? Double == final && listed["steps"] as? Int == 20)
    }
  }

  @Test("A killed run is listed as interrupted, one under way as running, and is not deleted")
  func interrupted() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let steps = ["--set", "networks[0].training.descent.steps=100000000"]
      let run = try Program.Call(
        Program.path, ["run", "a.yaml"] + steps + ["--checkpoint-interval", "0.01"], in: folder)
      let deadline = ContinuousClock.now + .seconds(20)
      while bytes(folder + "/runs/a/checkpoints/network1.npz") == nil,
        ContinuousClock.now < deadline
      {
        Thread.sleep(forTimeInterval: 0.005)
      }
      #expect(listed(try call("list", "--status", "running", in: folder)) == ["a"])
      let refused = try call("delete", "a", in: folder)
      #expect(refused.status == 2 && refused.errors.contains("a is running"), "\(refused.errors)")
      run.send(SIGKILL)
      _ = try run.outcome(within: 10)
      #expect(listed(try call("list", "--status", "interrupted", in: folder)) == ["a"])
      let resumed = try Program.run(
        ["run", "a.yaml"] + steps + ["--resume", "--check"], in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
    }
  }

  @Test("Calls that are killed at any moment leave an index that opens and is right")
  func kills() throws {
    try withRuns { folder in
      for i in 0..<100 {
        try FileManager.default.copyItem(
          atPath: folder + "/runs/a", toPath: "\(folder)/runs/copy\(i)")
      }
      var moments = Moments(seed: 5)
      for round in 0..<20 {
        // Something to write each time.
        try FileManager.default.removeItem(atPath: "\(folder)/runs/copy\(round)/summary.json")
        let calls = try (0..<3).map { _ in
          try Program.Call(Program.path, ["runs", "list"], in: folder)
        }
        Thread.sleep(forTimeInterval: moments.next(in: 0...0.15))
        for call in calls { call.send(SIGKILL) }
        for call in calls { _ = try call.outcome(within: 10) }
      }
      let interrupted = try call("list", "--status", "interrupted", in: folder)
      #expect(interrupted.status == 0 && listed(interrupted).count == 20, "\(interrupted.errors)")
      #expect(listed(try call("list", "--status", "completed", in: folder)).count == 82)
      #expect(!names(in: folder + "/runs").contains { $0.hasPrefix("index.damaged") })
    }
  }

  @Test("Deleting says how to undo it, and undoing it leaves every byte as it was")
  func undo() throws {
    try withRuns { folder in
      let before = try LeftBehind(folder + "/runs/a")
      let deleted = try call("delete", "a", "b", in: folder)
      #expect(deleted.output == "Undo with: deeplinear runs restore a b\n")
      #expect(listed(try call("list", in: folder)) == [])
      #expect(Set(listed(try call("list", "--deleted", in: folder))) == ["a", "b"])
      #expect(try call("restore", "a", in: folder).status == 0)
      #expect(try LeftBehind(folder + "/runs/a") == before)
      let unsure = try call("purge", in: folder)
      #expect(unsure.status == 2 && unsure.errors.contains("add --yes"))
      #expect(try call("purge", "--yes", in: folder).status == 0)
      #expect(listed(try call("list", "--deleted", in: folder)) == [])
      #expect(listed(try call("list", in: folder)) == ["a"])
    }
  }

  @Test("Two runs become one table and one picture")
  func compare() throws {
    try withRuns { folder in
      let outcome = try call("compare", "a", "b", "-o", "both.svg", in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(listed(outcome) == ["a", "b", "Picture:"])
      #expect(text(folder + "/both.svg").contains("b: depth 2"))
      let again = try call("compare", "a", "b", "-o", "both.svg", in: folder)
      #expect(again.status == 2 && again.errors.contains("both.svg: is there already"))
      let other = try call("list", "--folder", folder + "/runs", in: "/")
      #expect(other.status == 0 && listed(other).count == 2)
    }
  }

  @Test(
    "A wrong call ends with status 2 and says what is wrong",
    arguments: [
      (["list", "--status", "nosuch"], "Choose one of completed"),
      (["list", "--sort", "nosuch"], "Choose one of changed"),
      (["list", "--folder", "missing"], "there is no folder missing"),
      (["list", "--folder", "a.yaml"], "there is no folder a.yaml"),
      (["show", "missing"], "there is no run missing"),
      (["show", "../a"], "\"../a\" cannot be the name of a run"),
      (["compare", "a"], "Name two runs at least"),
      (["compare", "a", "b", "-o", "x.gif"], "'x.gif' names no picture format"),
      (["delete", "."], "\".\" cannot be the name of a run"),
      (["restore", "a"], "there is no run a"),
    ])
  func wrong(arguments: [String], sentence: String) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      try FileManager.default.createDirectory(
        atPath: folder + "/runs", withIntermediateDirectories: true)
      let outcome = try Program.run(["runs"] + arguments, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
  }

  @Test("Where there is no folder runs, the sentence says how it comes into being")
  func noRuns() throws {
    try withTemporaryFolder { folder in
      let outcome = try call("list", in: folder)
      #expect(outcome.status == 2 && outcome.errors.contains("a first run makes"))
      #expect(names(in: folder) == [])
    }
  }
}
