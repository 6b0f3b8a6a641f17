import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Shrinking learned modes")
struct ModeShrinkageTests {
  private static func factors(_ scale: Double) throws -> DeepFactors {
    var generator = SeededGenerator(seed: 31)
    var factors = DeepFactors(
      rowCount: 20, columnCount: 15, width: 3, depth: 3, amplitude: 2, using: &generator)
    factors.inner[0].scale(by: scale)
    return factors
  }

  @Test("Singular values become s - c / s, or 0, and the vectors stay")
  func values() throws {
    let factors = try Self.factors(1)
    let before = try factors.decomposition()
    let square = before.values[1] * before.values[1]
    let after = try ModeShrinkage(constant: square).shrinking(factors).decomposition()
    let tolerance = 64 * 20 * .ulpOfOne * before.values[0]
    let expected = before.values[0] - square / before.values[0]
    #expect((after.values[0] - expected).magnitude <= tolerance)
    #expect(after.values[1] <= tolerance && after.values[2] <= tolerance)
    let overlap = after.leftRows.row(0).enumerated().reduce(0) {
      $0 + $1.1 * before.leftRows[0, $1.0]
    }
    // A rotation by rounding over the relative gap to the second value.
    #expect((overlap.magnitude - 1).magnitude <= tolerance / expected)
  }

  @Test("Without c nothing changes")
  func none() throws {
    let factors = try Self.factors(1)
    #expect(try ModeShrinkage(constant: 0).shrinking(factors) == factors)
  }

  @Test("An exact estimate is not shrunk, one that is too large is")
  func choice() throws {
    let truth = try Self.factors(1).product
    var loss = EntryLoss(try ObservedEntries(truth))
    #expect(ModeShrinkage(try Self.factors(1).decomposition(), heldOut: &loss).constant == 0)
    #expect(ModeShrinkage(try Self.factors(1.5).decomposition(), heldOut: &loss).constant > 0)
  }
}
