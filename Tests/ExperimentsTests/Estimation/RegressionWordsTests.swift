import LinearAlgebra
import LowRankEstimation
import Testing

@testable import Experiments

@Suite("Regressions in words")
struct RegressionWordsTests {
  private func data(signal: Double) throws -> RegressionData {
    var generator = SeededGenerator(seed: 1)
    let inputs = Matrix.gaussian(rowCount: 40, columnCount: 3, using: &generator)
    let noise = Matrix.gaussian(rowCount: 40, columnCount: 2, using: &generator)
    return try RegressionData(
      inputs: inputs, outputs: inputs * Matrix(rows: [[signal, signal], [0, 0], [0, 0]]) + noise)
  }

  @Test("Unrelated data are said to be so")
  func unrelated() throws {
    let words = RegressionWords(model: try ReducedRankRegression().fit(data(signal: 0)))
    #expect(words.choice.hasPrefix("Rank 0 of at most 2"))
    #expect(words.quality.hasPrefix("Nothing in X was found to predict Y better than their means"))
    #expect(words.table(isWhole: true).map { $0.last ?? "" } == ["", "chosen", "", ""])
  }

  @Test("A criterion that charges for degrees of freedom has its column")
  func criterion() throws {
    let model = try ReducedRankRegression(rank: .bic).fit(data(signal: 5))
    let words = RegressionWords(model: model)
    #expect(words.choice == "Rank 1 of at most 2: the least BIC.")
    #expect(words.quality.hasPrefix("Mean squared residual "))
    #expect(
      words.table(isWhole: true)[0] == ["rank", "training error", "degrees of freedom", "BIC", ""])
  }

  @Test("The verdict names the best method and those that cannot be told from it")
  func verdict() throws {
    let comparison = try RegressionComparison(data(signal: 5), settings: ReducedRankRegression())
    let best = comparison.methods[comparison.best].name
    #expect(comparison.verdict.hasPrefix("Least error: \(best)"))
    for (number, method) in comparison.methods.enumerated() where number != comparison.best {
      let excess = comparison.excess(ofMethod: number)
      let isNear = excess.mean <= 2 * excess.standardError
      #expect(comparison.verdict.dropFirst(13 + best.count).contains(method.name) == isNear)
    }
    #expect(comparison.table.count == 7 && comparison.table[comparison.best + 1][2] == "best")
  }
}
