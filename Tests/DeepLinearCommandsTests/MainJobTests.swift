import Foundation
import TestSupport
import Testing

@Suite("The main job")
struct MainJobTests {
  /// The package's folder, from this file's place in it.
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private struct Summary: Decodable {
    struct Problem: Decodable { let bestRankErrors: [Double] }
    struct Extremum: Decodable { let value: Double }
    struct Network: Decodable {
      let name: String
      let status: String
      let final: [String: Double]
      let smallestTestError: Extremum
      let smallestEffectiveRank: Extremum
    }
    let problem: Problem
    let networks: [Network]
  }

  @Test(
    "Depth 2 and 3 find a cleaner matrix than rank 2 and leave it again; depth 1 never gets there",
    .tags(.slow), .timeLimit(.minutes(40)))
  func mainJob() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        ["run", Self.package + "/Examples/mnist-ones.yaml", "--output", "run"], in: folder,
        timeLimit: 2300)
      try #require(outcome.status == 0, "\(outcome.errors)")
      let summary = try JSONDecoder().decode(
        Summary.self, from: try #require(bytes(folder + "/run/summary.json")))
      let best = summary.problem.bestRankErrors
      try #require(summary.networks.map(\.name) == ["depth 1", "depth 2", "depth 3"])
      for network in summary.networks {
        #expect(network.status == "completed")
        let (error, rank) = (network.smallestTestError.value, network.smallestEffectiveRank.value)
        if network.name == "depth 1" {
          #expect(error > best[0] && rank >= 20)
        } else {
          let end = try #require(network.final["testError"])
          #expect(error < best[1] && end >= 1.2 * error && rank < 1.3, "\(network.name)")
        }
      }
      let page = text(folder + "/run/report.html")
      for figure in names(in: folder + "/run/figures").filter({ $0.hasSuffix(".svg") }) {
        let svg = try #require(bytes("\(folder)/run/figures/\(figure)"))
        #expect(page.contains(svg.base64EncodedString()), "\(figure)")
      }
      #expect(page.components(separatedBy: "data:image/svg+xml").count - 1 >= 2)
      let plateaus = try #require(page.components(separatedBy: "<h2>Plateaus</h2>").last)
      #expect(plateaus.components(separatedBy: "<h2>")[0].contains("<tr><td>depth 3</td>"))
      // Clean, noisy and truncated, and at least its best and its end for depth 2 and 3.
      #expect(page.contains("<h2>Row 3 as a picture</h2>"))
      #expect(page.components(separatedBy: "data:image/png").count - 1 >= 8)
    }
  }
}
