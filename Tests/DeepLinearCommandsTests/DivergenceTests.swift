import Foundation
import TestSupport
import Testing

@Suite("A step size above the stability limit")
struct DivergenceTests {
  @Test("It is a warning with the limit, and what was recorded before the divergence is kept")
  func warning() throws {
    try withTemporaryFolder { folder in
      // The sharpness of the balanced minimum is N s_1^{2 - 2/N} = 2 * 3 for depth 2, the limit 2 / 6.
      try write(
        """
        problem: {factorization: {target: {diagonal: [3, 1]}}}
        networks:
          - name: too fast
            depth: 2
            initialization: {gaussian: 0.5}
            training: {descent: {stepSize: 0.9, steps: 1000}}
            record: {at: {every: 1}}

        """, to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 0)
      let sentence = "too fast: The step size 0.9 is at or above the stability limit 0.333"
      #expect(outcome.errors.contains("warning: \(sentence)"), "\(outcome.errors)")
      #expect(outcome.output.contains("Use a smaller step size"))

      let summary = try LeftBehind.json(folder + "/runs/a/summary.json")
      let network = try #require((summary["networks"] as? [[String: Any]])?.first)
      #expect(network["status"] as? String == "diverged")
      let warnings = try #require(summary["warnings"] as? [String])
      #expect(warnings.count == 2 && warnings[0].hasPrefix(sentence))
      #expect(warnings[1].contains("Use a smaller step size"))
      let page = text(folder + "/runs/a/report.html")
      #expect(page.contains("<p class=\"warning\">\(sentence)"))

      // Every step before the divergence is there, and all of it is finite.
      let steps = try #require(network["steps"] as? Int)
      let rows = text(folder + "/runs/a/trajectory.csv").split(separator: "\n").dropFirst()
      #expect(rows.count == steps && (2..<1000).contains(steps))
      let fields = rows.flatMap { $0.split(separator: ",").dropFirst() }
      #expect(fields.allSatisfy { Double($0)?.isFinite == true })
    }
  }

  @Test("Below the limit there is no warning")
  func below() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
    }
  }

  @Test("A start whose loss is not finite diverges at once and still leaves a page and a summary")
  func atOnce() throws {
    try withTemporaryFolder { folder in
      try write(
        SmallExperiment.text.replacing("gaussian: 0.1", with: "gaussian: 1e200"),
        to: folder + "/a.yaml")
      let call = ["run", "a.yaml", "--set", "record={images: {row: 0, shape: [1, 2]}}"]
      let outcome = try Program.run(call, in: folder)
      #expect(outcome.status == 0)
      let summary = try LeftBehind.json(folder + "/runs/a/summary.json")
      let network = try #require((summary["networks"] as? [[String: Any]])?.first)
      #expect(network["status"] as? String == "diverged")
      #expect(network["steps"] as? Int == 0)
      #expect(bytes(folder + "/runs/a/report.html") != nil)
    }
  }
}
