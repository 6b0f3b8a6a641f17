import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Completion against other methods")
struct CompletionComparisonTests {
  @Test("A matrix of low rank: the errors are those of the entries set aside, and descent wins")
  func lowRank() throws {
    let sample = try CompletionSample.gaussian(40, 30, rank: 2, density: 0.5, noise: 0.4, seed: 13)
    let comparison = try CompletionComparison(sample.entries, settings: MatrixCompletion())
    #expect(comparison.rows.count == 5)
    #expect(comparison.testCount == Int((0.1 * Double(sample.entries.count)).rounded()))
    #expect(comparison.rows[0].difference == 0)
    // Means know nothing of an independent product: their error is its size, within five standard errors.
    let mean = comparison.rows[4]
    let size = sample.truth.frobeniusNorm / (40.0 * 30).squareRoot()
    let meanError = try #require(mean.standardError)
    #expect((mean.error - size).magnitude <= 5 * meanError)
    // No estimate is better than the noise; this one is near it.
    let standardError = try #require(comparison.rows[0].standardError)
    #expect(comparison.rows[0].error > 0.4 - 5 * standardError)
    #expect(comparison.rows[0].error < comparison.rows[1].error)
    #expect(comparison.sentence.contains("the deep factorisation is better"))
  }

  @Test("Noise about one number: the mean wins, and the sentence does not say otherwise")
  func noiseAlone() throws {
    var generator = SeededGenerator(seed: 14)
    let noise = Matrix.gaussian(rowCount: 40, columnCount: 30, using: &generator)
    let known = noise.mapElements { generator.unitUniform() < 0.3 ? 5 + 3 * $0 : .nan }
    let comparison = try CompletionComparison(ObservedEntries(known), settings: MatrixCompletion())
    let errors = comparison.rows.map(\.error)
    // A deep factorisation pays for the shape of a row and a column, the mean for one number.
    #expect(errors[4] < errors[0])
    #expect(!comparison.sentence.contains("deep factorisation is better"))
  }

  @Test("One entry set aside tells no difference, and one held out no standard error")
  func singleEntry() throws {
    // A tenth of twelve entries, rounded, is one.
    let matrix = Matrix(rowCount: 4, columnCount: 3) { i, j in
      Double((i + 1) * (j + 2)) + Double((i * 7 + j * 5) % 3)
    }
    let entries = try ObservedEntries(matrix)
    let comparison = try CompletionComparison(entries, settings: MatrixCompletion())
    #expect(comparison.testCount == 1)
    #expect(comparison.rows.allSatisfy { $0.standardError == nil && $0.differenceError == nil })
    #expect(comparison.sentence.contains("does not tell"))
    #expect(!comparison.sentence.contains("chance"))
    #expect(try MatrixCompletion().fit(entries).path.standardError == nil)
  }

  @Test("An observer ends it")
  func interrupted() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, seed: 1).entries
    #expect(throws: EstimationError.interrupted) {
      try CompletionComparison(entries, settings: MatrixCompletion()) { _ in false }
    }
  }
}
