internal import Foundation

/// An experiment file that was read and checked.
///
///     let file = try ExperimentFile(contentsOf: "mnist-ones.yaml", overriding: ["seed=3"])
///     let target = file.resolve("data/ones.npy")
public struct ExperimentFile: Sendable, Equatable {
  /// What the file describes.
  public let description: ExperimentDescription

  /// The YAML as run: the file's own text, or, if something was overridden, all values as they are then.
  public let text: String

  /// The folder that the file's paths are relative to.
  public let directory: String

  let document: DocumentNode

  /// Reads and checks a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - overrides: changes such as "networks[1].training.descent.steps=100", in their order.
  /// - Throws: ``ExperimentFileError``.
  public init(
    contentsOf path: String, overriding overrides: [String] = []
  ) throws(ExperimentFileError) {
    try self.init(
      text: Self.text(of: path), fileName: path, overriding: overrides)
  }

  /// Checks the text of a file.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - fileName: the file's name, for messages, for the experiment's name if the text gives none, and
  ///     for the folder that paths are relative to.
  ///   - overrides: changes such as "networks[1].training.descent.steps=100", in their order.
  /// - Throws: ``ExperimentFileError``.
  public init(
    text: String, fileName: String, overriding overrides: [String] = []
  ) throws(ExperimentFileError) {
    guard var document = try YAMLText.parse(text, file: fileName), !document.isNull else {
      throw ExperimentFileError(file: fileName, place: nil, keyPath: "", problem: .empty)
    }
    for argument in overrides {
      document = try Override(argument, file: fileName).applied(to: document)
    }
    let url = URL(fileURLWithPath: fileName)
    let (description, directory) = try FileValue(node: document, keyPath: "", file: fileName)
      .experiment(fallbackName: url.deletingPathExtension().lastPathComponent)
    self.description = description
    self.document = document
    self.directory = Self.path(directory ?? "", in: url.deletingLastPathComponent().path)
    self.text =
      overrides.isEmpty
      ? text : try Self.text(of: document, file: fileName, overrides: overrides)
  }

  /// The path of a file that the experiment names, relative to the folder of the experiment file.
  public func resolve(_ path: String) -> String {
    Self.path(path, in: directory)
  }

  /// A path relative to a folder, unless it is absolute.
  static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : path.isEmpty ? folder : "\(folder)/\(path)"
  }

  // MARK: - Text

  /// The text of a file in UTF-8.
  static func text(of path: String) throws(ExperimentFileError) -> String {
    var data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw ExperimentFileError(
        file: path, place: nil, keyPath: "", problem: .unreadable(reason: reason(path)))
    }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if data.starts(with: byteOrderMark) { data = Data(data.dropFirst(byteOrderMark.count)) }
    if let text = String(validating: data, as: UTF8.self) { return text }
    // A line break is never part of a longer UTF-8 sequence, so each line can be looked at alone.
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw ExperimentFileError(
      file: path, place: .position(line: index + 1, column: 1), keyPath: "", problem: .notUTF8)
  }

  private static func reason(_ path: String) -> String {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      return "there is no such file"
    }
    return isDirectory.boolValue ? "it is a folder" : "permission was refused"
  }

  /// The text of a changed document, with a note of the changes.
  static func text(
    of document: DocumentNode, file: String, overrides: [String]
  ) throws(ExperimentFileError) -> String {
    let notes = overrides.map { "# --set \($0.replacing("\n", with: " "))\n" }.joined()
    do {
      return notes + (try YAMLText.serialize(document))
    } catch {
      throw ExperimentFileError(
        file: file, place: nil, keyPath: "", problem: .syntax(String(describing: error)))
    }
  }
}
