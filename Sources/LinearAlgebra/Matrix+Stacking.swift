extension Matrix {
  /// The rows of several factors, one below the other; they have equally many columns.
  ///
  /// - Parameter factors: at least one; the rows of a transposed one are the columns of its matrix.
  public init(stackingRowsOf factors: [Factor]) {
    let columnCount = factors[0].columnCount
    precondition(
      factors.allSatisfy { $0.columnCount == columnCount }, "factors with different column counts")
    let rowCount = factors.reduce(0) { $0 + $1.rowCount }
    self.init(rowCount: rowCount, columnCount: columnCount)
    unsafe elements.withUnsafeMutableBufferPointer { result in
      var first = 0
      for factor in factors {
        let rows = factor.rowCount
        unsafe factor.matrix.elements.withUnsafeBufferPointer { source in
          for j in 0..<columnCount {
            let column = first + j * rowCount
            if factor.isTransposed {
              for i in 0..<rows { unsafe result[column + i] = source[j + i * columnCount] }
            } else {
              for i in 0..<rows { unsafe result[column + i] = source[i + j * rows] }
            }
          }
        }
        first += rows
      }
    }
  }
}
