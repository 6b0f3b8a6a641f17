/// The points of a sweep that cannot be run, gathered so that one call names them all.
public struct SweepFailures: Sendable {
  private let axes: [SweepAxis]
  private let pointCount: Int
  private var messages: [(text: String, label: String, count: Int)] = []

  /// How many different messages are shown.
  private static let shownCount = 10

  /// Prepares an empty list.
  ///
  /// - Parameter file: the sweep.
  public init(of file: SweepFile) {
    self.init(axes: file.axes, pointCount: file.points.count)
  }

  init(axes: [SweepAxis], pointCount: Int) {
    (self.axes, self.pointCount) = (axes, pointCount)
  }

  /// Adds a point that cannot be run.
  ///
  /// - Parameters:
  ///   - message: what is wrong.
  ///   - positions: the positions of the point's values in the keys' lists.
  public mutating func add(_ message: String, at positions: [Int]) {
    if let index = messages.firstIndex(where: { $0.text == message }) {
      messages[index].count += 1
    } else {
      messages.append((message, axes.label(of: positions), 1))
    }
  }

  /// What is wrong with all of them, a line each; nil when nothing is.
  public var sentence: String? {
    guard !messages.isEmpty else { return nil }
    let count = messages.reduce(0) { $0 + $1.count }
    let lines = messages.prefix(Self.shownCount).map { message in
      let others = message.count == 1 ? "" : ", and \(message.count - 1) more"
      return "\n  \(message.label)\(others): \(message.text)"
    }
    let rest = messages.count - lines.count
    return "\(count) of \(pointCount) points cannot be run:" + lines.joined()
      + (rest > 0 ? "\n  and \(rest) more" : "")
  }
}

extension [SweepAxis] {
  /// A point in words: "networks[0].depth = 3, seed = 2".
  ///
  /// - Parameter positions: the positions of the point's values in the keys' lists.
  /// - Returns: every key with its value, in the order of the sweep.
  public func label(of positions: [Int]) -> String {
    zip(self, positions).map { "\($0.key) = \($0.values[$1].text)" }.joined(separator: ", ")
  }
}
