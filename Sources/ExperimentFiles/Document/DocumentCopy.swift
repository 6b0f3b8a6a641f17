internal import Foundation

/// A document that is to stand in another folder and mean the same there.
///
/// A file may leave its name and the folder of its paths to where it stands; the copy spells them out, in
/// `name` and `directory`. All else stays as it is, with its comments.
struct DocumentCopy {
  /// What the document is called in the comment above what was added: "experiment".
  let kind: String

  let text: String
  let document: DocumentNode
  let name: String

  /// The folder that the document's paths are relative to.
  let directory: String

  /// The text for a folder that exists.
  func text(in folder: String) throws(ExperimentFileError) -> String {
    guard case .mapping(var entries) = document.content else { return text }
    func value(_ text: String) -> DocumentNode {
      DocumentNode(content: .scalar(text, isQuoted: true), place: document.place)
    }
    func entry(_ key: ExperimentKey, _ text: String) -> DocumentNode.Entry {
      .init(key: key.rawValue, keyPlace: document.place, value: value(text))
    }
    var added: [DocumentNode.Entry] = []
    if !entries.contains(where: { $0.key == ExperimentKey.name.rawValue }) {
      added.append(entry(.name, name))
    }
    let path = Self.relativePath(from: folder, to: directory)
    if let i = entries.firstIndex(where: { $0.key == ExperimentKey.directory.rawValue }) {
      if case .scalar(path, _) = entries[i].value.content {} else { entries[i].value = value(path) }
    } else if path != "." {
      added.append(entry(.directory, path))
    }
    let wanted = DocumentNode(content: .mapping(added + entries), place: document.place)
    if wanted == document { return text }
    var candidate = "# Added to the \(kind) as run, so that it can be run from here.\n"
    for entry in added {
      candidate += "\(entry.key): "
      candidate += try ExperimentFile.text(of: entry.value, file: name, overrides: [])
    }
    candidate += "\n" + text
    // Text such as a list in braces takes no lines before it; it is written anew.
    if let parsed = try? YAMLText.parse(candidate, file: name),
      parsed.moved(to: document.place) == wanted.moved(to: document.place)
    {
      return candidate
    }
    return try ExperimentFile.text(of: wanted, file: name, overrides: [])
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
