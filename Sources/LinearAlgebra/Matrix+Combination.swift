internal import CKernels

extension Matrix {
  /// Writes `first + scale * second` into this matrix, in one pass over all of them.
  ///
  /// All matrices have one shape; this one may be either of the others.
  ///
  /// - Complexity: one pass; no allocation unless this matrix is also another one.
  public mutating func formSum(_ first: Matrix, _ second: Matrix, scaledBy scale: Double) {
    requireSameShape(as: first)
    requireSameShape(as: second)
    guard !isEmpty else { return }
    var vectors = ck_vectors()
    let count = elements.count
    var one = 1.0
    unsafe elements.withUnsafeMutableBufferPointer { result in
      unsafe first.elements.withUnsafeBufferPointer { first in
        unsafe second.elements.withUnsafeBufferPointer { second in
          unsafe vectors.start.0 = second.baseAddress
          unsafe ck_combine(
            count, result.baseAddress, first.baseAddress, scale, 1, &one, &vectors)
        }
      }
    }
  }
}
