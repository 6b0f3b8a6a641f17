import Foundation
import TestSupport
import Testing

@Suite("An experiment with data files")
struct DataFileTests {
  /// Calls `body` with a folder that holds jobs/a.yaml and its data, and the options for a run of it.
  private func withData(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/jobs/data", withIntermediateDirectories: true)
      try write("3,0\n0,1\n", to: folder + "/jobs/data/target.csv")
      try write(
        "# Mine.\n"
          + SmallExperiment.text.replacing("diagonal: [2, 1]", with: "csv: data/target.csv"),
        to: folder + "/jobs/a.yaml")
      try body(folder)
    }
  }

  @Test("The experiment that is kept runs from where it lies, and so does the one kept of that")
  func kept() throws {
    try withData { folder in
      var file = "jobs/a.yaml"
      for output in ["runs/one", "elsewhere/deep/two", "three"] {
        let outcome = try Program.run(["run", file, "--output", output], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        file = output + "/experiment.yaml"
        #expect(text("\(folder)/\(file)").contains("# Mine.") || output != "runs/one")
        #expect(try LeftBehind("\(folder)/\(output)") == LeftBehind(folder + "/runs/one"))
      }
      let resumed = try Program.run(
        ["run", "jobs/a.yaml", "--output", "runs/one", "--resume"], in: folder)
      #expect(resumed.status == 0 && resumed.output.contains("complete"), "\(resumed.errors)")
    }
  }

  @Test("A run does not go on with data that changed, and goes on once they are back")
  func changed() throws {
    try withData { folder in
      let call = [
        "run", "jobs/a.yaml", "--set", "networks[0].training.descent.steps=200000",
        "--checkpoint-interval", "0.01",
      ]
      let begun = try Program.Call(Program.path, call, in: folder)
      let checkpoint = folder + "/runs/a/checkpoints/network1.npz"
      let deadline = ContinuousClock.now + .seconds(10)
      while bytes(checkpoint) == nil, ContinuousClock.now < deadline {
        Thread.sleep(forTimeInterval: 0.005)
      }
      begun.send(SIGKILL)
      try #require(try begun.outcome(within: 10).status == 128 + SIGKILL)
      let kept = bytes(checkpoint)

      try write("3,0\n0,2\n", to: folder + "/jobs/data/target.csv")
      let refused = try Program.run(call + ["--resume"], in: folder)
      #expect(refused.status == 2)
      #expect(
        refused.errors.contains("data/target.csv changed since the run in runs/a began"),
        "\(refused.errors)")
      #expect(bytes(checkpoint) == kept)

      try write("3,0\n0,1\n", to: folder + "/jobs/data/target.csv")
      let resumed = try Program.run(call + ["--resume"], in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
    }
  }
}
