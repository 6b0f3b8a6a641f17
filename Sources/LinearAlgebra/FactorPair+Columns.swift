internal import CKernels

/// Pairs that stand in the columns of a matrix: U and then V, their columns padded with zeros to whole vectors.
///
/// Sums of such columns are pairs again, so that integrators need not copy.
extension FactorPair {
  /// Rows of such a column.
  public var columnLength: Int { inputRows.upperBound }

  /// The rows of U.
  public var outputRows: Range<Int> { 0..<(layout.outputLeading * innerWidth) }

  /// The rows of V.
  public var inputRows: Range<Int> {
    outputRows.upperBound..<(outputRows.upperBound + layout.inputLeading * innerWidth)
  }

  /// Writes minus the gradient at the pair in one column into another column, and returns the loss there.
  public mutating func formVelocity(
    at source: Int, into target: Int, of vectors: inout Matrix
  ) -> Double {
    requireColumn(source, of: vectors)
    requireColumn(target, of: vectors)
    precondition(source != target, "a velocity cannot take the place of its factors")
    makeMemoryUnique()
    let length = vectors.rowCount
    return unsafe vectors.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .nan }
      return unsafe ck_pair_velocity(
        shape, memory.start, base + source * length, base + target * length)
    }
  }

  /// Writes U, p x r, and V^T, r x d, into a column.
  public func write(output: Matrix, input: Matrix, toColumn column: Int, of vectors: inout Matrix) {
    requireColumn(column, of: vectors)
    for l in 0..<innerWidth {
      for a in 0..<outputWidth { vectors[a + l * layout.outputLeading, column] = output[a, l] }
      let start = inputRows.lowerBound + l * layout.inputLeading
      for b in 0..<inputWidth { vectors[start + b, column] = input[l, b] }
    }
  }

  /// Reads U, p x r, and V^T, r x d, from a column.
  public func read(
    output: inout Matrix, input: inout Matrix, fromColumn column: Int, of vectors: Matrix
  ) {
    requireColumn(column, of: vectors)
    for l in 0..<innerWidth {
      for a in 0..<outputWidth { output[a, l] = vectors[a + l * layout.outputLeading, column] }
      let start = inputRows.lowerBound + l * layout.inputLeading
      for b in 0..<inputWidth { input[l, b] = vectors[start + b, column] }
    }
  }

  private func requireColumn(_ column: Int, of vectors: Matrix) {
    precondition(
      vectors.rowCount == columnLength && 0..<vectors.columnCount ~= column,
      "no column \(column) of \(columnLength) rows in \(vectors.shapeDescription)")
  }
}
