import Foundation
import RunStore
import TestSupport
import Testing

@testable import Experiments

@Suite("Entries of the index as text")
struct RunListingTests {
  private func entries(_ summary: String) throws -> [RunEntry] {
    try withTemporaryFolder { folder in
      let run = try RunFolder("\(folder)/a", mode: .new)
      try run.write(Array("name: alpha\n".utf8), as: .experiment)
      try run.write(Array(summary.utf8), as: .summary)
      return [try RunIndex(inMemoryFor: folder).entry(named: "a")]
    }
  }

  private static let summary = """
    {"name": "alpha", "networks": [{"name": "depth 2", "widths": [2, 2, 2], "engine": {"name": "modes"},
     "status": "diverged", "ending": "It grew.", "steps": 7, "final": {"loss": "inf"}}],
     "timing": {"seconds": 0.25}}
    """

  @Test("The list has a line for each entry, with dashes for what is not known")
  func table() throws {
    let lines = RunListing(try entries(Self.summary)).table.split(separator: "\n")
    #expect(lines.count == 2)
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    #expect(words[0] == ["name", "status", "kind", "networks", "loss", "seconds", "changed"])
    #expect(words[1].prefix(6) == ["a", "diverged", "run", "1", "inf", "0.25"])
    let damaged = RunListing(try entries("{")).table.split(separator: "\n")[1]
    #expect(damaged.split(separator: " ").prefix(6) == ["a", "damaged", "run", "-", "-", "-"])
  }

  @Test("A sheet has the title, the problem and the networks")
  func sheet() throws {
    let sheet = RunListing(try entries(Self.summary)).sheets
    #expect(sheet.hasPrefix("a\n  kind     run\n  title    alpha\n  status   diverged\n"))
    #expect(sheet.contains("  problem  depth 2: It grew.\n"))
    #expect(sheet.contains("  depth 2  2      modes   diverged  7      inf   -"), "\(sheet)")
  }
}
