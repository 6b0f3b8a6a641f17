internal import CKernels
internal import COpenBLAS

extension Matrix {
  /// Writes `scale * left * right + addend * self` into this matrix.
  ///
  /// Shapes: left m x k, right k x n, self m x n. As in BLAS, a multiplier of 0 means "not read":
  /// `addend` 0 overwrites whatever was there, NaN included, and `scale` 0 ignores the factors.
  /// If this matrix is also a factor the result is still right, at the price of a copy. Small products take
  /// the library's own kernels, others BLAS (see ``Kernels``).
  ///
  /// - Parameters:
  ///   - left: the first factor, m x k.
  ///   - right: the second factor, k x n.
  ///   - scale: multiplies the product.
  ///   - addend: multiplies what the matrix held before.
  /// - Complexity: 2 m n k operations; no allocation unless this matrix is also a factor.
  public mutating func formProduct(
    _ left: Factor, _ right: Factor, scaledBy scale: Double = 1, adding addend: Double = 0
  ) {
    precondition(
      left.columnCount == right.rowCount && rowCount == left.rowCount
        && columnCount == right.columnCount,
      """
      a \(left.rowCount) x \(left.columnCount) by \(right.rowCount) x \(right.columnCount) product \
      does not fit \(shapeDescription)
      """)
    guard !isEmpty else { return }
    // Some small-matrix kernels of OpenBLAS multiply a NaN by a scale of 0.
    guard left.columnCount > 0, scale != 0 else {
      scaleOrClear(by: addend)
      return
    }
    let (m, n, k) = (rowCount, columnCount, left.columnCount)
    let usesKernel = Kernels.suitProduct(m, n, k, isLeftTransposed: left.isTransposed)
    if !usesKernel { BLAS.start }
    unsafe elements.withUnsafeMutableBufferPointer { c in
      unsafe left.matrix.elements.withUnsafeBufferPointer { a in
        unsafe right.matrix.elements.withUnsafeBufferPointer { b in
          if usesKernel {
            unsafe ck_product(
              m, n, k, scale,
              ck_factor(
                elements: a.baseAddress, leading: left.matrix.rowCount,
                transposed: left.isTransposed),
              ck_factor(
                elements: b.baseAddress, leading: right.matrix.rowCount,
                transposed: right.isTransposed),
              addend, c.baseAddress, m)
          } else {
            unsafe cblas_dgemm(
              CblasColMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
              right.isTransposed ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k),
              scale, a.baseAddress, blasint(left.matrix.rowCount), b.baseAddress,
              blasint(right.matrix.rowCount), addend, c.baseAddress, blasint(m))
          }
        }
      }
    }
  }

  private mutating func scaleOrClear(by factor: Double) {
    if factor == 0 { fill(with: 0) } else { scale(by: factor) }
  }

  /// The product of two factors as a new matrix.
  public static func product(_ left: Factor, _ right: Factor) -> Matrix {
    var result = Matrix(rowCount: left.rowCount, columnCount: right.columnCount)
    result.formProduct(left, right)
    return result
  }

  /// The matrix product as a new matrix.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    product(left.factor, right.factor)
  }

  /// Writes `scale * factor * factor^T + addend * self` into this symmetric matrix.
  ///
  /// Half of it is computed and mirrored, so the result is exactly symmetric.
  ///
  /// - Parameters:
  ///   - factor: m x k for this m x m matrix.
  ///   - scale: multiplies the product.
  ///   - addend: multiplies what the matrix held before, which must be symmetric; 0 means not read.
  /// - Complexity: m^2 k operations; no allocation.
  public mutating func formGramian(
    of factor: Factor, scaledBy scale: Double = 1, adding addend: Double = 0
  ) {
    precondition(
      rowCount == factor.rowCount && columnCount == factor.rowCount,
      "the Gramian of \(factor.rowCount) rows does not fit \(shapeDescription)")
    guard !isEmpty else { return }
    BLAS.start
    let (m, k) = (blasint(rowCount), blasint(factor.columnCount))
    unsafe elements.withUnsafeMutableBufferPointer { c in
      unsafe factor.matrix.elements.withUnsafeBufferPointer { a in
        unsafe cblas_dsyrk(
          CblasColMajor, CblasUpper, factor.isTransposed ? CblasTrans : CblasNoTrans, m, k, scale,
          a.baseAddress, blasint(max(1, factor.matrix.rowCount)), addend, c.baseAddress, m)
      }
    }
    copyUpperTriangle()
  }

  /// Makes a square matrix symmetric by its upper triangle.
  mutating func copyUpperTriangle() {
    for j in 0..<columnCount {
      for i in 0..<j { elements[j + i * rowCount] = elements[i + j * rowCount] }
    }
  }

  /// `self^T self`, the Gramian of the columns.
  public var gramian: Matrix { Matrix.gramian(of: transposed) }

  /// `self self^T`, the Gramian of the rows.
  public var leftGramian: Matrix { Matrix.gramian(of: factor) }

  private static func gramian(of factor: Factor) -> Matrix {
    var result = Matrix(rowCount: factor.rowCount, columnCount: factor.rowCount)
    result.formGramian(of: factor)
    return result
  }
}
