internal import Foundation
internal import MatrixFiles
public import RunStore

/// Entries of the index as lines for a terminal.
public struct RunListing: Sendable {
  private let entries: [RunEntry]

  /// Takes entries in the order in which they are shown.
  public init(_ entries: [RunEntry]) {
    self.entries = entries
  }

  /// A line for each entry.
  public var table: String {
    TextTable.text(
      [["name", "status", "kind", "networks", "loss", "seconds", "changed"]]
        + entries.map { entry in
          [
            entry.name, entry.status.rawValue, entry.kind.rawValue,
            entry.networks.isEmpty ? "-" : "\(entry.networks.count)", Self.text(entry.loss),
            Self.text(entry.seconds), entry.changed.formatted(.iso8601),
          ]
        })
  }

  /// Everything about each entry.
  public var sheets: String { entries.map(Self.sheet).joined(separator: "\n\n") }

  private static func sheet(_ entry: RunEntry) -> String {
    let facts = [
      ("kind", entry.kind.rawValue), ("title", entry.title), ("status", entry.status.rawValue),
      ("problem", entry.problem), ("seconds", entry.seconds.map(Decimals.short)),
      ("changed", entry.changed.formatted(.iso8601)),
      ("size", readableSize(Double(entry.bytes))),
    ]
    let lines = facts.compactMap { name, value in value.map { ["  \(name)", $0] } }
    return ([entry.name, TextTable.text(lines)] + networks(entry)).joined(separator: "\n")
  }

  private static func networks(_ entry: RunEntry) -> [String] {
    guard !entry.networks.isEmpty else { return [] }
    let header = [
      "  network", "depth", "engine", "status", "steps", "loss", "smallest test error",
    ]
    let rows = entry.networks.map { network in
      [
        "  \(network.name)", "\(network.depth)", network.engine, network.status.rawValue,
        "\(network.steps)", text(network.finalLoss), text(network.smallestTestError),
      ]
    }
    return [TextTable.text([header] + rows)]
  }

  private static func text(_ value: Double?) -> String { value.map(Decimals.short) ?? "-" }
}
