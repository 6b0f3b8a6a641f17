internal import CKernels
internal import COpenBLAS

// MARK: - In place

extension Matrix {
  /// Copies the elements of `other`, which has the same shape, and keeps this matrix's storage.
  public mutating func assign(_ other: Matrix) {
    requireSameShape(as: other)
    assign(elementsOf: other)
  }

  /// Copies the elements of `other`, column by column, into a matrix of another shape with as many.
  public mutating func assign(elementsOf other: Matrix) {
    precondition(
      elements.count == other.elements.count,
      "\(shapeDescription) has not as many elements as \(other.shapeDescription)")
    guard !isEmpty else { return }
    unsafe elements.withUnsafeMutableBufferPointer { destination in
      unsafe other.elements.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress else { return }
        unsafe destination.baseAddress?.update(from: from, count: source.count)
      }
    }
  }

  /// Copies the transpose of `other`, n x m for this m x n matrix, and keeps this matrix's storage.
  public mutating func assign(transposeOf other: Matrix) {
    precondition(
      rowCount == other.columnCount && columnCount == other.rowCount,
      "the transpose of \(other.shapeDescription) does not fit \(shapeDescription)")
    guard !isEmpty else { return }
    let (rows, columns) = (other.rowCount, other.columnCount)
    unsafe elements.withUnsafeMutableBufferPointer { destination in
      unsafe other.elements.withUnsafeBufferPointer { source in
        unsafe ck_transpose(
          rows, columns, source.baseAddress, rows, destination.baseAddress, columns)
      }
    }
  }

  /// Sets every element to `value`.
  public mutating func fill(with value: Double) {
    for position in elements.indices { elements[position] = value }
  }

  /// Adds `scale * other`; both have the same shape.
  ///
  /// As in BLAS, a `scale` of 0 means that `other` is not read at all, whatever it holds.
  public mutating func add(_ other: Matrix, scaledBy scale: Double = 1) {
    requireSameShape(as: other)
    guard !isEmpty else { return }
    BLAS.start
    let count = blasint(elements.count)
    unsafe elements.withUnsafeMutableBufferPointer { y in
      unsafe other.elements.withUnsafeBufferPointer { x in
        unsafe cblas_daxpy(count, scale, x.baseAddress, 1, y.baseAddress, 1)
      }
    }
  }

  /// Adds `scale * other * diag(values)`; `values` has one number for each column.
  public mutating func add(
    _ other: Matrix, scalingColumnsBy values: [Double], scaledBy scale: Double
  ) {
    requireSameShape(as: other)
    precondition(values.count == columnCount, "\(values.count) scales for \(columnCount) columns")
    for j in 0..<columnCount {
      for i in 0..<rowCount { self[i, j] += scale * values[j] * other[i, j] }
    }
  }

  /// Adds `scale * diag(values) * other`; `values` has one number for each row.
  public mutating func add(
    _ other: Matrix, scalingRowsBy values: [Double], scaledBy scale: Double
  ) {
    requireSameShape(as: other)
    precondition(values.count == rowCount, "\(values.count) scales for \(rowCount) rows")
    for j in 0..<columnCount {
      for i in 0..<rowCount { self[i, j] += scale * values[i] * other[i, j] }
    }
  }

  /// Multiplies every element by `factor`; a NaN stays a NaN, also when `factor` is 0.
  public mutating func scale(by factor: Double) {
    guard factor != 0 else {
      // Some releases of OpenBLAS answer 0 here for 0 times NaN, others NaN.
      for position in elements.indices { elements[position] *= factor }
      return
    }
    guard !isEmpty else { return }
    BLAS.start
    let count = blasint(elements.count)
    unsafe elements.withUnsafeMutableBufferPointer { x in
      unsafe cblas_dscal(count, factor, x.baseAddress, 1)
    }
  }

  /// Adds `value` to each entry (i, i).
  public mutating func addToDiagonal(_ value: Double) {
    for i in 0..<min(rowCount, columnCount) { self[i, i] += value }
  }

  /// Replaces a square matrix by (self + self^T) / 2.
  public mutating func symmetrize() {
    precondition(rowCount == columnCount, "only a square matrix can be symmetrised")
    for j in 0..<columnCount {
      for i in 0..<j {
        let mean = (self[i, j] + self[j, i]) / 2
        self[i, j] = mean
        self[j, i] = mean
      }
    }
  }

  func requireSameShape(as other: Matrix) {
    precondition(
      hasSameShape(as: other), "shapes differ: \(shapeDescription) and \(other.shapeDescription)")
  }
}

// MARK: - New matrices

extension Matrix {
  /// The sum of two matrices of the same shape.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    var sum = left
    sum.add(right)
    return sum
  }

  /// The difference of two matrices of the same shape.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    var difference = left
    difference.add(right, scaledBy: -1)
    return difference
  }

  /// Every element multiplied by a number.
  public static func * (factor: Double, matrix: Matrix) -> Matrix {
    var scaled = matrix
    scaled.scale(by: factor)
    return scaled
  }

  /// The matrix whose elements are `transform` of this one's.
  public func mapElements(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount, columnMajor: elements.map(transform))
  }

  /// diag(values) self: row i multiplied by `values[i]`.
  public func scalingRows(by values: [Double]) -> Matrix {
    precondition(values.count == rowCount, "\(values.count) scales for \(rowCount) rows")
    return Matrix(rowCount: rowCount, columnCount: columnCount) { values[$0] * self[$0, $1] }
  }

  /// self diag(values): column j multiplied by `values[j]`.
  public func scalingColumns(by values: [Double]) -> Matrix {
    precondition(values.count == columnCount, "\(values.count) scales for \(columnCount) columns")
    return Matrix(rowCount: rowCount, columnCount: columnCount) { self[$0, $1] * values[$1] }
  }
}

// MARK: - Entry by entry, in place

extension Matrix {
  /// Replaces every element x by `transform(x)`.
  public mutating func transformElements(_ transform: (Double) -> Double) {
    for position in elements.indices { elements[position] = transform(elements[position]) }
  }

  /// Replaces every element x by `combine(x, y)`, y the element of `other` in the same place.
  public mutating func combineElements(
    with other: Matrix, _ combine: (Double, Double) -> Double
  ) {
    requireSameShape(as: other)
    for position in elements.indices {
      elements[position] = combine(elements[position], other.elements[position])
    }
  }
}
