internal import CKernels
internal import Dispatch

/// The places of a sparse matrix that hold an entry, in rows and in columns.
///
/// Entries are counted row after row, and in a row by rising column. Products with thin factors cost as many
/// multiplications as there are entries times the width; they run on all processors over fixed parts of the rows or
/// columns, so that no bit of a result depends on how many there are. A factor is stored with its width as the number
/// of rows, n vectors as columns, so that an entry of a product is the inner product of two contiguous columns.
public struct SparsePattern: Sendable, Equatable {
  /// The shape of the whole matrix.
  public let rowCount, columnCount: Int

  /// Where each row's entries begin, and the number of all at the end.
  private let rowStarts: [Int]

  /// The column of each entry.
  private let columns: [Int32]

  /// Where each column's entries begin in ``rows`` and ``places``.
  private let columnStarts: [Int]

  /// The row of each entry, column after column, and the entry's number.
  private let rows, places: [Int32]

  /// Rows and columns cut into parts of nearly equally many entries.
  private let rowParts, columnParts: [Range<Int>]

  /// The number of entries.
  public var entryCount: Int { columns.count }

  /// Creates a pattern.
  ///
  /// - Parameters:
  ///   - rowCount: m.
  ///   - columnCount: n.
  ///   - rows: the row of each entry, from 0, not falling.
  ///   - columns: the column of each, from 0, rising within a row.
  public init(rowCount: Int, columnCount: Int, rows: [Int], columns: [Int]) {
    self.init(
      rowCount: rowCount, columnCount: columnCount, rows: rows, columns: columns,
      partCount: rows.count < Self.smallCount ? 1 : Self.partCount)
  }

  /// Parts that run side by side; more than most machines have processors.
  private static let partCount = 16

  /// Entries below which a second processor costs more than it helps.
  private static let smallCount = 20_000

  /// Creates a pattern that is cut into so many parts.
  init(rowCount: Int, columnCount: Int, rows: [Int], columns: [Int], partCount: Int) {
    precondition(rows.count == columns.count, "a row and a column for each entry")
    precondition(
      max(rowCount, columnCount, rows.count) <= Int32.max, "a pattern has at most 2^31 - 1 entries")
    (self.rowCount, self.columnCount) = (rowCount, columnCount)
    var starts = Array(repeating: 0, count: rowCount + 1)
    var counts = Array(repeating: 0, count: columnCount + 1)
    for k in rows.indices {
      precondition(
        0..<rowCount ~= rows[k] && 0..<columnCount ~= columns[k], "an entry outside the matrix")
      precondition(
        k == 0 || (rows[k - 1], columns[k - 1]) < (rows[k], columns[k]), "entries out of order")
      starts[rows[k] + 1] += 1
      counts[columns[k] + 1] += 1
    }
    for i in 0..<rowCount { starts[i + 1] += starts[i] }
    for j in 0..<columnCount { counts[j + 1] += counts[j] }
    var next = counts
    var rowsByColumn = Array(repeating: Int32(0), count: rows.count)
    var places = rowsByColumn
    for k in rows.indices {
      let place = next[columns[k]]
      next[columns[k]] += 1
      rowsByColumn[place] = Int32(rows[k])
      places[place] = Int32(k)
    }
    rowStarts = starts
    columnStarts = counts
    self.columns = columns.map { Int32($0) }
    self.rows = rowsByColumn
    self.places = places
    rowParts = Self.parts(of: starts, count: partCount)
    columnParts = Self.parts(of: counts, count: partCount)
  }

  /// The number of entries of each row.
  public var rowEntryCounts: [Int] { zip(rowStarts.dropFirst(), rowStarts).map(-) }

  /// The number of entries of each column.
  public var columnEntryCounts: [Int] { zip(columnStarts.dropFirst(), columnStarts).map(-) }

  /// Lines cut so that each part has nearly as many entries.
  private static func parts(of starts: [Int], count: Int) -> [Range<Int>] {
    let (lines, total) = (starts.count - 1, starts[starts.count - 1])
    var parts: [Range<Int>] = []
    var first = 0
    for part in 1...count {
      var last = part == count ? lines : first
      while last < lines, starts[last] < part * total / count { last += 1 }
      if last > first { parts.append(first..<last) }
      first = last
    }
    return parts
  }
}

// MARK: - Products

extension SparsePattern {
  /// Writes the entries of A^T B at the pattern's places, minus given numbers.
  ///
  /// - Parameters:
  ///   - values: one number for each entry; overwritten.
  ///   - left: A, w x m.
  ///   - right: B, w x n.
  ///   - subtracted: one number for each entry; nil subtracts nothing.
  /// - Complexity: w multiplications for each entry; no allocation.
  public func formEntries(
    _ values: inout [Double], ofProduct left: Matrix, _ right: Matrix,
    subtracting subtracted: [Double]? = nil
  ) {
    requireFactors(left, right)
    precondition(
      values.count == entryCount && (subtracted ?? values).count == entryCount,
      "one number for each entry")
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe left.elements.withUnsafeBufferPointer { a in
        unsafe right.elements.withUnsafeBufferPointer { b in
          unsafe withPointer(to: subtracted) { subtracted in
            // Every part has entries of its own.
            nonisolated(unsafe) let (values, a, b, y) = unsafe (values, a, b, subtracted)
            Self.overParts(rowParts) { rows in
              unsafe ck_sparse_entries(
                rows.lowerBound, rows.upperBound, rowStarts, columns, left.rowCount, a.baseAddress,
                b.baseAddress, y, values.baseAddress)
            }
          }
        }
      }
    }
  }

  /// Writes B S^T, S the sparse matrix of the values: column i of the result is the sum over row i of values[k] b_j.
  ///
  /// - Parameters:
  ///   - sums: w x m; overwritten.
  ///   - values: one number for each entry.
  ///   - right: B, w x n.
  /// - Complexity: w multiplications for each entry; no allocation.
  public func formRowSums(_ sums: inout Matrix, of values: [Double], times right: Matrix) {
    requireFactors(sums, right)
    formSums(
      &sums, parts: rowParts, starts: rowStarts, others: columns, places: nil, values: values,
      source: right)
  }

  /// Writes A S, S the sparse matrix of the values: column j of the result is the sum over column j of values[k] a_i.
  ///
  /// - Parameters:
  ///   - sums: w x n; overwritten.
  ///   - values: one number for each entry.
  ///   - left: A, w x m.
  /// - Complexity: w multiplications for each entry; no allocation.
  public func formColumnSums(_ sums: inout Matrix, of values: [Double], times left: Matrix) {
    requireFactors(left, sums)
    formSums(
      &sums, parts: columnParts, starts: columnStarts, others: rows, places: places, values: values,
      source: left)
  }

  private func formSums(
    _ sums: inout Matrix, parts: [Range<Int>], starts: [Int], others: [Int32], places: [Int32]?,
    values: [Double], source: Matrix
  ) {
    precondition(values.count == entryCount, "one number for each entry")
    let width = source.rowCount
    unsafe sums.elements.withUnsafeMutableBufferPointer { sums in
      unsafe source.elements.withUnsafeBufferPointer { source in
        unsafe withPointer(to: places) { places in
          // Every part has columns of its own.
          nonisolated(unsafe) let (sums, source, places) = unsafe (sums, source, places)
          Self.overParts(parts) { lines in
            unsafe ck_sparse_sums(
              lines.lowerBound, lines.upperBound, starts, others, places, width, values,
              source.baseAddress, sums.baseAddress)
          }
        }
      }
    }
  }

  private func requireFactors(_ left: Matrix, _ right: Matrix) {
    precondition(
      left.columnCount == rowCount && right.columnCount == columnCount
        && left.rowCount == right.rowCount,
      "\(left.shapeDescription) and \(right.shapeDescription) are no factors of \(rowCount) x \(columnCount)"
    )
  }

  private static func overParts(_ parts: [Range<Int>], _ body: @Sendable (Range<Int>) -> Void) {
    if parts.count == 1 {
      body(parts[0])
    } else {
      DispatchQueue.concurrentPerform(iterations: parts.count) { body(parts[$0]) }
    }
  }
}

/// The elements of an array, or nil without one.
private func withPointer<Element>(
  to array: [Element]?, _ body: (UnsafePointer<Element>?) -> Void
) {
  guard let array else {
    body(nil)
    return
  }
  unsafe array.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
