internal import CKernels

extension Matrix {
  /// Writes `start + scale (c_1 x_1 + c_2 x_2 + ...)` into this matrix, in one pass over all of them.
  ///
  /// All matrices have one shape; this one may be any of them. The products are summed in the order given.
  ///
  /// - Parameters:
  ///   - start: what is added to.
  ///   - terms: x_1, x_2, ...; those beyond the coefficients are not read.
  ///   - coefficients: c_1, c_2, ..., at most 16.
  ///   - scale: multiplies the sum.
  /// - Complexity: one pass; no allocation unless this matrix is also another one.
  public mutating func formCombination(
    start: Matrix, terms: [Matrix], coefficients: [Double], scaledBy scale: Double
  ) {
    precondition(
      coefficients.count <= terms.count && coefficients.count <= Self.termLimit,
      "\(coefficients.count) coefficients for \(terms.count) terms")
    requireSameShape(as: start)
    for i in coefficients.indices { requireSameShape(as: terms[i]) }
    guard !isEmpty else { return }
    var vectors = ck_vectors()
    unsafe withUnsafeMutableBytes(of: &vectors) { bytes in
      let pointers = unsafe bytes.assumingMemoryBound(to: UnsafePointer<Double>?.self)
      for i in coefficients.indices {
        // The matrices stay in `terms` until the kernel has run.
        unsafe pointers[i] = terms[i].elements.withUnsafeBufferPointer { $0.baseAddress }
      }
    }
    let count = elements.count
    unsafe elements.withUnsafeMutableBufferPointer { result in
      unsafe start.elements.withUnsafeBufferPointer { start in
        unsafe coefficients.withUnsafeBufferPointer { c in
          unsafe ck_combine(
            count, result.baseAddress, start.baseAddress, scale, c.count, c.baseAddress, &vectors)
        }
      }
    }
    withExtendedLifetime(terms) {}
  }

  /// The largest number of terms of a combination.
  private static let termLimit = Int(CK_TERM_LIMIT)
}
