import DynamicsTheory
import RealModule
import Testing

@Suite("InflectionConstants")
struct InflectionConstantsTests {
  @Test("Two layers: c = 1/3, a and b by their definitions")
  func twoLayers() throws {
    let constants = try InflectionConstants(depth: 2)
    let root = (1.0 / 3).squareRoot()
    #expect((constants.share - 1.0 / 3).magnitude <= Double.ulpOfOne)
    #expect((constants.upper + .log(1 - root)).magnitude <= 8 * Double.ulpOfOne)
    // 1 - root - root / 3
    #expect((constants.lower + .log(1 - 4 * root / 3)).magnitude <= 16 * Double.ulpOfOne)
  }

  @Test("s_N covers the lag: 183 for lambda = 10, alpha = 0.01")
  func lag() throws {
    // ceil(3^{-1/2} sqrt(10) / 0.01) = ceil(182.57...)
    #expect(try InflectionConstants.lag(depth: 2, eigenvalue: 10, start: 0.01) == 183)
    #expect(throws: TheoryError.self) { try InflectionConstants(depth: 1) }
  }
}
