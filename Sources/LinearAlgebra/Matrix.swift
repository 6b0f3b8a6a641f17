/// A dense real matrix: a plain value over one array of doubles in column-major order.
///
/// Element (i, j) stands at `elements[i + j * rowCount]`, the order in which LAPACK works in place.
/// A matrix may have no rows or no columns; every operation then does what the empty sums say.
///
/// Two families of operations exist. Operators and nouns (`a + b`, `product`, `transpose()`)
/// return new matrices and allocate. Imperative verbs (`assign`, `add`, `scale`, `formProduct`)
/// write into storage that is already there and are the ones to use inside a training loop.
public struct Matrix: Sendable, Equatable {
  /// Number of rows.
  public let rowCount: Int

  /// Number of columns.
  public let columnCount: Int

  /// The elements, column after column.
  public internal(set) var elements: [Double]

  /// Creates a matrix from its elements in column-major order.
  ///
  /// - Parameters:
  ///   - rowCount: number of rows, not negative.
  ///   - columnCount: number of columns, not negative.
  ///   - elements: `rowCount * columnCount` numbers, column after column.
  public init(rowCount: Int, columnCount: Int, columnMajor elements: [Double]) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix cannot have a negative size")
    precondition(
      elements.count == rowCount * columnCount,
      "\(rowCount) x \(columnCount) needs \(rowCount * columnCount) elements, got \(elements.count)"
    )
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// Creates a matrix whose every element is `value`.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      columnMajor: Array(repeating: value, count: rowCount * columnCount))
  }

  /// Creates a matrix from its rows, which must be of equal length.
  ///
  ///     let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])  // 2 x 3
  public init(rows: [[Double]]) {
    let columnCount = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columnCount }, "rows of different lengths")
    self.init(rowCount: rows.count, columnCount: columnCount) { rows[$0][$1] }
  }

  /// Creates a matrix by evaluating `element(i, j)` for every row i and column j.
  public init(rowCount: Int, columnCount: Int, element: (Int, Int) -> Double) {
    var elements: [Double] = []
    elements.reserveCapacity(rowCount * columnCount)
    for j in 0..<columnCount {
      for i in 0..<rowCount { elements.append(element(i, j)) }
    }
    self.init(rowCount: rowCount, columnCount: columnCount, columnMajor: elements)
  }

  /// Creates a rectangular diagonal matrix, with zeros after the last of `values`.
  ///
  /// - Parameters:
  ///   - values: the entries (0, 0), (1, 1) and so on, no more than the diagonal is long.
  ///   - rowCount: number of rows.
  ///   - columnCount: number of columns.
  public init(diagonal values: [Double], rowCount: Int, columnCount: Int) {
    precondition(
      values.count <= min(rowCount, columnCount),
      "\(values.count) diagonal values do not fit \(rowCount) x \(columnCount)")
    self.init(rowCount: rowCount, columnCount: columnCount)
    for (i, value) in values.enumerated() { self[i, i] = value }
  }

  /// Creates a square diagonal matrix.
  public init(diagonal values: [Double]) {
    self.init(diagonal: values, rowCount: values.count, columnCount: values.count)
  }

  /// The n x n identity.
  public static func identity(_ size: Int) -> Matrix {
    Matrix(diagonal: Array(repeating: 1, count: size))
  }

  /// Row and column count together, for messages: "3 x 4".
  public var shapeDescription: String { "\(rowCount) x \(columnCount)" }

  /// Whether the matrix has no elements.
  public var isEmpty: Bool { elements.isEmpty }

  /// Whether both matrices have the same numbers of rows and columns.
  public func hasSameShape(as other: Matrix) -> Bool {
    rowCount == other.rowCount && columnCount == other.columnCount
  }
}

// MARK: - Elements

extension Matrix {
  /// The element in row i and column j, both counted from 0.
  public subscript(i: Int, j: Int) -> Double {
    get {
      precondition(i >= 0 && i < rowCount && j >= 0 && j < columnCount, "index out of range")
      return elements[i + j * rowCount]
    }
    set {
      precondition(i >= 0 && i < rowCount && j >= 0 && j < columnCount, "index out of range")
      elements[i + j * rowCount] = newValue
    }
  }

  /// Row i as an array.
  public func row(_ i: Int) -> [Double] {
    (0..<columnCount).map { self[i, $0] }
  }

  /// Column j as an array.
  public func column(_ j: Int) -> [Double] {
    precondition(j >= 0 && j < columnCount, "column out of range")
    return Array(elements[(j * rowCount)..<((j + 1) * rowCount)])
  }

  /// The entries (i, i).
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { self[$0, $0] }
  }

  /// Whether every entry off the main diagonal is zero.
  public var isDiagonal: Bool {
    for j in 0..<columnCount {
      for i in 0..<rowCount where i != j && elements[i + j * rowCount] != 0 { return false }
    }
    return true
  }

  /// The given rows and columns as a matrix of its own.
  public func submatrix(rows: Range<Int>, columns: Range<Int>) -> Matrix {
    Matrix(rowCount: rows.count, columnCount: columns.count) {
      self[rows.lowerBound + $0, columns.lowerBound + $1]
    }
  }

  /// The transpose as a new matrix.
  ///
  /// Inside a product, `transposed` costs nothing.
  public func transpose() -> Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    result.assign(transposeOf: self)
    return result
  }

  /// Row and column of the first element that is not a finite number, if there is one.
  public var firstNonFiniteIndex: (row: Int, column: Int)? {
    for position in elements.indices where !elements[position].isFinite {
      return (position % rowCount, position / rowCount)
    }
    return nil
  }
}
