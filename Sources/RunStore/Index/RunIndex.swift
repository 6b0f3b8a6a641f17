internal import Foundation
internal import GRDB

/// A catalogue of the runs and sweeps in one folder, kept in `index.sqlite` there.
///
/// The folders are the truth and the catalogue is a copy: ``refresh()`` reads what has changed since, and what is
/// damaged is built anew. Several processes may use it at a time.
///
/// ```swift
/// let index = try RunIndex(folder: "runs")
/// try index.refresh()
/// for entry in try index.runs(sortedBy: .loss, descending: false) { print(entry.name, entry.status) }
/// ```
public struct RunIndex: Sendable {
  /// The runs folder, every link in its path followed.
  public let path: String

  let database: any DatabaseWriter

  /// Opens the catalogue of a folder, and makes it when it is missing.
  ///
  /// A file that is damaged, no database, or of a later version is moved aside to `index.damaged-1.sqlite`.
  ///
  /// - Parameter folder: the runs folder.
  /// - Throws: ``RunStoreError/noRunsFolder(path:)``, ``RunStoreError/unusable(path:reason:)``.
  public init(folder: String) throws(RunStoreError) {
    let path = try Self.resolvedFolder(folder)
    (self.path, database) = (path, try IndexFile(in: path).open())
  }

  /// A catalogue that leaves no file and ends with this value.
  ///
  /// - Parameter folder: the runs folder.
  /// - Throws: as ``init(folder:)``.
  public init(inMemoryFor folder: String) throws(RunStoreError) {
    path = try Self.resolvedFolder(folder)
    do {
      database = try DatabaseQueue()
      try IndexSchema.migrator.migrate(database)
    } catch {
      throw .unusable(path: path, reason: "\(error)")
    }
  }

  private static func resolvedFolder(_ folder: String) throws(RunStoreError) -> String {
    guard let path = FileStamp.resolved(folder), FileStamp(path)?.kind == .folder else {
      throw .noRunsFolder(path: folder)
    }
    return path
  }

  /// The entries as of the last ``refresh()``.
  ///
  /// - Parameters:
  ///   - filter: which entries.
  ///   - order: what they are sorted by; equal ones by name.
  ///   - isDescending: whether the largest or latest comes first.
  /// - Returns: the entries; those without the value that they are sorted by come last.
  /// - Throws: ``RunStoreError/unusable(path:reason:)``.
  public func runs(
    matching filter: RunFilter = RunFilter(), sortedBy order: RunOrder = .changed,
    descending isDescending: Bool = true
  ) throws(RunStoreError) -> [RunEntry] {
    try access {
      try database.read { database in
        try IndexedRun.request(filter, order, isDescending: isDescending).fetchAll(database)
      }
    }.map(\.entry)
  }

  /// One run as its folder says now, whether or not the catalogue has it.
  ///
  /// - Parameter name: its name; not of a deleted one.
  /// - Returns: the entry.
  /// - Throws: ``RunStoreError/invalidName(name:)``, ``RunStoreError/noSuchRun(name:folder:)``.
  public func entry(named name: String) throws(RunStoreError) -> RunEntry {
    try reading(named: name, isDeleted: false).entry()
  }

  /// Calls the database; what it refuses is an index that cannot be used.
  func access<Result>(_ body: () throws -> Result) throws(RunStoreError) -> Result {
    do {
      return try body()
    } catch {
      throw .unusable(path: "\(path)/\(IndexFile.name)", reason: "\(error)")
    }
  }
}
