import Foundation
import TestSupport
import Testing

@Suite("The folder of a run")
struct OutputFolderTests {
  /// Calls `body` with a folder that holds an experiment, a.yaml, and its complete run, runs/a.
  private func withCompleteRun(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      #expect(try Program.run(["run", "a.yaml"], in: folder).status == 0)
      try body(folder)
    }
  }

  @Test("A folder that is not empty is refused and left as it is")
  func notEmpty() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      try FileManager.default.createDirectory(
        atPath: folder + "/out", withIntermediateDirectories: false)
      try write("mine", to: folder + "/out/notes.txt")
      let outcome = try Program.run(["run", "a.yaml", "--output", "out"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("out is not empty"))
      #expect(outcome.errors.contains("--resume") && outcome.errors.contains("--overwrite"))
      #expect(names(in: folder + "/out") == ["notes.txt"])
    }
  }

  @Test("--overwrite replaces a run and keeps what is not the run's")
  func overwrite() throws {
    try withCompleteRun { folder in
      let run = folder + "/runs/a"
      let old = bytes(run + "/trajectory.csv")
      try write("mine", to: run + "/notes.txt")
      let call = ["run", "a.yaml", "--overwrite", "--set", "seed=2"]
      #expect(try Program.run(call, in: folder).status == 0)
      #expect(text(run + "/notes.txt") == "mine")
      #expect(bytes(run + "/trajectory.csv") != old)
      // What is there is what a new run leaves.
      let fresh = try Program.run(
        ["run", "a.yaml", "--set", "seed=2", "--output", "fresh"], in: folder)
      #expect(fresh.status == 0)
      #expect(try LeftBehind(run) == LeftBehind(folder + "/fresh"))
      #expect(names(in: run).filter { $0 != "notes.txt" } == names(in: folder + "/fresh"))
    }
  }

  @Test("--overwrite touches nothing in a folder that holds no run")
  func overwriteForeign() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let paper = folder + "/paper"
      try FileManager.default.createDirectory(
        atPath: paper + "/figures", withIntermediateDirectories: true)
      try write("mine", to: paper + "/figures/photo.txt")
      let outcome = try Program.run(
        ["run", "a.yaml", "--overwrite", "--output", "paper"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("paper holds figures but no experiment.yaml"))
      #expect(text(paper + "/figures/photo.txt") == "mine")
      #expect(names(in: paper) == ["figures"])
    }
  }

  @Test("--overwrite of a file that cannot be run removes nothing")
  func overwriteBroken() throws {
    try withCompleteRun { folder in
      let left = try LeftBehind(folder + "/runs/a")
      let change = "networks[0].initialization={files: [{diagonal: [1, 1]}, {diagonal: [1]}]}"
      let outcome = try Program.run(
        ["run", "a.yaml", "--overwrite", "--set", change], in: folder)
      #expect(outcome.status == 2)
      #expect(try LeftBehind(folder + "/runs/a") == left)
    }
  }

  @Test("A folder that cannot be made ends with status 1 and says what is in the way")
  func cannotBeMade() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml", "--output", "a.yaml/out"], in: folder)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.contains("a.yaml/out cannot be used")
          && outcome.errors.contains("/a.yaml is not a folder"), "\(outcome.errors)")
      #expect(names(in: folder) == ["a.yaml"])
    }
  }

  /// Options or variables of the second call, and the difference that they make.
  ///
  /// The kernels named run on every processor of 64 bits by Intel and AMD.
  private static let environments: [([String], [String: String], String)] = {
    var environments: [([String], [String: String], String)] = [
      (["--blas-threads", "2"], [:], "BLAS threads: then 1, now 2")
    ]
    #if arch(x86_64)
    environments.append(([], ["OPENBLAS_CORETYPE": "Prescott"], "and Nehalem, now"))
    #endif
    return environments
  }()

  @Test(
    "Resuming in another environment is refused unless it is allowed", arguments: environments)
  func otherEnvironment(
    options: [String], changes: [String: String], difference: String
  ) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let environment = ["OPENBLAS_CORETYPE": "Nehalem"].merging(changes) { $1 }
      // Long enough to be caught after its first checkpoint.
      let call = ["run", "a.yaml", "--set", "networks[0].training.descent.steps=200000"]
      let begun = try Program.Call(
        Program.path, call + ["--checkpoint-interval", "0.01"], in: folder,
        environment: ["OPENBLAS_CORETYPE": "Nehalem"])
      let checkpoint = folder + "/runs/a/checkpoints/network1.npz"
      let deadline = ContinuousClock.now + .seconds(10)
      while bytes(checkpoint) == nil, ContinuousClock.now < deadline {
        Thread.sleep(forTimeInterval: 0.005)
      }
      begun.send(SIGKILL)
      try #require(try begun.outcome(within: 10).status == 128 + SIGKILL)
      let kept = bytes(checkpoint)

      let refused = try Program.run(
        call + ["--resume"] + options, in: folder, environment: environment)
      #expect(refused.status == 2)
      #expect(refused.errors.contains(difference), "\(refused.errors)")
      #expect(refused.errors.contains("--allow-other-environment"))
      #expect(bytes(checkpoint) == kept)

      let other = try Program.run(
        ["run", "a.yaml", "--resume"], in: folder,
        environment: ["OPENBLAS_CORETYPE": "Nehalem"])
      #expect(other.status == 2)
      #expect(other.errors.contains("runs/a holds a run of another experiment"))
      #expect(bytes(checkpoint) == kept)

      let allowed = try Program.run(
        call + ["--resume", "--allow-other-environment"] + options, in: folder,
        environment: environment)
      #expect(allowed.status == 0, "\(allowed.errors)")
      let summary = try LeftBehind.json(folder + "/runs/a/summary.json")
      let environments = try #require(summary["environments"] as? [NSDictionary])
      #expect(environments.count == 2)
      #expect(environments.last == summary["environment"] as? NSDictionary)
    }
  }
}
