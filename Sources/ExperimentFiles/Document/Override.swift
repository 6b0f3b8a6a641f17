/// A change of one value of a document, as given on the command line: "a.b[1].c=value".
struct Override {
  /// The argument as it was written.
  let argument: String

  private let path: DocumentPath
  private let value: DocumentNode
  private let file: String

  /// Reads an argument; the part after the first equals sign is YAML.
  init(_ argument: String, file: String) throws(ExperimentFileError) {
    self.argument = argument
    self.file = file
    guard let sign = argument.firstIndex(of: "=") else {
      throw Self.error("an override has the form key.key=value", argument, file)
    }
    do {
      path = try DocumentPath(argument[..<sign])
    } catch {
      throw Self.error(error.sentence, argument, file)
    }
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
    do {
      return try path.setting(value, in: document)
    } catch {
      throw Self.error(error.sentence, argument, file)
    }
  }

  private static func error(
    _ message: String, _ argument: String, _ file: String
  ) -> ExperimentFileError {
    ExperimentFileError(
      file: file, place: .override(argument), keyPath: "", problem: .override(message))
  }
}
