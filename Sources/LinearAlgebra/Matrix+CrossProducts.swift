internal import COpenBLAS
internal import Dispatch

extension Matrix {
  /// `X^T X` and `X^T Y` of samples in rows, in one passage through them.
  ///
  /// Every thread of ``BLAS/threadCount`` takes its own share of the rows, block by block, so that a block is read from
  /// memory once.
  ///
  /// - Parameters:
  ///   - x: X, n x d.
  ///   - y: Y, n x p.
  /// - Returns: the Gramian, d x d, and the mixed products, d x p.
  public static func crossProducts(_ x: Matrix, _ y: Matrix) -> (gramian: Matrix, mixed: Matrix) {
    precondition(x.rowCount == y.rowCount, "\(x.rowCount) samples and \(y.rowCount)")
    let zero = (
      Matrix(rowCount: x.columnCount, columnCount: x.columnCount),
      Matrix(rowCount: x.columnCount, columnCount: y.columnCount)
    )
    let shares = overRows(x.rowCount, startingWith: zero) { rows, sums in
      sums.0.add(gramianOfRows: rows, of: x)
      sums.1.add(productOfRows: rows, of: x, y)
    }
    var (gramian, mixed) = shares[0]
    for share in shares.dropFirst() {
      gramian.add(share.0)
      mixed.add(share.1)
    }
    gramian.copyUpperTriangle()
    return (gramian, mixed)
  }

  /// `||Y - X C||_F^2` of samples in rows, in one passage through them.
  ///
  /// - Parameters:
  ///   - x: X, n x d.
  ///   - y: Y, n x p.
  ///   - coefficients: C, d x p.
  /// - Returns: the sum of squares.
  public static func squaredResidual(_ x: Matrix, _ y: Matrix, coefficients: Matrix) -> Double {
    precondition(
      x.rowCount == y.rowCount && x.columnCount == coefficients.rowCount
        && y.columnCount == coefficients.columnCount, "samples and coefficients that do not fit")
    let empty = (0.0, Matrix(rowCount: 0, columnCount: y.columnCount))
    return overRows(x.rowCount, startingWith: empty) { rows, state in
      if state.1.rowCount != rows.count {
        state.1 = Matrix(rowCount: rows.count, columnCount: y.columnCount)
      }
      state.1.assign(rows: rows, of: y)
      state.1.subtract(productOfRows: rows, of: x, coefficients)
      state.0 += state.1.innerProduct(state.1)
    }.reduce(0) { $0 + $1.0 }
  }

  /// Rows that are taken at a time: some of them and a Gramian fit a core's caches.
  private static let blockLength = 1000

  /// Goes through rows block by block, each thread through a range of its own, and returns what they gathered.
  private static func overRows<State: Sendable>(
    _ rowCount: Int, startingWith start: State,
    _ body: @Sendable (Range<Int>, inout State) -> Void
  ) -> [State] {
    let workers = max(1, min(BLAS.threadCount, rowCount / blockLength))
    var states = Array(repeating: start, count: workers)
    BLAS.withOneThread {
      unsafe states.withUnsafeMutableBufferPointer { states in
        // Every iteration has an element of its own.
        nonisolated(unsafe) let states = unsafe states
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
          let end = (worker + 1) * rowCount / workers
          for first in stride(from: worker * rowCount / workers, to: end, by: blockLength) {
            unsafe body(first..<min(first + blockLength, end), &states[worker])
          }
        }
      }
    }
    return states
  }

  /// Adds the upper triangle of the Gramian of some rows.
  private mutating func add(gramianOfRows rows: Range<Int>, of x: Matrix) {
    guard !isEmpty, !rows.isEmpty else { return }
    let (d, n) = (blasint(columnCount), blasint(x.rowCount))
    unsafe elements.withUnsafeMutableBufferPointer { c in
      unsafe x.elements.withUnsafeBufferPointer { a in
        unsafe cblas_dsyrk(
          CblasColMajor, CblasUpper, CblasTrans, d, blasint(rows.count), 1,
          a.baseAddress.map { unsafe $0 + rows.lowerBound }, n, 1, c.baseAddress, d)
      }
    }
  }

  /// Adds X^T Y over some rows.
  private mutating func add(productOfRows rows: Range<Int>, of x: Matrix, _ y: Matrix) {
    guard !isEmpty, !rows.isEmpty else { return }
    let n = blasint(x.rowCount)
    unsafe elements.withUnsafeMutableBufferPointer { c in
      unsafe x.elements.withUnsafeBufferPointer { a in
        unsafe y.elements.withUnsafeBufferPointer { b in
          unsafe cblas_dgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, blasint(x.columnCount),
            blasint(y.columnCount), blasint(rows.count), 1,
            a.baseAddress.map { unsafe $0 + rows.lowerBound }, n,
            b.baseAddress.map { unsafe $0 + rows.lowerBound }, n, 1, c.baseAddress,
            blasint(x.columnCount))
        }
      }
    }
  }

  /// Subtracts the product of some rows of X with C.
  private mutating func subtract(
    productOfRows rows: Range<Int>, of x: Matrix, _ coefficients: Matrix
  ) {
    guard !isEmpty, !coefficients.isEmpty else { return }
    unsafe elements.withUnsafeMutableBufferPointer { c in
      unsafe x.elements.withUnsafeBufferPointer { a in
        unsafe coefficients.elements.withUnsafeBufferPointer { b in
          unsafe cblas_dgemm(
            CblasColMajor, CblasNoTrans, CblasNoTrans, blasint(rows.count),
            blasint(coefficients.columnCount), blasint(x.columnCount), -1,
            a.baseAddress.map { unsafe $0 + rows.lowerBound }, blasint(x.rowCount), b.baseAddress,
            blasint(coefficients.rowCount), 1, c.baseAddress, blasint(rows.count))
        }
      }
    }
  }

  /// Copies some rows of a matrix with as many columns.
  private mutating func assign(rows: Range<Int>, of other: Matrix) {
    let (count, leading) = (rowCount, other.rowCount)
    unsafe elements.withUnsafeMutableBufferPointer { destination in
      unsafe other.elements.withUnsafeBufferPointer { source in
        guard let to = destination.baseAddress, let from = source.baseAddress else { return }
        for j in 0..<other.columnCount {
          unsafe (to + j * count).update(
            from: from + j * leading + rows.lowerBound, count: count)
        }
      }
    }
  }
}
