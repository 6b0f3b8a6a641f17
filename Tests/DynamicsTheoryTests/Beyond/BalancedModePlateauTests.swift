import DynamicsTheory
import RealModule
import Testing

@Suite("BalancedMode.plateau")
struct BalancedModePlateauTests {
  @Test("Three layers wait s0^{-1/3} / sigma, two layers ln(sigma / (l s0)) / (2 sigma)")
  func values() throws {
    let three = try BalancedMode(depth: 3, strength: 2, inputVariance: 1)
    let plateau = try #require(three.plateau(from: 1e-6))
    #expect((plateau - 50).magnitude <= 50 * 16 * Double.ulpOfOne)
    let two = try BalancedMode(depth: 2, strength: 2, inputVariance: 4)
    #expect(two.plateau(from: 0.25).map { ($0 - .log(2) / 4).magnitude <= 1e-15 } == true)
  }

  @Test("It is the leading order of the time to half the limit", arguments: [3, 4, 6])
  func leadingOrder(depth: Int) throws {
    let mode = try BalancedMode(depth: depth, strength: 1, inputVariance: 1)
    let start = 1e-12
    let ratio = try mode.time(from: start, to: 0.5) / (#require(mode.plateau(from: start)))
    // The rest of the course takes a time of order one against s0^{2/N-1}.
    #expect((ratio - 1).magnitude <= 10 * Double(depth) * .pow(start, 1 - 2 / Double(depth)))
  }

  @Test("There is none at or above the limit, without strength, or for one layer")
  func none() throws {
    #expect(try BalancedMode(depth: 3, strength: 1, inputVariance: 1).plateau(from: 1) == nil)
    #expect(try BalancedMode(depth: 3, strength: -1, inputVariance: 1).plateau(from: 0.5) == nil)
    #expect(try BalancedMode(depth: 1, strength: 1, inputVariance: 1).plateau(from: 0.5) == nil)
  }
}
