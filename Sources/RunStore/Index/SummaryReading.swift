internal import Foundation

/// What the index needs of a `summary.json`, of a run or of a sweep, whatever else stands there.
struct SummaryReading: Decodable {
  let name: String?
  let networks: [Network]?

  /// Of a sweep: how many runs ended in which way.
  let statuses: [String: Int]?
  let timing: Timing?

  struct Network: Decodable {
    let name: String
    let widths: [Int]
    let engine: Engine
    let status: RunStatus
    let ending: String?
    let steps: Int
    let final: [String: Double]?
    let smallestTestError: Extremum?
  }

  struct Engine: Decodable {
    let name: String
  }

  struct Extremum: Decodable {
    let value: Double
  }

  struct Timing: Decodable {
    let seconds: Double?
  }

  /// Reads the file.
  ///
  /// - Throws: errors of the system and of the decoder.
  init(_ folder: RunFolder) throws {
    self = try JSONDecoder.stable.decode(Self.self, from: Data(folder.read(.summary)))
  }

  /// The worst end; nil when the file names none.
  var status: RunStatus? {
    let words = (statuses ?? [:]).filter { $0.value > 0 }.keys
    return (words.map { RunStatus(rawValue: $0) ?? .damaged } + (networks ?? []).map(\.status))
      .max()
  }

  /// What was wrong with the network that ended worst, or how many runs of a sweep ended badly.
  var problem: String? {
    if let statuses {
      let bad = statuses.filter { word, count in
        count > 0 && RunStatus(rawValue: word).map { $0 > .converged } ?? true
      }
      return bad.isEmpty
        ? nil : bad.sorted { $0.key < $1.key }.map { "\($1) \($0)" }.joined(separator: ", ")
    }
    guard let worst = networks?.max(by: { $0.status < $1.status }), worst.status > .converged
    else { return nil }
    return worst.ending.map { "\(worst.name): \($0)" }
  }

  /// The networks as the index lists them.
  var entries: [RunEntry.Network] {
    (networks ?? []).map {
      RunEntry.Network(
        name: $0.name, depth: $0.widths.count - 1, engine: $0.engine.name, status: $0.status,
        steps: $0.steps, finalLoss: $0.final?["loss"],
        smallestTestError: $0.smallestTestError?.value)
    }
  }
}
