internal import CKernels
internal import COpenBLAS

/// A column of a matrix and what it is multiplied by in a sum.
public struct ColumnTerm: Sendable, Equatable {
  /// The column's place, from 0.
  public var column: Int

  /// The coefficient.
  public var coefficient: Double

  /// Pairs a column with its coefficient.
  public init(_ column: Int, _ coefficient: Double) {
    self.column = column
    self.coefficient = coefficient
  }
}

/// A matrix as a store of vectors, its columns, which are combined in place.
extension Matrix {
  /// Writes `start + scale * (sum of the terms)` into one column, in one pass over the memory.
  ///
  /// - Parameters:
  ///   - target: the column that is written; it may be among those that are read.
  ///   - start: the column that is added to the sum; nil for none.
  ///   - scale: multiplies the sum of all terms.
  ///   - terms: columns and their coefficients, in the order of summation, at most 16.
  /// - Complexity: one read of each column; no allocation.
  public mutating func combineColumns(
    into target: Int, from start: Int?, scaledBy scale: Double, _ terms: [ColumnTerm]
  ) {
    let (count, columns) = (rowCount, columnCount)
    precondition(0..<columns ~= target && 0..<columns ~= start ?? 0, "column out of range")
    precondition(
      terms.count <= min(Int(CK_TERM_LIMIT), SIMD16<Double>.scalarCount),
      "\(terms.count) terms in a combination")
    var vectors = ck_vectors()
    var factors = SIMD16<Double>()
    for position in terms.indices { factors[position] = terms[position].coefficient }
    unsafe elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe withUnsafeMutableBytes(of: &vectors) { bytes in
        let pointers = unsafe bytes.assumingMemoryBound(to: UnsafePointer<Double>?.self)
        for position in terms.indices {
          let column = terms[position].column
          precondition(0..<columns ~= column, "column out of range")
          unsafe pointers[position] = UnsafePointer(base + column * count)
        }
      }
      let first = unsafe start.map { unsafe UnsafePointer(base + $0 * count) }
      unsafe withUnsafeBytes(of: &factors) { coefficients in
        unsafe ck_combine(
          count, base + target * count, first, scale, terms.count,
          coefficients.assumingMemoryBound(to: Double.self).baseAddress, &vectors)
      }
    }
  }

  /// The inner product of two columns over a range of rows; a column with itself gives the sum of squares.
  ///
  /// - Complexity: one pass; no allocation.
  public func innerProduct(ofColumns i: Int, _ j: Int, rows: Range<Int>) -> Double {
    precondition(0..<columnCount ~= i && 0..<columnCount ~= j, "column out of range")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "rows out of range")
    BLAS.start
    return unsafe elements.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe cblas_ddot(
        blasint(rows.count), base + (i * rowCount + rows.lowerBound), 1,
        base + (j * rowCount + rows.lowerBound), 1)
    }
  }

  /// Copies one column over another.
  public mutating func copyColumn(_ source: Int, to target: Int) {
    precondition(
      0..<columnCount ~= source && 0..<columnCount ~= target, "column out of range")
    guard source != target else { return }
    let count = rowCount
    unsafe elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe (base + target * count).update(from: base + source * count, count: count)
    }
  }

  /// Copies the elements of `other`, column by column, into a stretch of this matrix's elements.
  ///
  /// - Parameters:
  ///   - other: any shape.
  ///   - position: the place of the first element, from 0 in column-major order.
  public mutating func assign(elementsOf other: Matrix, at position: Int) {
    precondition(
      position >= 0 && position + other.elements.count <= elements.count, "elements out of range")
    unsafe elements.withUnsafeMutableBufferPointer { destination in
      unsafe other.elements.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = destination.baseAddress else { return }
        unsafe (to + position).update(from: from, count: source.count)
      }
    }
  }

  /// Fills this matrix, column by column, from a stretch of another one's elements.
  ///
  /// - Parameters:
  ///   - position: the place of the first element, from 0 in the other's column-major order.
  ///   - other: any shape.
  public mutating func assign(elementsAt position: Int, of other: Matrix) {
    precondition(
      position >= 0 && position + elements.count <= other.elements.count, "elements out of range")
    unsafe elements.withUnsafeMutableBufferPointer { destination in
      unsafe other.elements.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = destination.baseAddress else { return }
        unsafe to.update(from: from + position, count: destination.count)
      }
    }
  }
}
