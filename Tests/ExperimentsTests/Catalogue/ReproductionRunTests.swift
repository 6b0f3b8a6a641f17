import DynamicsTheory
import Foundation
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("The making of reproductions")
struct ReproductionRunTests {
  /// A reproduction of one descent, judged by its last loss.
  private func reproduction(
    stepSize: Double = 0.1, steps: Int = 20, identifier: String = "chou2022/test",
    mayDiverge: Bool = false, judge: Bool = true
  ) -> Reproduction {
    Reproduction(
      identifier: identifier, title: "A <test> & more", source: Source(.chou2022, "nowhere"),
      choices: ["none"],
      parts: [
        .init(
          "descent",
          """
          name: test
          problem: {factorization: {target: {diagonal: [2, 1]}}}
          training: {descent: {stepSize: \(stepSize), steps: \(steps)}}
          networks: [{depth: 2, initialization: {identical: 0.5}}]
          """, quickChanges: ["training.descent.steps=\(steps / 2)"], mayDiverge: mayDiverge)
      ]
    ) { results, _ in
      guard judge, let network = results["descent"]?.networks.first else { return .init() }
      let verdict = Verdict(
        "runs", holds: true,
        evidence: "\(network.iteration) steps, loss \(network.trajectory[.loss] ?? [])")
      return .init(verdicts: [verdict])
    }
  }

  private func run(
    _ folder: String, _ size: Reproduction.Size = .full, mode: RunFolder.Mode = .new
  ) -> ReproductionRun {
    ReproductionRun(size, in: folder, mode: mode, environment: RunEnvironment(version: "test"))
  }

  @Test("The quick size changes the experiment")
  func sizes() async throws {
    for (size, steps) in [(Reproduction.Size.full, 20), (.quick, 10)] {
      try await withTemporaryFolder(awaiting: { folder in
        let output = try await run(folder, size).output(of: reproduction())
        #expect(output.findings.verdicts[0].evidence.hasPrefix("\(steps) steps"))
        #expect(output.record.isQuick == (size == .quick) && output.record.isGreen)
      })
    }
  }

  @Test("A run that diverges is red, unless the claim needs it; so are findings without a verdict")
  func integrity() async throws {
    let cases = [
      (reproduction(stepSize: 3), false), (reproduction(stepSize: 3, mayDiverge: true), true),
      (reproduction(judge: false), false),
    ]
    for (reproduction, isGreen) in cases {
      try await withTemporaryFolder(awaiting: { folder in
        let record = try await run(folder).output(of: reproduction).record
        #expect(record.isGreen == isGreen && !record.isSkipped)
      })
    }
  }

  @Test("What is written is read again, shown, and in the way of a new making")
  func records() async throws {
    try await withTemporaryFolder(awaiting: { folder in
      let reproduction = try ReproductionCatalogue.reproduction("gidel2019/appendixA")
      let output = try await run(folder, .quick).output(of: reproduction)
      #expect(ReproductionRecord(of: reproduction, in: folder) == nil)
      _ = try output.write()
      #expect(ReproductionRecord(of: reproduction, in: folder) == output.record)
      #expect(output.record.text.contains("fails, as it must"))
      try ReproductionGallery(of: folder).write()
      let page = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
      #expect(page.contains("id=\"gidel2019-appendixA\""))
      #expect(page.contains("data:image/svg+xml"))
      await #expect(throws: RunStoreError.self) {
        _ = try await run(folder, .quick).output(of: reproduction)
      }
    })
  }

  @Test("An experiment that two reproductions share runs once")
  func sharing() async throws {
    try await withTemporaryFolder(awaiting: { folder in
      let run = run(folder)
      let first = try await run.output(of: reproduction())
      let second = try await run.output(of: reproduction(identifier: "chou2022/other"))
      // Seconds are measured by the run itself.
      let seconds = [first, second].map { $0.runs[0].result.networks[0].seconds }
      #expect(seconds[0] == seconds[1])
      #expect(first.runs[0].folder.path != second.runs[0].folder.path)
    })
  }

  @Test("An interrupted making goes on from its checkpoints to the same numbers")
  func resuming() async throws {
    try await withTemporaryFolder(awaiting: { folder in
      let long = reproduction(stepSize: 1e-5, steps: 3_000_000)
      let whole = try await run(folder + "/whole").output(of: long)
      let task = Task { try await run(folder + "/cut").output(of: long) }
      try await Task.sleep(for: .milliseconds(200))
      task.cancel()
      await #expect(throws: ExperimentError.interrupted) { _ = try await task.value }
      let resumed = try await run(folder + "/cut", mode: .resume).output(of: long)
      #expect(resumed.findings.verdicts == whole.findings.verdicts)
    })
  }
}
