internal import LinearAlgebra

/// Known entries in two parts: those that are fitted, and those that tell when to stop.
struct HeldOutEntries {
  /// What is fitted; a line of which something is known keeps an entry.
  let fitted: ObservedEntries

  /// What is held out, by rising row and column; not empty.
  let heldOut: ObservedEntries

  /// Holds entries out at random.
  ///
  /// - Parameters:
  ///   - all: the known entries.
  ///   - fraction: the part that is held out, rounded, one entry at least.
  ///   - seed: which entries they are.
  /// - Throws: ``EstimationError/tooSmall(what:shape:needs:)`` when every entry is the last of its row or column.
  init(_ all: ObservedEntries, fraction: Double, seed: UInt64) throws(EstimationError) {
    var generator = SeededGenerator(seed: seed, stream: Self.stream)
    let pattern = all.pattern
    var (inRow, inColumn) = (pattern.rowEntryCounts, pattern.columnEntryCounts)
    let wanted = max(1, Int((fraction * Double(all.count)).rounded()))
    var isHeldOut = Array(repeating: false, count: all.count)
    var count = 0
    for k in Array(0..<all.count).shuffled(using: &generator) where count < wanted {
      let (i, j) = (all.rows[k], all.columns[k])
      guard inRow[i] > 1, inColumn[j] > 1 else { continue }
      inRow[i] -= 1
      inColumn[j] -= 1
      isHeldOut[k] = true
      count += 1
    }
    guard count > 0 else {
      throw .tooSmall(
        what: "the set of observed entries", shape: "\(all.count) entries",
        needs: "one that is not the only one of its row or column, to be held out")
    }
    fitted = ObservedEntries(all, at: isHeldOut.indices.filter { !isHeldOut[$0] })
    heldOut = ObservedEntries(all, at: isHeldOut.indices.filter { isHeldOut[$0] })
  }

  /// Keeps the choice apart from the random starts of the same seed.
  static let stream: UInt64 = 1 << 32
}
