internal import Foundation

extension RunIndex {
  /// A run's folder, for a name that may come from anywhere.
  ///
  /// The name must be one component of a path, and the folder must lie in the runs folder itself: nothing that a link
  /// leads to elsewhere is found, and no run of which a part is a link.
  ///
  /// - Parameter name: the run's name; not of a deleted one.
  /// - Returns: its folder, to be read.
  /// - Throws: ``RunStoreError/invalidName(name:)``, ``RunStoreError/noSuchRun(name:folder:)``.
  public func folder(named name: String) throws(RunStoreError) -> RunFolder {
    try reading(named: name, isDeleted: false).folder
  }

  /// A file in a run's folder, for names that may come from anywhere.
  ///
  /// - Parameters:
  ///   - relativePath: where it is in the folder, such as `figures/comparison.svg`.
  ///   - name: the run's name; not of a deleted one.
  /// - Returns: the path of a regular file in the run's folder, no part of it a link that leads out of it.
  /// - Throws: ``RunStoreError/noSuchFile(name:run:)``, and as ``folder(named:)``.
  public func file(
    _ relativePath: String, inRunNamed name: String
  ) throws(RunStoreError) -> String {
    let folder = try folder(named: name).path
    let parts = relativePath.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ Self.isName(String($0)) }),
      let path = FileStamp.resolved("\(folder)/\(relativePath)"),
      path.utf8.starts(with: "\(folder)/".utf8), FileStamp(path)?.kind == .file
    else { throw .noSuchFile(name: relativePath, run: name) }
    return path
  }

  /// Whether a text can be the name of a run or of a file in one: not hidden, no way to elsewhere, no control signs.
  static func isName(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count) && !text.hasPrefix(".")
      && !text.unicodeScalars.contains {
        $0 == "/" || $0.properties.generalCategory == .control
      }
  }

  /// A run that is there.
  func reading(named name: String, isDeleted: Bool) throws(RunStoreError) -> FolderReading {
    guard Self.isName(name) else { throw .invalidName(name: name) }
    let path = "\(folder(areDeleted: isDeleted))/\(name)"
    guard let resolved = FileStamp.resolved(path), resolved.utf8.elementsEqual(path.utf8),
      let reading = FolderReading(path, name: name, isDeleted: isDeleted)
    else { throw .noSuchRun(name: name, folder: folder(areDeleted: isDeleted)) }
    return reading
  }

  /// Where runs are, or where deleted ones wait.
  func folder(areDeleted: Bool) -> String { areDeleted ? "\(path)/.deleted" : path }
}
