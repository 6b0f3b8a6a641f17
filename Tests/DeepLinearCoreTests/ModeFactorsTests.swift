import RealModule
import Testing

@testable import DeepLinearCore

@Suite("The factors of a mode")
struct ModeFactorsTests {
  @Test(
    "Their product is the strength and their squares differ by the imbalances, to rounding",
    arguments: [0, 1, -2.5, 1e-12, -1e6, 1e-100],
    [[], [0], [3], [-3], [1e-9], [1e6], [0, 0], [2, -5], [-1, -1, 4], [0, 0, 0, 0]] as [[Double]])
  func equations(strength: Double, imbalances: [Double]) {
    let values = ModeFactors(strength: strength, imbalances: imbalances).values
    #expect(values.count == imbalances.count + 1)
    #expect(values.dropLast().allSatisfy { $0 >= 0 })
    let product = values.reduce(1, *)
    // Each factor is a root of a number known to two roundings, and each product rounds once. An N-th root
    // is a power with a rounded exponent 1/N, which costs the logarithm of its argument besides.
    let roundings = 4 * Double(values.count) * .ulpOfOne
    let logarithm = strength == 0 ? 0 : Double.log(strength.magnitude).magnitude
    #expect(
      (product - strength).magnitude <= (roundings + logarithm * .ulpOfOne) * strength.magnitude)
    let largest = values.reduce(0) { max($0, $1 * $1) }
    for (j, imbalance) in imbalances.enumerated() {
      let difference = values[j + 1] * values[j + 1] - values[j] * values[j]
      #expect((difference - imbalance).magnitude <= roundings * max(largest, imbalance.magnitude))
    }
  }
}
