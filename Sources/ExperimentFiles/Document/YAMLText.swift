internal import Yams

/// Text to documents and back, by Yams.
enum YAMLText {
  /// The one document of a text; nil when there is none.
  ///
  /// - Throws: ``ExperimentFileError``, without a key path.
  static func parse(_ text: String, file: String) throws(ExperimentFileError) -> DocumentNode? {
    do {
      // Numbers are read by the reader itself, so no word needs resolving.
      guard let root = try Yams.compose(yaml: text, .basic, .default, .utf8) else { return nil }
      var builder = DocumentBuilder(file: file)
      return try builder.document(from: root)
    } catch let error as ExperimentFileError {
      throw error
    } catch {
      throw translated(error, text: text, file: file)
    }
  }

  /// The text of a document.
  static func serialize(_ node: DocumentNode) throws -> String {
    try Yams.serialize(node: yamsNode(node), width: 100, allowUnicode: true)
  }

  // MARK: - From Yams

  private static func translated(
    _ error: any Error, text: String, file: String
  ) -> ExperimentFileError {
    var place: ExperimentFileError.Place?
    let problem: ExperimentFileError.Problem
    switch error as? YamlError {
    case .scanner(let context, let message, let mark, _),
      .parser(let context, let message, let mark, _),
      .composer(let context, let message, let mark, _):
      place = .init(mark)
      let start = context.map { "\($0.text) (from line \($0.mark.line)): " } ?? ""
      problem = .syntax(start + message)
    case .reader(let message, let offset, _, _):
      place = .position(line: lineNumber(at: offset ?? 0, in: text), column: 1)
      problem = .syntax(message)
    case .duplicatedKeysInMapping(let keys, let context):
      place = .init(context.mark)
      problem = .duplicateKey(keys.first ?? "")
    default:
      problem = .syntax(String(describing: error))
    }
    return ExperimentFileError(file: file, place: place, keyPath: "", problem: problem)
  }

  private static func lineNumber(at offset: Int, in text: String) -> Int {
    text.prefix(offset).count { $0.isNewline } + 1
  }

  // MARK: - To Yams

  private static func yamsNode(_ node: DocumentNode) -> Node {
    switch node.content {
    case .scalar(let text, let isQuoted):
      Node(text, .implicit, isQuoted ? .doubleQuoted : .plain)
    case .sequence(let items):
      Node(items.map(yamsNode), .implicit, node.isNested ? .block : .flow)
    case .mapping(let entries):
      Node(
        entries.map { (Node($0.key), yamsNode($0.value)) }, .implicit,
        node.isNested ? .block : .flow)
    }
  }
}
