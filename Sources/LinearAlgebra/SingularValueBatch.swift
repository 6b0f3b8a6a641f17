internal import CKernels
internal import Dispatch

/// Singular values without vectors of matrices of one shape, several at a time.
///
///     var batch = SingularValueBatch(rowCount: 5, columnCount: 10)
///     try batch.append(first)
///     try batch.append(second)
///     try batch.decompose()
///     batch.values   // those of the first, descending, then those of the second
///
/// Small matrices are turned by Jacobi rotations in the lanes of a vector, one matrix to a lane; larger ones are
/// LAPACK's, one to a thread of ``BLAS/threadCount``. The values of a matrix do not depend on those beside it.
public struct SingularValueBatch: Sendable {
  /// The shape of the matrices.
  public let rowCount, columnCount: Int

  /// Matrices that have been appended and not yet removed.
  public private(set) var count = 0

  /// The values of each matrix that was decomposed, min(m, n) in descending order, one matrix after another.
  public private(set) var values: [Double] = []

  private var method: Method

  private enum Method {
    /// Matrices in lanes, and their values, before they are ordered and scaled back.
    case lanes(AlignedMemory, values: AlignedMemory, scales: [Double])
    case threads([Matrix], [SingularValueWorkspace])
  }

  /// The largest smaller side that is left to rotations in lanes, whose sweeps cost more than LAPACK's single pass.
  ///
  /// An estimate: 5 x 10 was measured to be several times faster than LAPACK, the crossing itself was not.
  private static let laneLimit = 24

  /// The longest columns, in units of their number, that are rotated without a QR decomposition; an estimate, too.
  private static let lengthLimit = 8

  /// Allocates all that is needed.
  ///
  /// - Parameters:
  ///   - rowCount: m.
  ///   - columnCount: n.
  public init(rowCount: Int, columnCount: Int) {
    (self.rowCount, self.columnCount) = (rowCount, columnCount)
    let (size, length) = (min(rowCount, columnCount), max(rowCount, columnCount))
    let lanes = Int(CK_LANE_COUNT)
    if size <= Self.laneLimit, length <= Self.lengthLimit * size {
      method = .lanes(
        AlignedMemory(count: size * length * lanes), values: AlignedMemory(count: size * lanes),
        scales: Array(repeating: 1, count: lanes))
    } else {
      let matrix = Matrix(rowCount: rowCount, columnCount: columnCount)
      let threads = BLAS.threadCount
      method = .threads(
        Array(repeating: matrix, count: threads),
        (0..<threads).map { _ in
          SingularValueWorkspace(rowCount: rowCount, columnCount: columnCount)
        })
    }
    values.reserveCapacity(capacity * size)
  }

  /// Matrices that can be decomposed at a time.
  public var capacity: Int {
    switch method {
    case .lanes(_, _, let scales): scales.count
    case .threads(let matrices, _): matrices.count
    }
  }

  /// Adds a matrix of the batch's shape; there must be room for it.
  ///
  /// - Throws: ``LinearAlgebraError/notFinite(row:column:)``; the batch stays as it was.
  public mutating func append(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(
      matrix.rowCount == rowCount && matrix.columnCount == columnCount && count < capacity,
      "a matrix of another shape, or one too many")
    try matrix.requireFinite()
    switch method {
    case .lanes(var memory, let values, var scales):
      method = .threads([], [])  // so that the memory has one owner
      if !isKnownUniquelyReferenced(&memory) { memory = AlignedMemory(copying: memory) }
      scales[count] = Self.write(matrix, lane: count, memory)
      method = .lanes(memory, values: values, scales: scales)
    case .threads(var matrices, let workspaces):
      method = .threads([], [])
      matrices[count].assign(matrix)
      method = .threads(matrices, workspaces)
    }
    count += 1
  }

  /// Writes a matrix, or its transpose if that is taller, scaled so that squares neither over- nor underflow.
  ///
  /// - Returns: what its values must be multiplied with.
  private static func write(_ matrix: Matrix, lane: Int, _ memory: AlignedMemory) -> Double {
    let largest = matrix.largestMagnitude
    // The reciprocal of a subnormal number's power of two would overflow.
    let exponent = largest > 0 ? max(largest.exponent, Double.leastNormalMagnitude.exponent) : 0
    let scale = Double(sign: .plus, exponent: -exponent, significand: 1)
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let isTall = rows >= columns
    unsafe matrix.elements.withUnsafeBufferPointer { elements in
      for j in 0..<columns {
        for i in 0..<rows {
          let place = isTall ? i + j * rows : j + i * columns
          unsafe memory.start[place * Int(CK_LANE_COUNT) + lane] =
            scale * elements[i + j * rows]
        }
      }
    }
    return Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// Finds the values of all matrices that were appended, and makes room for others.
  ///
  /// - Throws: ``LinearAlgebraError/noConvergence(routine:info:)``.
  /// - Complexity: O(m n min(m, n)) for each; no allocation when ``values`` was not kept, but for
  ///   what several threads take.
  public mutating func decompose() throws(LinearAlgebraError) {
    defer { count = 0 }
    values.removeAll(keepingCapacity: true)
    guard count > 0, min(rowCount, columnCount) > 0 else { return }
    switch method {
    case .lanes(var memory, var found, let scales):
      method = .threads([], [])  // so that the memory has one owner
      defer { method = .lanes(memory, values: found, scales: scales) }
      if !isKnownUniquelyReferenced(&memory) { memory = AlignedMemory(copying: memory) }
      if !isKnownUniquelyReferenced(&found) { found = AlignedMemory(copying: found) }
      try decomposeLanes(memory, found, scales)
    case .threads(let matrices, var workspaces):
      method = .threads([], [])
      defer { method = .threads(matrices, workspaces) }
      try decomposeInThreads(matrices, &workspaces)
      for k in 0..<count { values.append(contentsOf: workspaces[k].values) }
    }
  }

  private mutating func decomposeLanes(
    _ memory: AlignedMemory, _ found: AlignedMemory, _ scales: [Double]
  ) throws(LinearAlgebraError) {
    let (size, length) = (min(rowCount, columnCount), max(rowCount, columnCount))
    guard unsafe ck_lane_singular_values(length, size, memory.start, found.start) else {
      throw .noConvergence(routine: "Jacobi", info: 0)
    }
    for lane in 0..<count {
      for j in 0..<size {
        let value = unsafe scales[lane] * found.start[j * scales.count + lane]
        // Few values, nearly in order: each sinks to its place.
        var place = lane * size + j
        values.append(value)
        while place > lane * size, values[place - 1] < value {
          values[place] = values[place - 1]
          place -= 1
        }
        values[place] = value
      }
    }
  }

  /// One thread to a matrix, also for a single one: the last bits depend on the number of threads.
  private func decomposeInThreads(
    _ matrices: [Matrix], _ workspaces: inout [SingularValueWorkspace]
  ) throws(LinearAlgebraError) {
    try BLAS.withOneThread { () throws(LinearAlgebraError) in
      guard count > 1 else {
        try workspaces[0].decompose(matrices[0])
        return
      }
      var failures = [LinearAlgebraError?](repeating: nil, count: count)
      unsafe workspaces.withUnsafeMutableBufferPointer { workspaces in
        unsafe failures.withUnsafeMutableBufferPointer { failures in
          // Every iteration has elements of its own.
          nonisolated(unsafe) let (workspaces, failures) = unsafe (workspaces, failures)
          DispatchQueue.concurrentPerform(iterations: count) { k in
            do throws(LinearAlgebraError) {
              try unsafe workspaces[k].decompose(matrices[k])
            } catch {
              unsafe failures[k] = error
            }
          }
        }
      }
      for case let failure? in failures { throw failure }
    }
  }
}
