extension FileValue {
  /// A name that folders and files can be called after on every system.
  func fileName() throws(ExperimentFileError) -> String {
    let name = try text()
    guard name.isFileName else {
      throw error(.outOfRange(found: node.kind, wanted: String.fileNameRule))
    }
    return name
  }
}

extension String {
  /// What a name must be.
  static let fileNameRule = """
    a name that files can have: up to 100 bytes, no / \\ : * ? " < > | or control characters, \
    no dot or dash at its start, no blank at either end
    """

  /// Whether folders and files can be called so on every system.
  var isFileName: Bool {
    guard let first, let last, utf8.count <= 100 else { return false }
    return !".-".contains(first) && !first.isWhitespace && !last.isWhitespace && last != "."
      && !contains { #"/\:*?"<>|"#.contains($0) }
      && unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}
