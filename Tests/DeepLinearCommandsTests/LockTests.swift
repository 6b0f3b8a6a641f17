import Foundation
import TestSupport
import Testing

@Suite("Two runs in one folder")
struct LockTests {
  @Test(
    "The second is refused while the first goes on, and the first is not disturbed",
    arguments: ["--resume", "--overwrite"])
  func second(mode: String) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let steps = ["--set", "networks[0].training.descent.steps=100000000"]
      let first = try Program.Call(
        Program.path, ["run", "a.yaml"] + steps + ["--checkpoint-interval", "0.01"], in: folder)
      let checkpoint = folder + "/runs/a/checkpoints/network1.npz"
      let deadline = ContinuousClock.now + .seconds(20)
      while bytes(checkpoint) == nil, ContinuousClock.now < deadline {
        Thread.sleep(forTimeInterval: 0.005)
      }
      let second = try Program.run(["run", "a.yaml"] + steps + [mode], in: folder)
      #expect(second.status == 2)
      #expect(
        second.errors.contains("another process is running in runs/a"), "\(second.errors)")
      #expect(first.isRunning && bytes(checkpoint) != nil)
      first.send(SIGKILL)
      _ = try first.outcome(within: 10)
      // A killed process leaves no lock behind.
      let third = try Program.run(
        ["run", "a.yaml", "--overwrite"], in: folder)
      #expect(third.status == 0, "\(third.errors)")
    }
  }
}
