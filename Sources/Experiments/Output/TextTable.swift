/// Rows of text with aligned columns, for a terminal.
struct TextTable {
  private let widths: [Int]

  /// Measures the columns.
  ///
  /// - Parameter rows: every row that will be written, each with the same number of cells.
  init(fitting rows: [[String]]) {
    let columnCount = rows.map(\.count).max() ?? 0
    widths = (0..<columnCount).map { column in rows.map { $0[column].count }.max() ?? 0 }
  }

  /// One row; every cell but the last is filled up to its column's width, and two spaces part them.
  func line(_ cells: [String]) -> String {
    var line = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(width - cell.count, 0))
    }.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  /// All rows.
  static func text(_ rows: [[String]]) -> String {
    let table = TextTable(fitting: rows)
    return rows.map(table.line).joined(separator: "\n")
  }
}
