import DynamicsTheory
import Testing

@Suite("RescaledTimeLimit")
struct RescaledTimeLimitTests {
  @Test("Each mode jumps at 1 / sigma, and stands between at that moment (Theorem 2)")
  func jumps() throws {
    let limit = try RescaledTimeLimit(strengths: [2, 0.5], inputVariances: [4, 0.25])
    #expect(limit.products(at: 0.49) == [0, 0])
    #expect(limit.products(at: 0.5) == [2.0 / 6, 0])
    #expect(limit.products(at: 1) == [0.5, 0])
    #expect(limit.products(at: 2) == [0.5, 0.5 / 0.75])
    #expect(limit.products(at: 3) == [0.5, 2])
    #expect(limit.squaredNorm(at: 3) == 4.25)
    #expect([0.1, 1, 3].map { limit.rank(at: $0) } == [0, 1, 2])
  }

  @Test("It is the limit of the mode itself, exponentially fast in delta")
  func approach() throws {
    let (strength, variance, exponent) = (1.5, 0.8, 300.0)
    let limit = try RescaledTimeLimit(strengths: [strength], inputVariances: [variance])
    let mode = try BalancedTwoLayerMode(
      strength: strength, inputVariance: variance, exponent: exponent)
    for time in [0.3, 0.6, 0.8, 2] {
      let left = limit.products(at: time)[0] - mode.product(at: exponent * time)
      #expect(left.magnitude <= 16 * Double.ulpOfOne)
    }
  }

  @Test("The order of learning is not always that of regression (Corollary 2, G6)")
  func order() throws {
    let limit = try RescaledTimeLimit(strengths: [2, 1.5], inputVariances: [10, 1])
    #expect(limit.products(at: 0.6) == [0.2, 0])
    #expect(limit.reducedRankRegression(rank: 1) == [0, 1.5])
  }

  @Test("A strength without variance is refused")
  func domain() {
    #expect(throws: TheoryError.self) {
      try RescaledTimeLimit(strengths: [1], inputVariances: [0])
    }
  }
}
