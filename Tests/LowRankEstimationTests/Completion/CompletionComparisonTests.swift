import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Completion against other methods")
struct CompletionComparisonTests {
  @Test("A matrix of low rank: the errors are those of the entries set aside, and descent wins")
  func lowRank() throws {
    let sample = try CompletionSample.gaussian(60, 50, rank: 3, density: 0.5, noise: 0.2, seed: 13)
    let comparison = try CompletionComparison(sample.entries, settings: MatrixCompletion())
    #expect(comparison.rows.count == 5)
    #expect(comparison.testCount == Int((0.1 * Double(sample.entries.count)).rounded()))
    #expect(comparison.rows[0].difference == 0)
    // Means know nothing of an independent product: their error is its size, within five standard errors.
    let mean = comparison.rows[4]
    let size = sample.truth.frobeniusNorm / (60.0 * 50).squareRoot()
    #expect((mean.error - size).magnitude <= 5 * mean.standardError)
    // No estimate is better than the noise; this one is near it.
    #expect(comparison.rows[0].error > 0.2 - 5 * comparison.rows[0].standardError)
    #expect(comparison.rows[0].error < comparison.rows[1].error)
    #expect(comparison.sentence.contains("the deep factorisation is better"))
    #expect(try comparison == CompletionComparison(sample.entries, settings: MatrixCompletion()))
  }

  @Test("Sums of row and column effects: the means win, and the sentence says so")
  func additive() throws {
    var generator = SeededGenerator(seed: 14)
    let noise = Matrix.gaussian(rowCount: 40, columnCount: 30, using: &generator)
    var known = Matrix(rowCount: 40, columnCount: 30) { i, j in
      100 + Double(i % 7) - Double(j % 5) + 2 * noise[i, j]
    }
    known.transformElements { generator.unitUniform() < 0.3 ? $0 : .nan }
    let comparison = try CompletionComparison(ObservedEntries(known), settings: MatrixCompletion())
    let errors = comparison.rows.map(\.error)
    #expect(errors[3] < errors[0])
    #expect(!comparison.sentence.contains("deep factorisation is better"))
  }

  @Test("An observer ends it")
  func interrupted() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, seed: 1).entries
    #expect(throws: EstimationError.interrupted) {
      try CompletionComparison(entries, settings: MatrixCompletion()) { _ in false }
    }
  }
}
