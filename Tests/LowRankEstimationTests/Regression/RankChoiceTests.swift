import RealModule
import Testing

@testable import LowRankEstimation

@Suite("Criteria for the rank")
struct RankChoiceTests {
  @Test("Akaike's, Schwarz's and generalised cross-validation at a point worked out by hand")
  func values() {
    // ln(e^2) = 2, n p = 100, df = 20: 200 + 40, 200 + 20 ln 100, e^2 / 0.64.
    let criteria = InformationCriteria(loss: .exp(2), degreesOfFreedom: 20, entryCount: 100)
    #expect((criteria.aic - 240).magnitude <= 8 * .ulpOfOne * 240)
    #expect((criteria.bic - 292.10340371976184).magnitude <= 8 * .ulpOfOne * 292)
    #expect((criteria.gcv - 11.545400154579141).magnitude <= 8 * .ulpOfOne * 12)
  }

  @Test("Nothing left for the noise is infinite")
  func nothingLeft() {
    for freedom in [100, 101, Double.infinity] {
      let criteria = InformationCriteria(loss: 0, degreesOfFreedom: freedom, entryCount: 100)
      #expect(criteria.aic == .infinity && criteria.bic == .infinity && criteria.gcv == .infinity)
    }
  }

  @Test("A rank that the data do not have is the largest that they have")
  func capped() throws {
    let data = try RegressionSample.data(rows: 20, inputs: 3, outputs: 4, rank: 3, seed: 61)
    #expect(try ReducedRankRegression(rank: .fixed(.max)).fit(data).rank == 3)
  }

  @Test("Each criterion's choice is the least of its values along the path")
  func least() throws {
    let data = try RegressionSample.data(
      rows: 40, inputs: 6, outputs: 5, rank: 3, noise: 2, seed: 62)
    func check(
      _ choice: RankChoice, _ value: (RegressionPathPoint) -> Double
    ) throws {
      let model = try ReducedRankRegression(rank: choice).fit(data)
      let values = model.path.map(value)
      #expect(values[model.chosenIndex] == values.min())
    }
    try check(.aic, \.aic)
    try check(.bic, \.bic)
    try check(.gcv, \.gcv)
  }
}
