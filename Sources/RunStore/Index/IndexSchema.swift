internal import Foundation
internal import GRDB

/// The tables of the index.
enum IndexSchema {
  /// The steps from an empty database to the present tables.
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("run") { database in
      try database.create(table: IndexedRun.databaseTableName) { table in
        table.column("name", .text).notNull().check { $0 != "" }
        table.column("isDeleted", .boolean).notNull()
        table.column("kind", .text).notNull().check { ["run", "sweep"].contains($0) }
        table.column("title", .text).notNull()
        table.column("status", .text).notNull()
        table.column("seconds", .double)
        table.column("changed", .double).notNull()
        table.column("loss", .double)
        table.column("fingerprint", .text).notNull()
        table.column("entry", .jsonText).notNull()
        table.primaryKey(["name", "isDeleted"])
      }
      for column in ["changed", "status"] {
        try database.create(
          indexOn: IndexedRun.databaseTableName, columns: ["isDeleted", column])
      }
    }
    return migrator
  }()
}

/// A row: the entry, what it is sorted and filtered by, and which state of the folder it tells of.
struct IndexedRun: Codable, Sendable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "run"

  let name: String
  let isDeleted: Bool
  let kind: RunFolder.Kind
  let title: String
  let status: RunStatus
  let seconds: Double?

  /// Seconds since 1970.
  let changed: Double
  let loss: Double?
  let fingerprint: String
  let entry: RunEntry

  init(_ entry: RunEntry, fingerprint: String) {
    (name, isDeleted, kind) = (entry.name, entry.isDeleted, entry.kind)
    (title, status, seconds) = (entry.title, entry.status, entry.seconds)
    (changed, loss) = (entry.changed.timeIntervalSince1970, entry.loss)
    (self.fingerprint, self.entry) = (fingerprint, entry)
  }

  static func databaseJSONEncoder(for column: String) -> JSONEncoder { .stable }

  static func databaseJSONDecoder(for column: String) -> JSONDecoder { .stable }

  /// The rows that match a filter, in order.
  static func request(
    _ filter: RunFilter, _ order: RunOrder, isDescending: Bool
  ) -> QueryInterfaceRequest<IndexedRun> {
    var request = Self.filter(Column("isDeleted") == filter.isDeleted)
    if let status = filter.status { request = request.filter(Column("status") == status.rawValue) }
    if let kind = filter.kind { request = request.filter(Column("kind") == kind.rawValue) }
    if let text = filter.text, !text.isEmpty {
      let pattern = "%" + text.replacing(/[\\%_]/) { "\\\($0.0)" } + "%"
      request = request.filter(
        Column("name").like(pattern, escape: "\\") || Column("title").like(pattern, escape: "\\"))
    }
    let column = Column(order.rawValue)
    return request.order(
      column == nil, isDescending ? column.desc : column.asc, Column("name").asc)
  }
}
