internal import COpenBLAS

extension Matrix {
  /// The Frobenius norm, the square root of the sum of squares.
  ///
  /// The sum of squares may exceed the range of a double as long as the norm does not. NaN or
  /// infinite if an element is.
  ///
  /// - Complexity: one pass over the elements; no allocation.
  public var frobeniusNorm: Double {
    guard !isEmpty else { return 0 }
    BLAS.start
    return unsafe elements.withUnsafeBufferPointer {
      unsafe cblas_dnrm2(blasint($0.count), $0.baseAddress, 1)
    }
  }

  /// The inner product tr(self^T other) of two matrices of the same shape.
  ///
  /// - Complexity: one pass over the elements; no allocation.
  public func innerProduct(_ other: Matrix) -> Double {
    precondition(
      hasSameShape(as: other), "shapes differ: \(shapeDescription) and \(other.shapeDescription)")
    guard !isEmpty else { return 0 }
    BLAS.start
    return unsafe elements.withUnsafeBufferPointer { x in
      unsafe other.elements.withUnsafeBufferPointer { y in
        unsafe cblas_ddot(blasint(x.count), x.baseAddress, 1, y.baseAddress, 1)
      }
    }
  }

  /// The sum of the diagonal entries.
  public var trace: Double {
    var sum = 0.0
    for i in 0..<min(rowCount, columnCount) { sum += self[i, i] }
    return sum
  }

  /// The largest absolute value of an element; 0 for an empty matrix, NaN if an element is.
  public var largestMagnitude: Double {
    var largest = 0.0
    for position in elements.indices {
      let magnitude = elements[position].magnitude
      if magnitude.isNaN { return magnitude }
      largest = max(largest, magnitude)
    }
    return largest
  }
}
