import DeepLinearCore
import ExperimentFiles
import Testing

@testable import Experiments

@Suite("The memory budget")
struct MemoryBudgetTests {
  @Test("What fits exactly is allowed, what exceeds it is refused with both sizes")
  func limit() throws {
    let doubles = MemoryBudget.availableBytes / 8
    try MemoryBudget.require(doubles: doubles, for: "this")
    #expect(
      throws: ExperimentError.tooLarge(
        what: "this", neededBytes: 16 * doubles, availableBytes: 8 * doubles)
    ) { try MemoryBudget.require(doubles: 2 * doubles, for: "this") }
  }

  @Test("A run counts at least its factors, the records and the snapshots, and a flow its stages")
  func doubles() throws {
    func doubles(_ network: String, training: String = Sample.descent) throws -> Double {
      let experiment = try Sample.prepared(networks: [network], training: training)
      let network = experiment.description.networks[0]
      return MemoryBudget.doubles(
        widths: try experiment.widths(of: network).values, network: network)
    }
    let start = "initialization: {gaussian: 1}"
    let small = try doubles("{hidden: [3], \(start)}")
    let wide = try doubles("{hidden: [1003], \(start)}")
    // Two factors of 2 x 1000 more, and as much again for what they are multiplied into.
    #expect(wide - small >= 2 * 4000)
    let flow = try doubles("{hidden: [1003], \(start)}", training: "training: {flow: {until: 1}}")
    #expect(flow - wide >= 20 * 4000)
    let often = try doubles("{hidden: [3], \(start), record: {at: {every: 1}}}")
    let rarely = try doubles("{hidden: [3], \(start), record: {at: {every: 40}}}")
    // 39 records more: two singular values, an imbalance and seven numbers, each 8 bytes and as text of
    // up to 24 letters; and two dictionaries, whose storage is 32 bytes and more each.
    #expect(often - rarely >= 39 * (10 * (1 + 24 / 8) + 2 * 32 / 8))
    let deep = try doubles("{hidden: [3, 3], \(start), record: {at: {every: 1}}}")
    // Another imbalance in 41 records, and a factor.
    #expect(deep - often >= 41 + 9)
    let snapshots = try doubles(
      "{hidden: [3], \(start), record: {at: {every: 40}, snapshots: [1, 2]}}")
    // Themselves, their array, their archive.
    #expect(snapshots - rarely >= 3 * 2 * 4)
  }
}
