internal import Foundation

extension ExperimentFile {
  /// The text as run, for a copy in another folder that can be run from there.
  ///
  /// A file may leave its name and the folder of its paths to where it stands; the copy spells them out, in
  /// `name` and `directory`. All else stays as it is, with its comments.
  ///
  /// - Parameter folder: the folder for the copy, which exists.
  /// - Returns: YAML.
  /// - Throws: ``ExperimentFileError``.
  public func text(forCopyIn folder: String) throws(ExperimentFileError) -> String {
    guard case .mapping(var entries) = document.content else { return text }
    func value(_ text: String) -> DocumentNode {
      DocumentNode(content: .scalar(text, isQuoted: true), place: document.place)
    }
    func entry(_ key: ExperimentKey, _ text: String) -> DocumentNode.Entry {
      .init(key: key.rawValue, keyPlace: document.place, value: value(text))
    }
    var added: [DocumentNode.Entry] = []
    if !entries.contains(where: { $0.key == ExperimentKey.name.rawValue }) {
      added.append(entry(.name, description.name))
    }
    let path = Self.relativePath(from: folder, to: directory)
    if let i = entries.firstIndex(where: { $0.key == ExperimentKey.directory.rawValue }) {
      if case .scalar(path, _) = entries[i].value.content {} else { entries[i].value = value(path) }
    } else if path != "." {
      added.append(entry(.directory, path))
    }
    let wanted = DocumentNode(content: .mapping(added + entries), place: document.place)
    if wanted == document { return text }
    var candidate = "# Added to the experiment as run, so that it can be run from here.\n"
    for entry in added {
      candidate += "\(entry.key): "
      candidate += try Self.text(of: entry.value, file: description.name, overrides: [])
    }
    candidate += "\n" + text
    // Text such as a list in braces takes no lines before it; it is written anew.
    if let parsed = try? YAMLText.parse(candidate, file: description.name),
      parsed.moved(to: document.place) == wanted.moved(to: document.place)
    {
      return candidate
    }
    return try Self.text(of: wanted, file: description.name, overrides: [])
  }

  /// The way from one folder to another, "." for none; links are followed first.
  private static func relativePath(from folder: String, to target: String) -> String {
    func components(_ path: String) -> [String] {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.pathComponents
    }
    let (start, end) = (components(folder), components(target))
    let common = zip(start, end).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: start.count - common)
    let way = up + end[common...]
    return way.isEmpty ? "." : way.joined(separator: "/")
  }
}
