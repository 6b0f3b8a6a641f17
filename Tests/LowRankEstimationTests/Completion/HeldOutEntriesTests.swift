import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Held-out entries")
struct HeldOutEntriesTests {
  @Test(
    "The parts are all entries, each once, and every line keeps one", arguments: [0.1, 0.5, 0.95])
  func parts(fraction: Double) throws {
    let entries = try CompletionSample.gaussian(20, 15, rank: 2, density: 0.3, seed: 2).entries
    let parts = try HeldOutEntries(entries, fraction: fraction, seed: 1)
    let all = zip(
      parts.fitted.rows + parts.heldOut.rows, parts.fitted.columns + parts.heldOut.columns
    ).map { [$0, $1] }
    #expect(Set(all) == Set(zip(entries.rows, entries.columns).map { [$0, $1] }))
    #expect(all.count == entries.count)
    #expect(Set(parts.fitted.rows) == Set(entries.rows))
    #expect(Set(parts.fitted.columns) == Set(entries.columns))
    // A line's last entry stays, so that fewer may be held out than were asked for.
    #expect(parts.heldOut.count <= Int((fraction * Double(entries.count)).rounded()))
    #expect(
      fraction > 0.5 || parts.heldOut.count == Int((fraction * Double(entries.count)).rounded()))
  }

  @Test("The seed decides")
  func seeds() throws {
    let entries = try CompletionSample.gaussian(20, 15, rank: 2, density: 0.5, seed: 2).entries
    let first = try HeldOutEntries(entries, fraction: 0.2, seed: 1).heldOut
    #expect(try HeldOutEntries(entries, fraction: 0.2, seed: 1).heldOut == first)
    #expect(try HeldOutEntries(entries, fraction: 0.2, seed: 2).heldOut != first)
  }

  @Test("Where every entry is the only one of a line, none can be held out")
  func tooFew() throws {
    let diagonal = try ObservedEntries(rows: [0, 1], columns: [0, 1], values: [1, 2])
    #expect {
      try HeldOutEntries(diagonal, fraction: 0.1, seed: 0)
    } throws: { error in
      if case EstimationError.tooSmall = error { true } else { false }
    }
  }
}
