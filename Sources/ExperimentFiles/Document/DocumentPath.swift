/// The way to a value of a document: "networks[1].training.descent.steps", or with ".1" for "[1]".
struct DocumentPath: Hashable, Sendable {
  private let components: [Component]

  /// One step on the way.
  private enum Component: Hashable {
    case key(String)
    case index(Int)
  }

  /// What is wrong with a path, in a sentence.
  struct Failure: Error {
    let sentence: String
  }

  /// Reads a path.
  init(_ text: some StringProtocol) throws(Failure) {
    var components: [Component] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      if let index = Int(part) {
        components.append(.index(index))
        continue
      }
      for (position, piece) in pieces.enumerated() {
        if position == 0, !piece.isEmpty {
          components.append(.key(String(piece)))
        } else if position > 0, piece.last == "]", let index = Int(piece.dropLast()) {
          components.append(.index(index))
        } else {
          throw Failure(sentence: "'\(text)' is not a path of keys such as networks[1].depth")
        }
      }
    }
    self.components = components
  }

  /// The path with indices in brackets, as messages and tables spell it.
  var text: String {
    components.reduce(into: "") { text, component in
      switch component {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }

  /// A document with a value set at this path; groups of keys that are missing on the way are created.
  ///
  /// - Parameters:
  ///   - value: the value; what is created takes its place.
  ///   - document: where to set it.
  /// - Returns: the changed document.
  /// - Throws: ``Failure`` when the path leads into a single value or past the end of a list.
  func setting(
    _ value: DocumentNode, in document: DocumentNode
  ) throws(Failure) -> DocumentNode {
    try Self.setting(value, at: components[...], in: document, walked: "")
  }

  private static func setting(
    _ value: DocumentNode, at rest: ArraySlice<Component>, in node: DocumentNode, walked: String
  ) throws(Failure) -> DocumentNode {
    guard let component = rest.first else { return value }
    let emptyGroup = DocumentNode(content: .mapping([]), place: value.place)
    var node = node
    switch (node.content, component) {
    case (.sequence(var items), .index(let index)):
      guard items.indices.contains(index) else {
        throw Failure(
          sentence:
            "\(walked) has \(items.count) entries, counted from 0, so there is no [\(index)]")
      }
      items[index] = try setting(
        value, at: rest.dropFirst(), in: items[index], walked: "\(walked)[\(index)]")
      node.content = .sequence(items)
    case (.sequence, .key(let key)):
      throw Failure(
        sentence: "\(walked) is a list; choose an entry by its number, not by '\(key)'")
    case (.mapping(var entries), _):
      if let (position, length) = dottedEntry(of: entries, on: rest) {
        entries[position].value = try setting(
          value, at: rest.dropFirst(length), in: entries[position].value,
          walked: "\(walked).\(entries[position].key)")
        node.content = .mapping(entries)
        return node
      }
      let key = name(component)
      let next = walked.isEmpty ? key : "\(walked).\(key)"
      if let position = entries.firstIndex(where: { $0.key == key }) {
        entries[position].value = try setting(
          value, at: rest.dropFirst(), in: entries[position].value, walked: next)
      } else {
        let created = try setting(value, at: rest.dropFirst(), in: emptyGroup, walked: next)
        entries.append(.init(key: key, keyPlace: value.place, value: created))
      }
      node.content = .mapping(entries)
    case (.scalar, _):
      guard node.isNull else {
        throw Failure(sentence: "\(walked) is \(node.kind), so nothing can be set below it")
      }
      return try setting(value, at: rest, in: emptyGroup, walked: walked)
    }
    return node
  }

  /// An entry whose key is a path itself, as in a sweep's grid, and how much of the way it is.
  private static func dottedEntry(
    of entries: [DocumentNode.Entry], on rest: ArraySlice<Component>
  ) -> (position: Int, length: Int)? {
    for (position, entry) in entries.enumerated()
    where entry.key.contains(where: { ".[".contains($0) }) {
      guard let path = try? DocumentPath(entry.key), rest.starts(with: path.components) else {
        continue
      }
      return (position, path.components.count)
    }
    return nil
  }

  private static func name(_ component: Component) -> String {
    switch component {
    case .key(let key): key
    case .index(let index): String(index)
    }
  }
}
