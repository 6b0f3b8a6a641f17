import Foundation
import TestSupport
import Testing

@Suite("Interrupting and resuming")
struct ResumeTests {
  /// A descent and an adaptive flow, each for about a second without optimisation.
  private static let experiment = """
    seed: 5
    problem: {factorization: {target: {lowRank: {rows: 8, columns: 6, singularValues: [3, 2, 1]}}}}
    initialization: {gaussian: 0.01}
    record: {at: {linear: 60}, snapshots: [1]}
    networks:
      - {depth: 3, training: {descent: {stepSize: 0.002, steps: 80000}}}
      - {depth: 2, training: {flow: {until: 1000, tolerance: 1e-10}}}
    """

  @Test("Ten interrupts and kills at random moments leave what an uninterrupted run leaves")
  func randomMoments() throws {
    try withTemporaryFolder { folder in
      try write(Self.experiment, to: folder + "/a.yaml")
      let whole = try Program.run(["run", "a.yaml", "--output", "whole"], in: folder)
      #expect(whole.status == 0, "\(whole.errors)")
      let expected = try LeftBehind(folder + "/whole")

      var generator = Moments(seed: 11)
      var strokes: [Int32] = []
      var round = 0
      while strokes.count < 10 {
        let output = "cut\(round)"
        round += 1
        var isComplete = false
        while !isComplete {
          let isFirst = !names(in: folder).contains(output)
          let before = checkpoints("\(folder)/\(output)")
          let call = try Program.Call(
            Program.path,
            ["run", "a.yaml", "--output", output, "--checkpoint-interval", "0.01"]
              + (isFirst ? [] : ["--resume"]), in: folder)
          let signal = strokes.count.isMultiple(of: 2) ? SIGINT : SIGKILL
          // A checkpoint of this process says that it listens to signals.
          try #require(
            waitUntil { !call.isRunning || checkpoints("\(folder)/\(output)") != before })
          Thread.sleep(forTimeInterval: generator.next(in: 0.05...(whole.seconds / 2)))
          let wasRunning = call.isRunning
          if strokes.count < 10 { call.send(signal) }
          let outcome = try call.outcome(within: 60)
          isComplete = outcome.status == 0
          if isComplete { continue }
          try #require(wasRunning && outcome.status == 128 + signal, "\(outcome)")
          strokes.append(signal)
          if signal == SIGINT {
            #expect(
              outcome.errors.contains(
                "Go on with: deeplinear run a.yaml --output \(output) "
                  + "--checkpoint-interval 0.01 --resume"))
          }
        }
        #expect(try LeftBehind("\(folder)/\(output)") == expected)
        #expect(names(in: "\(folder)/\(output)") == names(in: folder + "/whole"))
        #expect(names(in: "\(folder)/\(output)/figures") == names(in: folder + "/whole/figures"))
      }
      #expect(Set(strokes) == [SIGINT, SIGKILL])
    }
  }

  @Test("A kill while the results are written is survived", arguments: [SIGKILL, SIGINT])
  func whileWriting(signal: Int32) throws {
    try withTemporaryFolder { folder in
      try write(Self.experiment, to: folder + "/a.yaml")
      let short = ["run", "a.yaml", "--set", "networks[0].training.descent.steps=500"]
      let whole = try Program.run(short + ["--output", "whole"], in: folder)
      #expect(whole.status == 0, "\(whole.errors)")
      // The picture program is one that never ends, so the signal comes while a figure is drawn.
      let gnuplot = folder + "/slow"
      try write("#!/bin/sh\ntouch \(folder)/drawing\nexec sleep 10\n", to: gnuplot)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: gnuplot)
      let call = try Program.Call(
        Program.path, short + ["--output", "cut"], in: folder, environment: ["GNUPLOT": gnuplot])
      try #require(waitUntil { bytes(folder + "/drawing") != nil })
      call.send(signal)
      if signal == SIGINT {
        // The first waits for the figure, the second does not.
        Thread.sleep(forTimeInterval: 0.3)
        call.send(signal)
      }
      #expect(try call.outcome(within: 20).status == 128 + signal)
      #expect(!names(in: folder + "/cut").contains("summary.json"))
      let resumed = try Program.run(short + ["--output", "cut", "--resume"], in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try LeftBehind(folder + "/cut") == LeftBehind(folder + "/whole"))
      #expect(names(in: folder + "/cut") == names(in: folder + "/whole"))
      #expect(names(in: folder + "/cut/figures") == names(in: folder + "/whole/figures"))
    }
  }

  @Test("A complete run has nothing to resume, and says whether another experiment was meant")
  func complete() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      #expect(try Program.run(["run", "a.yaml"], in: folder).status == 0)
      let left = try LeftBehind(folder + "/runs/a")
      let again = try Program.run(["run", "a.yaml", "--resume"], in: folder)
      #expect(again.status == 0)
      #expect(again.output.contains("complete; there is nothing to resume"))
      #expect(try LeftBehind(folder + "/runs/a") == left)
      let other = try Program.run(["run", "a.yaml", "--resume", "--set", "seed=4"], in: folder)
      #expect(other.status == 2)
      #expect(other.errors.contains("runs/a holds a run of another experiment"))
    }
  }

  /// The checkpoints in a run's folder with the times at which they were written.
  private func checkpoints(_ folder: String) -> [String: Date] {
    let path = folder + "/checkpoints"
    let found = names(in: path).filter { $0.hasSuffix(".npz") && !$0.hasPrefix(".") }
    return Dictionary(
      uniqueKeysWithValues: found.map { name in
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        return (name, attributes?[.modificationDate] as? Date ?? .distantPast)
      })
  }

  /// Whether a condition came to hold within ten seconds.
  private func waitUntil(_ condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      if condition() { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return false
  }
}
