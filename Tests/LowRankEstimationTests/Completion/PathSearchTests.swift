import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("The search for a path")
struct PathSearchTests {
  @Test("The start with the smallest held-out error counts, and its width is that of the last fit")
  func chosen() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, noise: 0.5, seed: 43)
      .entries
    let parts = try HeldOutEntries(entries, fraction: 0.2, seed: 1)
    let search = PathSearch(
      settings: MatrixCompletion(restarts: 3), fitted: EntryLoss(parts.fitted),
      heldOut: EntryLoss(parts.heldOut), all: EntryLoss(entries), firstWidth: 5, lastWidth: 5)
    let fit = try search.run { _ in true }
    #expect(fit.paths.map(\.restart) == [0, 1, 2])
    let errors = fit.paths.map(\.best.heldOutError)
    #expect(errors[fit.chosen] == errors.min())
    #expect(fit.factors.width == 5 && fit.paths.allSatisfy { $0.width == 5 })
    #expect(fit.shrinkage == fit.paths[fit.chosen].best.shrinkage)
  }
}
