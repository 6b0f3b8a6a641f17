public import LinearAlgebra

/// The entries of a matrix that are known, row after row and in a row by rising column.
public struct ObservedEntries: Codable, Equatable, Sendable {
  /// p.
  public let rowCount: Int

  /// d.
  public let columnCount: Int

  /// The row of each entry, from 0.
  public let rows: [Int]

  /// The column of each entry, from 0.
  public let columns: [Int]

  /// The entries.
  public let values: [Double]

  /// The number of known entries.
  public var count: Int { values.count }

  /// The known entries' part of all.
  public var density: Double { Double(count) / (Double(rowCount) * Double(columnCount)) }

  /// Takes what is not NaN in a matrix.
  ///
  /// - Parameter matrix: p x d, NaN where nothing is known.
  /// - Throws: ``EstimationError/notFinite(what:row:column:)`` for an infinity,
  ///   ``EstimationError/nothingObserved(_:)``, ``EstimationError/setting(name:value:needs:)`` for 2^31 entries or more.
  public init(_ matrix: Matrix) throws(EstimationError) {
    var (rows, columns, values): ([Int], [Int], [Double]) = ([], [], [])
    for i in 0..<matrix.rowCount {
      for j in 0..<matrix.columnCount {
        let value = matrix[i, j]
        if value.isNaN { continue }
        guard value.isFinite else {
          throw .notFinite(what: "the matrix with holes", row: i, column: j)
        }
        rows.append(i)
        columns.append(j)
        values.append(value)
      }
    }
    guard !values.isEmpty else {
      throw .nothingObserved(
        "no entry of the \(matrix.shapeDescription) matrix is observed: all are missing")
    }
    try Self.requireCounts(matrix.rowCount, matrix.columnCount, values.count)
    (rowCount, columnCount) = (matrix.rowCount, matrix.columnCount)
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  /// Takes triplets in any order.
  ///
  /// - Parameters:
  ///   - rowCount: p; nil for one more than the largest row.
  ///   - columnCount: d; nil for one more than the largest column.
  ///   - rows: the row of each entry, from 0.
  ///   - columns: the column of each, from 0.
  ///   - values: the entries.
  /// - Throws: ``EstimationError/shapes(_:)`` when the lists differ in length, a place is outside the matrix or comes
  ///   twice; ``EstimationError/setting(name:value:needs:)`` for counts below 1 or beyond 2^31 - 1;
  ///   ``EstimationError/notFinite(what:row:column:)``; ``EstimationError/nothingObserved(_:)``.
  public init(
    rowCount: Int? = nil, columnCount: Int? = nil, rows: [Int], columns: [Int], values: [Double]
  ) throws(EstimationError) {
    guard rows.count == values.count, columns.count == values.count else {
      throw .shapes(
        "\(rows.count) rows, \(columns.count) columns and \(values.count) values are no triplets")
    }
    guard let lastRow = rows.max(), let lastColumn = columns.max() else {
      throw .nothingObserved("no entry is observed: there are no triplets")
    }
    // A largest index that cannot be counted beyond stands for itself, and is refused as a count.
    let p = rowCount ?? max(lastRow, min(lastRow, Self.countLimit) + 1)
    let d = columnCount ?? max(lastColumn, min(lastColumn, Self.countLimit) + 1)
    try Self.requireCounts(p, d, values.count)
    for k in values.indices {
      guard 0..<p ~= rows[k], 0..<d ~= columns[k] else {
        throw .shapes(
          "the triplet \(k) (from 0) is of row \(rows[k]), column \(columns[k]), outside a \(p) x \(d) matrix counted from 0"
        )
      }
      guard values[k].isFinite else {
        throw .notFinite(what: "the triplets' matrix", row: rows[k], column: columns[k])
      }
    }
    let order = values.indices.sorted { (rows[$0], columns[$0]) < (rows[$1], columns[$1]) }
    for (k, next) in zip(order, order.dropFirst())
    where rows[k] == rows[next] && columns[k] == columns[next] {
      throw .shapes(
        "row \(rows[k]), column \(columns[k]) (from 0) is given twice; an entry has one value")
    }
    (self.rowCount, self.columnCount) = (p, d)
    self.rows = order.map { rows[$0] }
    self.columns = order.map { columns[$0] }
    self.values = order.map { values[$0] }
  }

  /// Takes triplets as the rows of a matrix with three columns: row, column, value.
  ///
  /// - Parameters:
  ///   - triplets: n x 3, rows and columns whole numbers from 0.
  ///   - rowCount: p; nil for one more than the largest row.
  ///   - columnCount: d; nil for one more than the largest column.
  /// - Throws: ``EstimationError`` as the other initialisers, and ``EstimationError/shapes(_:)`` for another number
  ///   of columns or a place that is no whole number.
  public init(
    triplets: Matrix, rowCount: Int? = nil, columnCount: Int? = nil
  ) throws(EstimationError) {
    guard triplets.columnCount == 3 else {
      throw .shapes(
        "triplets have three columns, row, column and value, not \(triplets.columnCount)")
    }
    var places: [[Int]] = [[], []]
    for axis in 0..<2 {
      for k in 0..<triplets.rowCount {
        guard let place = Int(exactly: triplets[k, axis]), 0..<Self.countLimit ~= place else {
          throw .shapes(
            """
            the triplet \(k) (from 0) has the \(axis == 0 ? "row" : "column") \(triplets[k, axis]); rows and columns are \
            whole numbers from 0
            """)
        }
        places[axis].append(place)
      }
    }
    try self.init(
      rowCount: rowCount, columnCount: columnCount, rows: places[0], columns: places[1],
      values: triplets.column(2))
  }

  /// Patterns count in 32 bits.
  private static let countLimit = Int(Int32.max)

  private static func requireCounts(
    _ rowCount: Int, _ columnCount: Int, _ entryCount: Int
  ) throws(EstimationError) {
    for (name, count) in [
      ("rows", rowCount), ("columns", columnCount), ("known entries", entryCount),
    ] where !(1...countLimit ~= count) {
      throw .setting(
        name: "the number of \(name)", value: "\(count)", needs: "from 1 to \(countLimit)")
    }
  }

  /// The entries at some positions, in their order.
  init(_ all: ObservedEntries, at positions: [Int]) {
    (rowCount, columnCount) = (all.rowCount, all.columnCount)
    rows = positions.map { all.rows[$0] }
    columns = positions.map { all.columns[$0] }
    values = positions.map { all.values[$0] }
  }

  /// The places, for sparse products.
  public var pattern: SparsePattern {
    SparsePattern(rowCount: rowCount, columnCount: columnCount, rows: rows, columns: columns)
  }

  /// The matrix with NaN where nothing is known, p x d.
  public var matrix: Matrix {
    var matrix = Matrix(rowCount: rowCount, columnCount: columnCount, repeating: .nan)
    for k in values.indices { matrix[rows[k], columns[k]] = values[k] }
    return matrix
  }
}

// MARK: - What can be completed

extension ObservedEntries {
  /// Refuses what no completion can come of: a matrix of one row or column, or a line of which nothing is known.
  ///
  /// - Throws: ``EstimationError/tooSmall(what:shape:needs:)``, ``EstimationError/nothingObserved(_:)``,
  ///   ``EstimationError/constant(what:)``, ``EstimationError/diverged(_:)`` for entries of a hopeless size.
  func requireCompletable() throws(EstimationError) {
    guard rowCount > 1, columnCount > 1 else {
      throw .tooSmall(
        what: "the matrix to complete", shape: "\(rowCount) x \(columnCount)",
        needs:
          "two rows and two columns at least, as entries are inferred from other rows and columns")
    }
    try requireNoEmptyLine("row", rows, count: rowCount)
    try requireNoEmptyLine("column", columns, count: columnCount)
    guard values.contains(where: { $0 != values[0] }) else {
      throw .constant(what: "the observed part of the matrix")
    }
    try EstimationError.requireSize(
      values.reduce(0) { max($0, $1.magnitude) }, "the known entries",
      limit: MatrixCompletion.sizeLimit)
  }
  /// Refuses new rows that a completed matrix cannot complete.
  ///
  /// - Parameter columnCount: the columns of the completed matrix.
  /// - Throws: ``EstimationError/shapes(_:)``, ``EstimationError/nothingObserved(_:)`` for an empty row.
  public func requireNewRows(columnCount: Int) throws(EstimationError) {
    guard self.columnCount == columnCount else {
      throw .shapes(
        "the new rows have \(self.columnCount) columns, the completed matrix has \(columnCount)")
    }
    try requireNoEmptyLine("row", rows, count: rowCount, prefix: "new ")
  }

  /// Refuses rows and columns of which nothing is known, in no more memory than the entries take.
  private func requireNoEmptyLine(
    _ name: String, _ lines: [Int], count: Int, prefix: String = ""
  ) throws(EstimationError) {
    // Among one line more than there are entries one is empty.
    var isKnown = Array(repeating: false, count: min(count, lines.count + 1))
    for line in lines where line < isKnown.count { isKnown[line] = true }
    guard let empty = isKnown.firstIndex(of: false) else { return }
    let others = count - Set(lines).count - 1
    throw .nothingObserved(
      """
      no entry of \(prefix)\(name) \(empty) (from 0) is observed\(others == 0 ? "" : ", nor of \(others) other \(name)s"); leave \
      such \(name)s out, since nothing tells what they hold
      """)
  }
}
