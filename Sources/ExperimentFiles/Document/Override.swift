/// A change of one value of a document, as given on the command line: "a.b[1].c=value".
struct Override {
  /// The argument as it was written.
  let argument: String

  private let path: [Component]
  private let value: DocumentNode
  private let file: String

  /// One step on the way to a value.
  private enum Component: Equatable {
    case key(String)
    case index(Int)
  }

  /// Reads an argument; the part after the first equals sign is YAML.
  init(_ argument: String, file: String) throws(ExperimentFileError) {
    self.argument = argument
    self.file = file
    guard let sign = argument.firstIndex(of: "=") else {
      throw Self.error("an override has the form key.key=value", argument, file)
    }
    path = try Self.components(of: argument[..<sign], argument, file)
    let text = String(argument[argument.index(after: sign)...])
    let parsed: DocumentNode?
    do {
      parsed = try YAMLText.parse(text, file: file)
    } catch {
      throw Self.error(error.problem.sentence, argument, file)
    }
    guard let parsed else {
      throw Self.error("there is no value after the equals sign", argument, file)
    }
    value = parsed.moved(to: .override(argument))
  }

  /// The document with the value set; groups of keys that are missing on the way are created.
  func applied(to document: DocumentNode) throws(ExperimentFileError) -> DocumentNode {
    try setting(path[...], in: document, walked: "")
  }

  private func setting(
    _ rest: ArraySlice<Component>, in node: DocumentNode, walked: String
  ) throws(ExperimentFileError) -> DocumentNode {
    guard let component = rest.first else { return value }
    var node = node
    switch (node.content, component) {
    case (.sequence(var items), .index(let index)):
      guard items.indices.contains(index) else {
        throw failure(
          "\(walked) has \(items.count) entries, counted from 0, so there is no [\(index)]")
      }
      items[index] = try setting(
        rest.dropFirst(), in: items[index], walked: "\(walked)[\(index)]")
      node.content = .sequence(items)
    case (.sequence, .key(let key)):
      throw failure("\(walked) is a list; choose an entry by its number, not by '\(key)'")
    case (.mapping(var entries), _):
      let key = Self.name(component)
      let next = walked.isEmpty ? key : "\(walked).\(key)"
      if let position = entries.firstIndex(where: { $0.key == key }) {
        entries[position].value = try setting(
          rest.dropFirst(), in: entries[position].value, walked: next)
      } else {
        let created = try setting(rest.dropFirst(), in: emptyGroup, walked: next)
        entries.append(.init(key: key, keyPlace: .override(argument), value: created))
      }
      node.content = .mapping(entries)
    case (.scalar, _):
      guard node.isNull else {
        throw failure("\(walked) is \(node.kind), so nothing can be set below it")
      }
      return try setting(rest, in: emptyGroup, walked: walked)
    }
    return node
  }

  private var emptyGroup: DocumentNode {
    DocumentNode(content: .mapping([]), place: .override(argument))
  }

  private func failure(_ message: String) -> ExperimentFileError {
    Self.error(message, argument, file)
  }

  private static func error(
    _ message: String, _ argument: String, _ file: String
  ) -> ExperimentFileError {
    ExperimentFileError(
      file: file, place: .override(argument), keyPath: "", problem: .override(message))
  }

  private static func name(_ component: Component) -> String {
    switch component {
    case .key(let key): key
    case .index(let index): String(index)
    }
  }

  /// Splits "a.b[1].c" or "a.b.1.c"; a number is an index.
  private static func components(
    of text: Substring, _ argument: String, _ file: String
  ) throws(ExperimentFileError) -> [Component] {
    var result: [Component] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      if let index = Int(part) {
        result.append(.index(index))
        continue
      }
      for (position, piece) in pieces.enumerated() {
        if position == 0, !piece.isEmpty {
          result.append(.key(String(piece)))
        } else if position > 0, piece.last == "]", let index = Int(piece.dropLast()) {
          result.append(.index(index))
        } else {
          throw error("'\(text)' is not a path of keys such as networks[1].depth", argument, file)
        }
      }
    }
    return result
  }
}
