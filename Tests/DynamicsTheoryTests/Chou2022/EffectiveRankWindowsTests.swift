import DynamicsTheory
import Testing

@Suite("EffectiveRankWindows")
struct EffectiveRankWindowsTests {
  private func window(
    _ eigenvalues: [Double], rank: Int, start: Double
  ) throws -> ClosedRange<Double> {
    let windows = try EffectiveRankWindows(eigenvalues: eigenvalues, rank: rank, start: start)
    // eps = 0.019 and C = 5, which the captions do not state (errata C24, C25).
    let all = try windows.windows(accuracy: 0.019, growth: 5).all
    try #require(all.count == 1)
    return all[0]
  }

  @Test("The plateaus of figure 5 are 1, 1.5 and 1.6")
  func plateaus() throws {
    let heights = try (1...3).map {
      try EffectiveRankWindows(eigenvalues: [10, 5, 1], rank: $0, start: 0.01).plateau
    }
    for (height, expected) in zip(heights, [1, 1.5, 1.6]) {
      #expect((height - expected).magnitude <= 4 * Double.ulpOfOne)
    }
  }

  @Test("The intervals of figures 5 and 6")
  func captions() throws {
    let found = [
      try window([10, 5, 1], rank: 1, start: 0.01), try window([10, 5, 1], rank: 2, start: 0.01),
      try window([100, 5, 1], rank: 1, start: 0.05),
    ]
    // To the digits that the captions' iterations and their step sizes confirm.
    let expected = [(0.5063, 0.6743), (1.4764, 4.1452), (0.04605, 0.61504)]
    for (interval, ends) in zip(found, expected) {
      #expect((interval.lowerBound - ends.0).magnitude <= 1e-4)
      #expect((interval.upperBound - ends.1).magnitude <= 1e-4)
    }
  }

  @Test("Outside the theorem's domain")
  func domain() {
    let source = Source(.chou2022, "Theorem 3.1")
    #expect(
      throws: TheoryError.assumption(
        Assumption("alpha^2", 0.25, .less, 0.1, "lambda_L", source: source))
    ) { try EffectiveRankWindows(eigenvalues: [1, 0.1], rank: 2, start: 0.5) }
    #expect(
      throws: TheoryError.assumption(
        Assumption("lambda_{l+1}", 2, .atMost, 1, "lambda_l", source: source))
    ) { try EffectiveRankWindows(eigenvalues: [1, 2], rank: 1, start: 0.5) }
  }
}
