import Foundation
import TestSupport
import Testing

@Suite("From a preset to a report")
struct PresetTests {
  @Test(
    "A preset is written, runs and leaves a report",
    arguments: [
      "factorization", "flow", "regression", "autoencoder", "classification", "sensing", "sigmoid",
      "spectral", "tied", "regularized", "identical",
    ])
  func preset(name: String) throws {
    // Fewer steps where the preset takes seconds without optimisation.
    let shorter = [
      "factorization": ["training.descent.steps=600"],
      "tied": ["training.descent.steps=1000"],
      "regularized": ["training.descent.steps=500"],
      "autoencoder": ["networks[0].training.descent.steps=1000"],
      "identical": ["problem.factorization.target.symmetric.size=30"],
      "sensing": ["training.descent.steps=300"],
      "sigmoid": ["training.descent.steps=50", "problem.sigmoid.inputs.gaussian.rows=200"],
    ]
    try withTemporaryFolder { folder in
      let written = try Program.run(["new", name], in: folder)
      #expect(written.status == 0)
      #expect(written.output == "Wrote \(name).yaml. Run it with: deeplinear run \(name).yaml\n")
      let changes = (shorter[name] ?? []).flatMap { ["--set", $0] }
      let outcome = try Program.run(["run", name + ".yaml"] + changes, in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty, "\(outcome.errors)")
      let page = text(folder + "/runs/\(name)/report.html")
      #expect(page.contains("<h1>\(name)</h1>") && page.contains("data:image/svg+xml;base64,"))
      #expect(!names(in: folder + "/runs/\(name)").contains("checkpoints"))
    }
  }

  @Test("Every preset that the program lists is among those tested")
  func list() throws {
    let help = try Program.run(["help", "new"], in: "/").output
    let listed = help.split(separator: "\n").filter { $0.hasPrefix("  ") && $0.contains(": ") }
    // Those above, and the sweep.
    #expect(listed.count == 12, "\(help)")
  }
}
