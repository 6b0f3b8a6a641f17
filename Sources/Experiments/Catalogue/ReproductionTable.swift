/// A table that a reproduction gives, each cell as it is read.
public struct ReproductionTable: Codable, Sendable, Equatable {
  /// The heads of the columns.
  public let header: [String]

  /// The rows, each with a cell for every column.
  public let rows: [[String]]

  /// Lays out a table.
  ///
  /// - Parameters:
  ///   - header: the heads of the columns.
  ///   - rows: each with a cell for every column.
  public init(header: [String], rows: [[String]]) {
    precondition(
      rows.allSatisfy { $0.count == header.count }, "every column needs a cell in each row")
    (self.header, self.rows) = (header, rows)
  }
}
