import RealModule
import Testing

@testable import DynamicsTheory

@Suite("GaussLegendre")
struct GaussLegendreTests {
  @Test("Powers up to 39 are integrated exactly", arguments: [0, 1, 2, 10, 38, 39])
  func powers(degree: Int) {
    let found = GaussLegendre.integral(from: 0, to: 1) { .pow($0, degree) }
    #expect((found * Double(degree + 1) - 1).magnitude <= 64 * Double.ulpOfOne)
  }

  @Test("An exponential over a panel is integrated to rounding")
  func exponential() {
    let found = GaussLegendre.integral(from: -1, to: 2) { .exp($0) }
    let expected = Double.exp(2) - .exp(-1)
    #expect((found - expected).magnitude <= 16 * expected.ulp)
  }
}
