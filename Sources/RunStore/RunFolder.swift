internal import Foundation
internal import MatrixFiles

/// The folder of one run or sweep: what it left, and what it needs to go on.
///
/// Every file appears whole or not at all. `experiment.yaml` or `sweep.yaml` and `environment.json` are there from the
/// start, `checkpoints/` or `journal.jsonl` while the run goes on, `summary.json` once it has ended.
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

  /// What a folder is for.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// One experiment.
    case run

    /// Many runs of one experiment.
    case sweep

    /// What was run, which is written first and marks the folder.
    public var document: Item { self == .run ? .experiment : .sweep }

    /// What is left in the folder, the document first.
    var items: [Item] {
      switch self {
      case .run:
        [
          .experiment, .environment, .checkpoints, .summary, .trajectory, .prediction, .arrays,
          .figures, .report,
        ]
      case .sweep:
        [.sweep, .environment, .journal, .summary, .table, .tableArrays, .figures, .report]
      }
    }
  }

  /// The folder.
  public let path: String

  /// What it is for.
  public let kind: Kind

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

    /// The sweep as run.
    case sweep = "sweep.yaml"

    /// The points of a sweep that are done.
    case journal = "journal.jsonl"

    /// One row for each point of a sweep.
    case table = "table.csv"

    /// The columns of that table as arrays.
    case tableArrays = "table.npz"
  }

  /// Opens or makes a folder.
  ///
  /// - Parameters:
  ///   - path: the folder; missing parents are made.
  ///   - kind: what it is for.
  ///   - mode: what to do when it is not empty.
  /// - Throws: ``RunStoreError``.
  public init(_ path: String, kind: Kind = .run, mode: Mode) throws(RunStoreError) {
    self.path = path
    self.kind = kind
    let files = FileManager.default
    var isFolder: ObjCBool = false
    let exists = files.fileExists(atPath: path, isDirectory: &isFolder)
    if exists, !isFolder.boolValue { throw .notAFolder(path: path) }
    let contents = exists ? try Self.contents(of: path) : []
    switch mode {
    case .new where !contents.isEmpty:
      throw .folderNotEmpty(path: path)
    case .new where IndexFile.isReserved(path):
      throw .invalidName(name: path)
    case .resume where !contains(kind.document):
      throw .nothingToResume(path: path)
    case .overwrite where !contains(kind.document):
      let items = Item.allCases.filter(contains).map(\.rawValue)
      guard items.isEmpty else {
        throw .notARun(path: path, items: items, document: kind.document.rawValue)
      }
    case .overwrite:
      // The document, which comes first and marks the folder, goes last.
      for item in kind.items.reversed() { try remove(item) }
    default:
      break
    }
    if mode != .new { removePartialFiles() }
    try make(path)
  }

  /// A folder with a run or a sweep in it, to be read; nil when it holds neither.
  ///
  /// - Parameter path: the folder, of which nothing is changed.
  public init?(existing path: String) {
    self.path = path
    let documents = Kind.allCases.filter { kind in
      FileManager.default.fileExists(atPath: "\(path)/\(kind.document.rawValue)")
    }
    guard let kind = documents.first else { return nil }
    self.kind = kind
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
