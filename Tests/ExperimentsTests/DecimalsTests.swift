import Testing

@testable import Experiments

@Suite("Decimals")
struct DecimalsTests {
  @Test(
    "Numbers have three significant digits, small whole numbers all of theirs",
    arguments: [
      (0.5678, "0.568"), (5923, "5923"), (1.2e-7, "1.2e-07"), (-0.25, "-0.25"), (0, "0"),
      (1_234_567, "1.23e+06"), (999_999, "999999"), (.infinity, "inf"), (.nan, "nan"),
    ])
  func short(value: Double, text: String) {
    #expect(Decimals.short(value) == text)
  }
}
