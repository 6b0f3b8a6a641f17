import DynamicsTheory
import Testing

@Suite("EffectiveRankRange")
struct EffectiveRankRangeTests {
  private func figure6(accuracy: Double) throws -> EffectiveRankRange {
    try EffectiveRankRange(
      depth: 2, eigenvalues: [100, 5, 1], rank: 1, initializationScale: 0.05, accuracy: accuracy,
      stepSize: 1e-4)
  }

  @Test("Figure 6: the upper end 3936.84 with eps = 1/8; the lower is 1105, not the caption's 1292")
  func caption() throws {
    let range = try figure6(accuracy: 0.125)
    #expect((range.end - 3936.84).magnitude <= 0.005)
    #expect(range.start.rounded(.up) == 1105)
  }

  @Test("No accuracy gives both ends of the caption: 1292 below needs an end near 2666 above")
  func noAccuracy() throws {
    let range = try figure6(accuracy: 0.0357)
    #expect(range.start.rounded(.up) == 1292)
    #expect((range.end - 2666).magnitude <= 1)
  }
}
