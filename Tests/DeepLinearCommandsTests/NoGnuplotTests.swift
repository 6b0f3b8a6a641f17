import Foundation
import TestSupport
import Testing

@Suite("Without gnuplot")
struct NoGnuplotTests {
  @Test(
    "A run leaves everything but the pictures, and says how to draw them",
    arguments: [["PATH": "/nonexistent"], ["GNUPLOT": "/nonexistent/gnuplot"]])
  func missing(environment: [String: String]) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let outcome = try Program.run(
        ["run", "a.yaml"], in: folder, environment: environment.mapValues(Optional.init))
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("warning: gnuplot is needed to draw figures"))
      #expect(outcome.errors.contains("apt-get install gnuplot-nox"))
      #expect(
        names(in: folder + "/runs/a/figures") == [
          "comparison.gp", "diagnostics.gp", "singular-values.gp",
        ])
      #expect(text(folder + "/runs/a/report.html").contains("gnuplot is needed to draw figures"))
      let whole = try Program.run(["run", "a.yaml", "--output", "whole"], in: folder)
      #expect(whole.status == 0)
      #expect(try LeftBehind(folder + "/runs/a") == LeftBehind(folder + "/whole"))
    }
  }
}
