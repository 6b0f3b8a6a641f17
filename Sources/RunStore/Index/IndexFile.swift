internal import Foundation
internal import GRDB

/// The database file of a runs folder.
struct IndexFile {
  static let name = "index.sqlite"

  /// Whether a path is one that the database or its journals would take.
  static func isReserved(_ path: String) -> Bool {
    path.split(separator: "/").last?.lowercased().hasPrefix("index.") == true
  }

  private let folder: String

  init(in folder: String) {
    self.folder = folder
  }

  /// Opens the file; one that cannot serve is moved aside, and an empty one takes its place.
  ///
  /// - Throws: ``RunStoreError/unusable(path:reason:)``.
  func open() throws(RunStoreError) -> any DatabaseWriter {
    // One process at a time, so that no one moves aside what another has just made.
    let lock = try IndexLock(in: folder)
    defer { withExtendedLifetime(lock) {} }
    do {
      do {
        return try opened()
      } catch  where Self.isDamage(error) {
        try moveAside()
        return try opened()
      }
    } catch {
      throw .unusable(path: path, reason: "\(error)")
    }
  }

  private var path: String { "\(folder)/\(Self.name)" }

  private func opened() throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "index of runs"
    let pool = try DatabasePool(path: path, configuration: configuration)
    do {
      try pool.read { database in
        if try IndexSchema.migrator.hasBeenSuperseded(database) { throw Unfit() }
        guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else {
          throw Unfit()
        }
      }
      try IndexSchema.migrator.migrate(pool)
      // A file of other tables of these names would refuse this.
      _ = try pool.read { try IndexedRun.fetchOne($0) }
    } catch {
      try? pool.close()
      throw error
    }
    return pool
  }

  /// A database of a later version, or one with broken pages.
  private struct Unfit: Error {}

  /// Whether an error tells of the file's contents, not of the disk, of rights or of other processes.
  private static func isDamage(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else {
      return error is Unfit || error is DecodingError || error is RowDecodingError
    }
    let circumstances: [ResultCode] = [
      .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_FULL,
      .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_INTERRUPT,
    ]
    return !circumstances.contains(error.resultCode)
  }

  /// Gives the file and what belongs to it the first free name of its kind.
  private func moveAside() throws {
    let files = FileManager.default
    var number = 1
    while files.fileExists(atPath: damagedPath(number)) { number += 1 }
    for ending in ["", "-wal", "-shm"] where FileStamp(path + ending) != nil {
      try files.moveItem(atPath: path + ending, toPath: damagedPath(number) + ending)
    }
  }

  private func damagedPath(_ number: Int) -> String { "\(folder)/index.damaged-\(number).sqlite" }
}
