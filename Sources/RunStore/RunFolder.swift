internal import Foundation
internal import MatrixFiles

/// The folder of one run: what it left, and what it needs to go on.
///
/// Every file appears whole or not at all. `experiment.yaml` and `environment.json` are there from the
/// start, `checkpoints/` while the run goes on, `summary.json` once it has ended.
public struct RunFolder: Sendable, Equatable {
  /// How a folder that holds something is treated.
  public enum Mode: Sendable, Equatable {
    /// Refuse it.
    case new

    /// Go on with the run in it.
    case resume

    /// Remove what an earlier run left there; other files stay, and so does a folder that holds no run.
    case overwrite
  }

  /// The folder.
  public let path: String

  /// Names of what a run leaves in its folder.
  public enum Item: String, Sendable, CaseIterable {
    /// The experiment as run.
    case experiment = "experiment.yaml"

    /// What the bits of a result depend on.
    case environment = "environment.json"

    /// States to go on from, one for each network.
    case checkpoints

    /// How the run ended, final values, warnings.
    case summary = "summary.json"

    /// One row for each network and record.
    case trajectory = "trajectory.csv"

    /// What the theory says about the run.
    case prediction = "prediction.json"

    /// All arrays.
    case arrays = "arrays.npz"

    /// The figures and their scripts.
    case figures

    /// The page.
    case report = "report.html"
  }

  /// Opens or makes a folder.
  ///
  /// - Parameters:
  ///   - path: the folder; missing parents are made.
  ///   - mode: what to do when it is not empty.
  /// - Throws: ``RunStoreError``.
  public init(_ path: String, mode: Mode) throws(RunStoreError) {
    self.path = path
    let files = FileManager.default
    var isFolder: ObjCBool = false
    let exists = files.fileExists(atPath: path, isDirectory: &isFolder)
    if exists, !isFolder.boolValue { throw .notAFolder(path: path) }
    let contents = exists ? try Self.contents(of: path) : []
    switch mode {
    case .new where !contents.isEmpty:
      throw .folderNotEmpty(path: path)
    case .resume where !contains(.experiment):
      throw .nothingToResume(path: path)
    case .overwrite where !contains(.experiment):
      let items = Item.allCases.filter(contains).map(\.rawValue)
      guard items.isEmpty else { throw .notARun(path: path, items: items) }
    case .overwrite:
      // The experiment, which comes first and marks the folder as a run's, goes last.
      for item in Item.allCases.reversed() { try remove(item) }
    default:
      break
    }
    if mode != .new { removePartialFiles() }
    try make(path)
  }

  /// The full path of an item.
  public func path(of item: Item) -> String { "\(path)/\(item.rawValue)" }

  /// The full path of a file inside an item that is a folder, which is made when it is missing.
  ///
  /// - Throws: ``RunStoreError/unusable(path:reason:)``.
  public func path(of name: String, in item: Item) throws(RunStoreError) -> String {
    try make(path(of: item))
    return "\(path(of: item))/\(name)"
  }

  /// Whether an item is there.
  public func contains(_ item: Item) -> Bool {
    FileManager.default.fileExists(atPath: path(of: item))
  }

  /// Writes an item that is a file.
  ///
  /// - Throws: ``MatrixFileError`` when the disk is full, for example; an older file then stays.
  public func write(_ bytes: [UInt8], as item: Item) throws {
    try AtomicFile.write(bytes, to: path(of: item))
  }

  /// Reads an item that is a file.
  ///
  /// - Throws: ``RunStoreError/unusable(path:reason:)``.
  public func read(_ item: Item) throws(RunStoreError) -> [UInt8] {
    try Self.read(path(of: item))
  }

  /// Removes an item, if it is there.
  ///
  /// - Throws: ``RunStoreError/unusable(path:reason:)``.
  public func remove(_ item: Item) throws(RunStoreError) {
    guard contains(item) else { return }
    do {
      try FileManager.default.removeItem(atPath: path(of: item))
    } catch {
      throw .unusable(path: path(of: item), reason: error.localizedDescription)
    }
  }

  /// Removes the beginnings of files that a run left when it was killed while it wrote.
  private func removePartialFiles() {
    let files = FileManager.default
    for folder in [path, path(of: .checkpoints), path(of: .figures)] {
      for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
        guard let destination = AtomicFile.destination(ofTemporary: name),
          folder != path || Item(rawValue: destination) != nil
        else { continue }
        try? files.removeItem(atPath: "\(folder)/\(name)")
      }
    }
  }

  static func read(_ path: String) throws(RunStoreError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .unusable(path: path, reason: error.localizedDescription)
    }
  }

  private static func contents(of path: String) throws(RunStoreError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unusable(path: path, reason: error.localizedDescription)
    }
  }

  private func make(_ path: String) throws(RunStoreError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unusable(path: path, reason: Self.reason(path) ?? error.localizedDescription)
    }
  }

  /// What is in the way of a folder: the first part of its path that is there and cannot hold it.
  private static func reason(_ path: String) -> String? {
    let files = FileManager.default
    var place = URL(fileURLWithPath: path)
    while !files.fileExists(atPath: place.path) { place.deleteLastPathComponent() }
    var isFolder: ObjCBool = false
    _ = files.fileExists(atPath: place.path, isDirectory: &isFolder)
    if !isFolder.boolValue { return "\(place.path) is not a folder" }
    return files.isWritableFile(atPath: place.path) ? nil : "\(place.path) is not writable"
  }
}
