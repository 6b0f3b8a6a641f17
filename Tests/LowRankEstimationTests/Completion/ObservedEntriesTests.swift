import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Observed entries")
struct ObservedEntriesTests {
  private static let holes = Matrix(rows: [[1, .nan, 3], [.nan, 5, .nan]])

  @Test("NaN in a matrix is missing, and comes back as NaN")
  func dense() throws {
    let entries = try ObservedEntries(Self.holes)
    #expect(entries.rows == [0, 0, 1] && entries.columns == [0, 2, 1])
    #expect(entries.values == [1, 3, 5] && entries.density == 0.5)
    let matrix = entries.matrix
    for i in 0..<2 {
      for j in 0..<3 {
        #expect(matrix[i, j] == Self.holes[i, j] || matrix[i, j].isNaN && Self.holes[i, j].isNaN)
      }
    }
  }

  @Test("Triplets in any order are the matrix they stand for")
  func triplets() throws {
    let triplets = Matrix(rows: [[1, 1, 5], [0, 2, 3], [0, 0, 1]])
    #expect(try ObservedEntries(triplets: triplets) == ObservedEntries(Self.holes))
    let larger = try ObservedEntries(triplets: triplets, rowCount: 4, columnCount: 5)
    #expect(larger.rowCount == 4 && larger.columnCount == 5 && larger.values == [1, 3, 5])
  }

  @Test("Infinities are refused with their place")
  func infinite() {
    #expect(
      throws: EstimationError.notFinite(what: "the matrix with holes", row: 0, column: 1)
    ) {
      try ObservedEntries(Matrix(rows: [[1, .infinity], [.nan, 1]]))
    }
    #expect(
      throws: EstimationError.notFinite(what: "the triplets' matrix", row: 2, column: 1)
    ) {
      try ObservedEntries(rows: [2], columns: [1], values: [-.infinity])
    }
  }

  @Test("A matrix without an entry is refused")
  func empty() {
    #expect(
      throws: EstimationError.nothingObserved(
        "no entry of the 2 x 2 matrix is observed: all are missing")
    ) {
      try ObservedEntries(Matrix(rowCount: 2, columnCount: 2, repeating: .nan))
    }
    #expect(
      throws: EstimationError.nothingObserved("no entry is observed: there are no triplets")
    ) {
      try ObservedEntries(rows: [], columns: [], values: [])
    }
  }

  @Test("Wrong triplets are refused, naming the first")
  func wrongTriplets() {
    func refused(_ rows: [[Double]], _ part: String, rowCount: Int? = nil) {
      #expect {
        try ObservedEntries(triplets: Matrix(rows: rows), rowCount: rowCount)
      } throws: { error in
        guard case EstimationError.shapes(let message) = error else { return false }
        return message.contains(part)
      }
    }
    refused([[0, 1], [1, 0]], "three columns")
    refused([[0, 1, 2], [0.5, 0, 1]], "the triplet 1 (from 0) has the row 0.5")
    refused([[0, -1, 2]], "has the column -1.0")
    refused([[0, 1e300, 2]], "has the column 1e+300")
    refused([[0, 0, 1], [3, 0, 1]], "the triplet 1 (from 0) is of row 3", rowCount: 2)
    refused([[0, 1, 2], [1, 0, 1], [0, 1, 2]], "row 0, column 1 (from 0) is given twice")
    #expect {
      try ObservedEntries(rows: [1], columns: [1, 2], values: [1])
    } throws: { error in
      if case EstimationError.shapes = error { true } else { false }
    }
  }

  @Test(
    "Counts below 1 and beyond 32 bits are refused",
    arguments: [(-5, 2), (2, -5), (0, 2), (3_000_000_000, 2), (2, Int.max), (Int.min, 3)])
  func counts(rowCount: Int, columnCount: Int) {
    #expect {
      try ObservedEntries(
        rowCount: rowCount, columnCount: columnCount, rows: [0, 1], columns: [1, 0], values: [1, 2])
    } throws: { error in
      if case EstimationError.setting = error { true } else { false }
    }
  }

  @Test("Indices that no number counts beyond are refused")
  func largestIndex() {
    #expect(throws: EstimationError.self) {
      try ObservedEntries(rows: [0, .max], columns: [1, 0], values: [1, 2])
    }
    #expect(throws: EstimationError.self) {
      try ObservedEntries(rows: [0, 1], columns: [1, -1], values: [1, 2])
    }
  }

  @Test("Empty lines are found and counted without memory for all lines")
  func emptyLines() throws {
    func refused(_ rows: [Int], _ columns: [Int], _ message: String) throws {
      let entries = try ObservedEntries(
        rows: rows, columns: columns, values: rows.indices.map(Double.init))
      #expect {
        try MatrixCompletion().fit(entries)
      } throws: { error in
        guard case EstimationError.nothingObserved(let text) = error else { return false }
        return text.contains(message)
      }
    }
    // 16 GB, if there were a number for each row.
    try refused(
      [0, 1, 2_000_000_000], [0, 1, 0], "row 2 (from 0) is observed, nor of 1999999997 other rows;")
    try refused(
      [0, 1, 1], [0, 1, 2_000_000_000], "column 2 (from 0) is observed, nor of 1999999997 other")
    try refused([0, 1, 1, 3], [0, 1, 0, 0], "row 2 (from 0) is observed; leave")
  }
}
