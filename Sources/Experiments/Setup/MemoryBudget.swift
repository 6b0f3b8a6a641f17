internal import ExperimentFiles
internal import Foundation
internal import TrainingDynamics

/// Refuses what would not fit in memory before anything is allocated for it.
enum MemoryBudget {
  /// The memory of this machine, in bytes.
  static var availableBytes: Double { Double(ProcessInfo.processInfo.physicalMemory) }

  /// Throws when a number of doubles does not fit in the machine's memory.
  static func require(doubles count: Double, for what: String) throws(ExperimentError) {
    let needed = 8 * count
    guard needed <= availableBytes else {
      throw .tooLarge(what: what, neededBytes: needed, availableBytes: availableBytes)
    }
  }

  /// The doubles that a network's run holds at once: factors, workspace, records and their encodings.
  ///
  /// - Parameters:
  ///   - widths: d_0, ..., d_N.
  ///   - network: how it is trained and recorded.
  /// - Returns: a number of doubles, as a double because it may be absurdly large.
  static func doubles(widths: [Int], network: NetworkDescription) -> Double {
    let sizes = widths.map(Double.init)
    let (d, p) = (sizes[0], sizes[sizes.count - 1])
    let factors = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    // Prefixes or suffixes and the gradients passed along them, two for each layer, and W, G and a copy.
    let products = sizes.dropFirst().reduce(0) { $0 + 2 * max($1 * d, $1 * p) } + 3 * p * d
    let copies =
      switch network.training {
      // The columns of its method, the point and velocity that are evaluated, the state and the start.
      case .flow(_, _, let method): Double(method.vectorCount + 4)
      case .descent, .closedForm: 2.0
      }
    let record = network.record
    let tabulated =
      Double(record.scalars.count)
      + (record.vectors.contains(.singularValues) ? min(d, p) : 0)
      + (record.vectors.contains(.imbalance) ? Double(sizes.count - 2) : 0)
    let rows = Double(record.images?.rows.count ?? 0) * d
    let perRecord = recordOverhead + tableCopies * tabulated + archiveCopies * rows
    let records = record.schedule.recordLimit(upTo: network.training.end)
    return copies * factors + products + records * perRecord
      + archiveCopies * Double(record.snapshots.count) * p * d
      + archiveCopies * Double(record.factors.count) * factors
  }

  /// The dictionaries and array headers of one observation: 520 bytes were measured.
  private static let recordOverhead = 65.0

  /// A number in trajectory.csv: itself, and 20 letters in a line, the text and its bytes.
  private static let tableCopies = 9.0

  /// A number in an archive: itself, as an array, as a member, and in an archive that grows by doubling.
  private static let archiveCopies = 5.0
}
