import DeepLinear
import Testing

@testable import deeplinear_benchmarks

@Suite("Agreement of two programs")
struct AgreementTests {
  @Test("Differences are relative to the largest value; missing or broken ones are infinite")
  func differences() {
    #expect(relativeDifference([1, 4.5], [1, 4]) == 0.125)
    #expect(relativeDifference([1], [1, 4]) == .infinity)
    #expect(relativeDifference([], []) == .infinity)
    #expect(relativeDifference([.nan], [1]) == .infinity)
  }

  @Test("A mode's rounding may grow as it escapes from the saddle")
  func rounding() throws {
    let start = Matrix(diagonal: [1e-2, 1e-4])
    let agreement = try Agreement.rounding(depth: 2, steps: 10, start: start, largest: 1)
    let check = try #require(try agreement.checks(["x": [1]], ["x": [1]]).first)
    #expect(abs(check.tolerance / (.ulpOfOne * 20 * 100) - 1) <= 8 * .ulpOfOne)
    #expect(check.isMet)
    #expect(try !agreement.checks(["x": [1 + 1e-10]], ["x": [1]])[0].isMet)
  }
}
