import Testing

@testable import Experiments

@Suite("The largest deviation")
struct LargestDeviationTests {
  @Test(
    "It is the largest; nothing at all, or what is not a number, is infinitely far",
    arguments: [
      ([1, 3, 2], 3), ([-2, -1], -1), ([], Double.infinity), ([.nan], .infinity),
      ([1, .nan, 2], .infinity), ([0, .infinity], .infinity),
    ])
  func largest(values: [Double], expected: Double) {
    #expect(values.largest == expected)
  }
}
