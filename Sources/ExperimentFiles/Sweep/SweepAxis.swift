/// One key of the experiment that changes, with its values.
public struct SweepAxis: Sendable, Equatable {
  /// The key's path, as in "networks[0].training.descent.stepSize".
  public let key: String

  /// The values, in the order of the file; those of a random key in the order of the draws.
  public let values: [Value]

  /// How the values lie on a picture's axis.
  public let scale: Scale

  /// Where the values come from.
  public let origin: Origin

  let path: DocumentPath

  /// One value of a key.
  public struct Value: Sendable, Equatable {
    /// The value as the file has it, in one line.
    public let text: String

    /// The value as a number; nil for words, lists and groups.
    public let number: Double?

    let node: DocumentNode
  }

  /// Equal distances for equal differences, or for equal ratios.
  public enum Scale: String, Sendable, CaseIterable {
    case linear, logarithmic
  }

  /// Where the values of a key come from.
  public enum Origin: Sendable, Equatable {
    /// Every value goes with every value of the other keys.
    case grid

    /// All random keys are drawn together, from a range each.
    case random(ClosedRange<Double>)
  }

  /// Whether every value is a number.
  public var isNumeric: Bool { values.allSatisfy { $0.number != nil } }

  /// Whether the key has several values.
  public var varies: Bool { values.count > 1 }

  /// Whether the values are seeds, which repeat a run rather than change it.
  public var isSeed: Bool { key == ExperimentKey.seed.rawValue }
}

extension [SweepAxis] {
  /// For each point the positions of its values in the lists of the keys.
  ///
  /// The last key changes fastest; all random keys change together, where the first of them stands.
  ///
  /// - Parameter limit: the largest number of points.
  /// - Returns: nil when there are more.
  func combinations(limit: Int) -> [[Int]]? {
    let lead = firstIndex { $0.origin != .grid }
    let free = indices.filter { self[$0].origin == .grid || $0 == lead }
    let count = free.reduce(1.0) { $0 * Double(self[$1].values.count) }
    guard count <= Double(limit) else { return nil }
    return (0..<Int(count)).map { point in
      var rest = point
      var positions = Array<Int>(repeating: 0, count: self.count)
      for axis in free.reversed() {
        (rest, positions[axis]) = rest.quotientAndRemainder(dividingBy: self[axis].values.count)
      }
      return indices.map { i in self[i].origin == .grid ? positions[i] : positions[lead ?? i] }
    }
  }
}
