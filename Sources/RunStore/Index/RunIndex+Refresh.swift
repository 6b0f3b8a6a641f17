internal import Foundation
internal import GRDB

extension RunIndex {
  /// Brings the catalogue up to date; only folders that changed are read.
  ///
  /// - Throws: ``RunStoreError/unusable(path:reason:)``.
  public func refresh() throws(RunStoreError) {
    let known = try access {
      try database.read { try KnownRun.fetchAll($0) }
    }
    var missing = Dictionary(uniqueKeysWithValues: known.map { ($0.place, $0) })
    var changed: [IndexedRun] = []
    for reading in readings(areDeleted: false) + readings(areDeleted: true) {
      let place = KnownRun.Place(reading.name, isDeleted: reading.isDeleted)
      let old = missing.removeValue(forKey: place)
      // Before the folder is read: a change after this is seen next time.
      let fingerprint = reading.fingerprint
      if let old, old.fingerprint == fingerprint,
        reading.standing.map({ $0 == old.status }) ?? old.isEnded
      {
        continue
      }
      changed.append(IndexedRun(reading.entry(), fingerprint: fingerprint))
    }
    guard !changed.isEmpty || !missing.isEmpty else { return }
    try access {
      try database.write { database in
        for run in missing.values {
          _ = try IndexedRun.deleteOne(
            database, key: ["name": run.name, "isDeleted": run.isDeleted])
        }
        for run in changed { try run.upsert(database) }
      }
    }
  }

  /// The runs in the folder, or in that of the deleted.
  private func readings(areDeleted: Bool) -> [FolderReading] {
    let folder = self.folder(areDeleted: areDeleted)
    // A folder of deleted runs that leads elsewhere is not ours.
    guard FileStamp(folder)?.kind == .folder else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter(Self.isName).compactMap {
      FolderReading("\(folder)/\($0)", name: $0, isDeleted: areDeleted)
    }
  }
}

/// What a refresh has to know about a run that is in the catalogue.
private struct KnownRun: Codable, FetchableRecord, TableRecord {
  static let databaseTableName = IndexedRun.databaseTableName
  static var databaseSelection: [any SQLSelectable] {
    ["name", "isDeleted", "status", "fingerprint"].map { Column($0) }
  }

  /// Names are compared by their bytes, as folders are: equal strings may be spelt in two ways.
  struct Place: Hashable {
    private let name: [UInt8]
    private let isDeleted: Bool

    init(_ name: String, isDeleted: Bool) {
      (self.name, self.isDeleted) = (Array(name.utf8), isDeleted)
    }
  }

  let name: String
  let isDeleted: Bool
  let status: RunStatus
  let fingerprint: String

  var place: Place { Place(name, isDeleted: isDeleted) }

  /// Whether the status is one that a summary gave.
  var isEnded: Bool { status != .running && status != .interrupted }
}
