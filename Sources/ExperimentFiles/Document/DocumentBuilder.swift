internal import Yams

/// Turns the nodes of Yams into a document that needs Yams no more.
struct DocumentBuilder {
  /// The file, for messages.
  let file: String

  /// Aliases of aliases grow exponentially, and large matrices belong into files of their own.
  private static let valueLimit = 1_000_000

  private var valueCount = 0

  init(file: String) {
    self.file = file
  }

  /// The value of a node; aliases have been followed.
  mutating func document(from node: Node) throws(ExperimentFileError) -> DocumentNode {
    let place = ExperimentFileError.Place(node.mark)
    valueCount += 1
    guard valueCount <= Self.valueLimit else {
      throw error(
        .contradiction(
          "more than \(Self.valueLimit) values are given; put large matrices into files"), place)
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      return DocumentNode(content: .scalar(scalar.string, isQuoted: isQuoted), place: place)
    case .sequence(let items):
      var content: [DocumentNode] = []
      for item in items { content.append(try document(from: item)) }
      return DocumentNode(content: .sequence(content), place: place)
    case .mapping(let pairs):
      var entries: [DocumentNode.Entry] = []
      for pair in pairs { entries.append(try entry(from: pair)) }
      return DocumentNode(content: .mapping(entries), place: place)
    case .alias:
      throw error(.syntax("an alias has no anchor"), place)
    }
  }

  private mutating func entry(
    from pair: Node.Mapping.Element
  ) throws(ExperimentFileError) -> DocumentNode.Entry {
    let place = ExperimentFileError.Place(pair.key.mark)
    guard case .scalar(let key) = pair.key else {
      throw error(.wrongType(found: "a list or group as a key", wanted: "a word"), place)
    }
    return DocumentNode.Entry(
      key: key.string, keyPlace: place, value: try document(from: pair.value))
  }

  private func error(
    _ problem: ExperimentFileError.Problem, _ place: ExperimentFileError.Place
  ) -> ExperimentFileError {
    ExperimentFileError(file: file, place: place, keyPath: "", problem: problem)
  }
}

extension ExperimentFileError.Place {
  /// The position that Yams gives; the start of the file where it gives none.
  init(_ mark: Mark?) {
    self = .position(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}
