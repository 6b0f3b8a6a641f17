import Testing

@testable import LinearAlgebra

@Suite("Sparse patterns")
struct SparsePatternTests {
  /// About a third of the places of a 30 x 17 matrix, with an empty row and an empty column.
  private static let places: (rows: [Int], columns: [Int]) = {
    var generator = SeededGenerator(seed: 1)
    var (rows, columns): ([Int], [Int]) = ([], [])
    for i in 0..<30 where i != 4 {
      for j in 0..<17 where j != 11 && generator.unitUniform() < 0.3 {
        rows.append(i)
        columns.append(j)
      }
    }
    return (rows, columns)
  }()

  private static func pattern(partCount: Int) -> SparsePattern {
    SparsePattern(
      rowCount: 30, columnCount: 17, rows: places.rows, columns: places.columns,
      partCount: partCount)
  }

  /// Factors of a width, numbers for the entries, and the sparse matrix of these numbers as a dense one.
  private static func sample(
    width: Int
  ) -> (left: Matrix, right: Matrix, values: [Double], dense: Matrix) {
    var generator = SeededGenerator(seed: UInt64(width))
    let left = Matrix.gaussian(rowCount: width, columnCount: 30, using: &generator)
    let right = Matrix.gaussian(rowCount: width, columnCount: 17, using: &generator)
    let values = places.rows.map { _ in generator.unitUniform() - 0.5 }
    var dense = Matrix(rowCount: 30, columnCount: 17)
    for (k, value) in values.enumerated() { dense[places.rows[k], places.columns[k]] = value }
    return (left, right, values, dense)
  }

  /// The rounding of sums of so many products of numbers of order one.
  private static func tolerance(_ terms: Int) -> Double { 16 * Double(terms) * .ulpOfOne }

  @Test("Entries of a product are those of the dense one, minus what is given", arguments: 1...9)
  func entries(width: Int) {
    let (left, right, values, _) = Self.sample(width: width)
    let product = Matrix.product(left.transposed, right.factor)
    let pattern = Self.pattern(partCount: 3)
    var (plain, reduced) = (values, values)
    pattern.formEntries(&plain, ofProduct: left, right)
    pattern.formEntries(&reduced, ofProduct: left, right, subtracting: values)
    for k in values.indices {
      let expected = product[Self.places.rows[k], Self.places.columns[k]]
      #expect((plain[k] - expected).magnitude <= Self.tolerance(width))
      #expect(reduced[k] == plain[k] - values[k])
    }
  }

  @Test("Sums over rows and columns are products with the sparse matrix", arguments: [1, 4, 7])
  func sums(width: Int) {
    let (left, right, values, dense) = Self.sample(width: width)
    let pattern = Self.pattern(partCount: 4)
    var (rows, columns) = (left, right)
    pattern.formRowSums(&rows, of: values, times: right)
    pattern.formColumnSums(&columns, of: values, times: left)
    let expectedRows = Matrix.product(right.factor, dense.transposed)
    #expect((rows - expectedRows).largestMagnitude <= Self.tolerance(17))
    #expect((columns - left * dense).largestMagnitude <= Self.tolerance(30))
    #expect(rows.column(4).allSatisfy { $0 == 0 } && columns.column(11).allSatisfy { $0 == 0 })
  }

  @Test("No bit depends on the number of parts", arguments: [2, 3, 16, 50])
  func parts(count: Int) {
    let (left, right, values, _) = Self.sample(width: 5)
    func results(_ pattern: SparsePattern) -> ([Double], Matrix, Matrix) {
      var (entries, rows, columns) = (values, left, right)
      pattern.formEntries(&entries, ofProduct: left, right)
      pattern.formRowSums(&rows, of: values, times: right)
      pattern.formColumnSums(&columns, of: values, times: left)
      return (entries, rows, columns)
    }
    #expect(results(Self.pattern(partCount: 1)) == results(Self.pattern(partCount: count)))
  }

  @Test("Entries are counted by row and by column")
  func counts() {
    let pattern = Self.pattern(partCount: 1)
    #expect(pattern.entryCount == Self.places.rows.count)
    #expect(pattern.rowEntryCounts == (0..<30).map { i in Self.places.rows.count { $0 == i } })
    #expect(
      pattern.columnEntryCounts == (0..<17).map { j in Self.places.columns.count { $0 == j } })
  }
}
