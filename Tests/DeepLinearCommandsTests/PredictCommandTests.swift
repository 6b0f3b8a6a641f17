import Foundation
import TestSupport
import Testing

@Suite("deeplinear predict")
struct PredictCommandTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let example = root + "/Examples/perturbed-start.yaml"

  @Test("Figure 1b's perturbation is too large for Theorem 1.3, and the table says by how much")
  func figure() throws {
    let outcome = try Program.run(["predict", Self.example], in: "/")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains("beta is 0.05, must be < (c - 1) alpha = 0.0466: off by 0.00344"))
  }

  @Test("The JSON has every mode, and the folder a figure; an existing folder is refused")
  func folder() throws {
    try withTemporaryFolder { folder in
      let call = ["predict", Self.example, "--json", "--output", "out"]
      let outcome = try Program.run(call, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let networks = try #require(json["networks"] as? [[String: Any]])
      #expect((networks[0]["modes"] as? [Any])?.count == 5)
      #expect(names(in: folder + "/out") == ["experiment.yaml", "figures", "prediction.json"])
      #expect(names(in: folder + "/out/figures").contains("prediction.svg"))
      let again = try Program.run(call, in: folder)
      #expect(again.status == 2)
      #expect(try Program.run(call + ["--overwrite"], in: folder).status == 0)
    }
  }

  @Test("A wrong file ends with status 2")
  func wrong() throws {
    let outcome = try Program.run(["predict", "missing.yaml"], in: "/")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
  }
}
