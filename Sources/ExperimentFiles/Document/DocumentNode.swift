/// A value of a YAML document that knows where it was written.
struct DocumentNode: Equatable, Sendable {
  var content: Content
  var place: ExperimentFileError.Place

  enum Content: Equatable, Sendable {
    /// A single word or text; a quoted one is never a number.
    case scalar(String, isQuoted: Bool)
    case sequence([DocumentNode])
    case mapping([Entry])
  }

  struct Entry: Equatable, Sendable {
    var key: String
    var keyPlace: ExperimentFileError.Place
    var value: DocumentNode
  }

  /// Whether nothing was written, or YAML's words for nothing.
  var isNull: Bool {
    if case .scalar(let text, isQuoted: false) = content {
      ["", "~", "null"].contains(text)
    } else {
      false
    }
  }

  /// Whether the values in it are lists or groups themselves.
  var isNested: Bool {
    let values: [DocumentNode] =
      switch content {
      case .scalar: []
      case .sequence(let items): items
      case .mapping(let entries): entries.map(\.value)
      }
    return values.contains { if case .scalar = $0.content { false } else { true } }
  }

  /// What was found, in a user's words.
  var kind: String {
    switch content {
    case .scalar where isNull: "nothing"
    case .scalar(let text, _): "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a group of keys"
    }
  }

  /// The same value, written elsewhere.
  func moved(to place: ExperimentFileError.Place) -> DocumentNode {
    let content: Content =
      switch content {
      case .scalar: content
      case .sequence(let items):
        .sequence(items.map { $0.moved(to: place) })
      case .mapping(let entries):
        .mapping(
          entries.map { Entry(key: $0.key, keyPlace: place, value: $0.value.moved(to: place)) })
      }
    return DocumentNode(content: content, place: place)
  }
}
