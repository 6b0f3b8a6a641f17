internal import TrainingDynamics

/// A word for something that is recorded.
enum RecordedQuantity {
  case scalars([ScalarQuantity])
  case vector(VectorQuantity)

  /// Words that the field uses besides the names in the code.
  private static let aliases: [(name: String, meaning: [ScalarQuantity])] = [
    ("effectiveRank", [.nuclearRank, .nuclearFrobeniusRank]),
    ("nuclearNorm", [.traceNorm]),
  ]

  /// The lists that may be asked for by name; rows and snapshots have keys of their own.
  private static let vectors: [VectorQuantity] = [.singularValues, .imbalance]

  /// All words, as the help text lists them.
  static var allNames: [String] {
    ScalarQuantity.allCases.map(\.rawValue) + vectors.map(\.rawValue) + aliases.map(\.name)
  }

  /// The words for numbers, aliases among them.
  static var scalarNames: [String] {
    ScalarQuantity.allCases.map(\.rawValue) + aliases.map(\.name)
  }

  /// The meaning of a word; nil when it has none.
  init?(named name: String) {
    if let scalar = ScalarQuantity(rawValue: name) {
      self = .scalars([scalar])
    } else if let vector = Self.vectors.first(where: { $0.rawValue == name }) {
      self = .vector(vector)
    } else if let alias = Self.aliases.first(where: { $0.name == name }) {
      self = .scalars(alias.meaning)
    } else {
      return nil
    }
  }
}
