import Foundation
import TestSupport
import Testing

@Suite("deeplinear sweep")
struct SweepCommandTests {
  /// Sixty points, each for a few hundredths of a second without optimisation, some of which diverge.
  private static let sweep = """
    experiment:
      problem:
        factorization:
          target: {lowRank: {rows: 6, columns: 4, singularValues: [3, 2, 1]}}
          noise: {gaussian: 0.1}
      initialization: {gaussian: 0.01}
      training: {descent: {stepSize: 0.01, steps: 1500}}
      record: {at: {linear: 20}}
      networks:
        - {depth: 2, hidden: [8]}
    sweep:
      grid:
        initialization.gaussian: {from: 0.01, to: 1, count: 5, scale: logarithmic}
        training.descent.stepSize: {from: 0.01, to: 1, count: 4, scale: logarithmic}
      seed: {count: 3}
    table: [loss, testError, {smallest: testError}, {singularValues: 2}]

    """

  /// What must not depend on how a sweep was made.
  private struct Left: Equatable {
    let table, arrays, heatMap: Data
    let summary: NSDictionary
    let names: [String]

    init(_ folder: String) throws {
      table = try #require(bytes(folder + "/table.csv"))
      arrays = try #require(bytes(folder + "/table.npz"))
      heatMap = try #require(bytes(folder + "/figures/heat-map-1.svg"))
      var summary = try LeftBehind.json(folder + "/summary.json")
      #expect(summary.removeValue(forKey: "timing") != nil)
      self.summary = summary as NSDictionary
      names = DeepLinearCommandsTests.names(in: folder)
    }
  }

  private func lineCount(_ folder: String) -> Int {
    bytes(folder + "/journal.jsonl")?.count { $0 == UInt8(ascii: "\n") } ?? 0
  }

  @Test("Twenty kills and interrupts at random moments leave what an uninterrupted sweep leaves")
  func randomMoments() throws {
    try withTemporaryFolder { folder in
      try write(Self.sweep, to: folder + "/a.yaml")
      let whole = try Program.run(["sweep", "a.yaml", "--output", "whole"], in: folder)
      #expect(whole.status == 0, "\(whole.errors)")
      let expected = try Left(folder + "/whole")
      var moments = Moments(seed: 3)
      var strokes: [Int32] = []
      var round = 0
      while strokes.count < 20 {
        let output = "cut\(round)"
        round += 1
        var isComplete = false
        while !isComplete {
          let isFirst = !names(in: folder).contains(output)
          let before = lineCount("\(folder)/\(output)")
          // The number of jobs changes from one process to the next.
          let call = try Program.Call(
            Program.path,
            ["sweep", "a.yaml", "--output", output, "--jobs", "\(1 + strokes.count % 3)"]
              + (isFirst ? [] : ["--resume"]), in: folder)
          let signal = strokes.count.isMultiple(of: 2) ? SIGKILL : SIGINT
          if signal == SIGINT {
            // A new line says that it listens to signals.
            let deadline = ContinuousClock.now + .seconds(20)
            while call.isRunning, lineCount("\(folder)/\(output)") <= before,
              ContinuousClock.now < deadline
            {
              Thread.sleep(forTimeInterval: 0.001)
            }
          }
          Thread.sleep(forTimeInterval: moments.next(in: 0...(whole.seconds / 3)))
          let wasRunning = call.isRunning
          if strokes.count < 20 { call.send(signal) }
          let outcome = try call.outcome(within: 60)
          isComplete = outcome.status == 0
          if isComplete { continue }
          if outcome.status == 2, !isFirst, before == 0 {
            // The kill before came before the folder was made.
            #expect(outcome.errors.contains("holds no run to resume"), "\(outcome.errors)")
            try? FileManager.default.removeItem(atPath: "\(folder)/\(output)")
            continue
          }
          try #require(wasRunning && outcome.status == 128 + signal, "\(outcome)")
          strokes.append(signal)
          if signal == SIGINT {
            #expect(outcome.errors.contains("Go on with: deeplinear sweep a.yaml --output"))
          }
          #expect(lineCount("\(folder)/\(output)") >= before)
        }
        #expect(try Left("\(folder)/\(output)") == expected)
      }
      #expect(strokes.count { $0 == SIGKILL } == 10)
    }
  }

  @Test("Another sweep, other data and a second process are refused")
  func refusals() throws {
    try withTemporaryFolder { folder in
      try write("1,0\n0,2\n", to: folder + "/a.csv")
      let text = Self.sweep.replacing(
        "target: {lowRank: {rows: 6, columns: 4, singularValues: [3, 2, 1]}}",
        with: "target: a.csv")
      try write(text, to: folder + "/a.yaml")
      let long = ["sweep", "a.yaml", "--set", "experiment.training.descent.steps=200000"]
      let first = try Program.Call(Program.path, long + ["--jobs", "1"], in: folder)
      let deadline = ContinuousClock.now + .seconds(20)
      while lineCount(folder + "/sweeps/a") == 0, ContinuousClock.now < deadline {
        Thread.sleep(forTimeInterval: 0.005)
      }
      let second = try Program.run(long + ["--resume"], in: folder)
      #expect(second.status == 2)
      #expect(second.errors.contains("another process is running in sweeps/a"), "\(second.errors)")
      first.send(SIGKILL)
      _ = try first.outcome(within: 10)

      let other = try Program.run(["sweep", "a.yaml", "--resume"], in: folder)
      #expect(other.status == 2)
      #expect(
        other.errors.contains("its sweep.yaml differs from the file given"), "\(other.errors)")
      try write("1,0\n0,3\n", to: folder + "/a.csv")
      let changed = try Program.run(long + ["--resume"], in: folder)
      #expect(changed.status == 2)
      #expect(changed.errors.contains("a.csv changed since the run"), "\(changed.errors)")
      #expect(lineCount(folder + "/sweeps/a") > 0)

      // A run's folder is not a sweep's.
      try write(SmallExperiment.text, to: folder + "/b.yaml")
      #expect(try Program.run(["run", "b.yaml"], in: folder).status == 0)
      let foreign = try Program.run(
        ["sweep", "a.yaml", "--output", "runs/b", "--overwrite"], in: folder)
      #expect(foreign.status == 2)
      #expect(foreign.errors.contains("but no sweep.yaml"), "\(foreign.errors)")
    }
  }

  @Test("A complete sweep can be checked, shown, run again from its folder and replaced")
  func complete() throws {
    try withTemporaryFolder { folder in
      try write(Self.sweep, to: folder + "/a.yaml")
      let short = ["sweep", "a.yaml", "--set", "experiment.training.descent.steps=50"]
      let check = try Program.run(short + ["--check"], in: folder)
      #expect(check.status == 0 && check.output.contains("a: 60 points"), "\(check.errors)")
      #expect(names(in: folder) == ["a.yaml"])
      let outcome = try Program.run(short, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("60 points: "))
      #expect(outcome.errors.isEmpty)
      let run = folder + "/sweeps/a"
      let left = try Left(run)
      #expect(
        left.names == [
          "environment.json", "figures", "report.html", "summary.json", "sweep.yaml", "table.csv",
          "table.npz",
        ])
      #expect(text(run + "/report.html").contains("<img alt=\"smallestTestError over"))
      let again = try Program.run(short + ["--resume"], in: folder)
      #expect(again.status == 0 && again.output.contains("there is nothing to resume"))
      let copy = try Program.run(
        ["sweep", "sweep.yaml", "--output", "../../copy", "--jobs", "1"], in: run)
      #expect(copy.status == 0, "\(copy.errors)")
      #expect(try Left(folder + "/copy") == left)
      let replaced = try Program.run(["sweep", "a.yaml", "--overwrite"], in: folder)
      #expect(replaced.status == 0)
      #expect(bytes(run + "/table.csv") != left.table)
    }
  }

  @Test("The starter is written and runs")
  func starter() throws {
    try withTemporaryFolder { folder in
      let written = try Program.run(["new", "sweep"], in: folder)
      #expect(written.output == "Wrote sweep.yaml. Run it with: deeplinear sweep sweep.yaml\n")
      let grid = "{training.descent.stepSize: [0.01, 0.1], initialization.gaussian: [0.01, 0.1]}"
      let outcome = try Program.run(
        ["sweep", "sweep.yaml", "--set", "sweep.grid=\(grid)"], in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(outcome.output.contains("12 points: "))
    }
  }

  @Test("Bad points end the call before anything is written")
  func badPoints() throws {
    try withTemporaryFolder { folder in
      try write(Self.sweep, to: folder + "/a.yaml")
      let outcome = try Program.run(
        ["sweep", "a.yaml", "--set", "sweep.grid.experiment=3"], in: folder)
      #expect(outcome.status == 2)
      let depth = try Program.run(
        ["sweep", "a.yaml", "--set", "sweep.seed=[1, two]"], in: folder)
      #expect(depth.status == 2)
      #expect(depth.errors.contains("20 of 40 points cannot be run"), "\(depth.errors)")
      #expect(names(in: folder) == ["a.yaml"])
    }
  }
}
