/// Doubles that begin on a cache line: what the kernels of a value work in.
///
/// The values that own one copy it before they write to it when it is shared, so that it never changes under
/// another value; that makes it safe to send.
@safe final class AlignedMemory: @unchecked Sendable {
  let count: Int

  /// The first double, at a multiple of 64 bytes.
  let start: UnsafeMutablePointer<Double>

  /// Zeros.
  init(count: Int) {
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: 64)
    unsafe start = bytes.bindMemory(to: Double.self, capacity: max(count, 1))
    unsafe start.initialize(repeating: 0, count: count)
  }

  /// The same numbers in memory of their own.
  convenience init(copying other: AlignedMemory) {
    self.init(count: other.count)
    unsafe start.update(from: other.start, count: count)
  }

  deinit { unsafe UnsafeMutableRawPointer(start).deallocate() }

  /// The number at a position.
  subscript(position: Int) -> Double {
    get {
      precondition(position >= 0 && position < count, "position out of range")
      return unsafe start[position]
    }
    set {
      precondition(position >= 0 && position < count, "position out of range")
      unsafe start[position] = newValue
    }
  }

  /// Copies the columns of a matrix to columns that begin `leading` apart.
  func write(_ matrix: Matrix, at offset: Int, leading: Int) {
    precondition(
      offset >= 0 && offset + leading * matrix.columnCount <= count && leading >= matrix.rowCount)
    let rows = matrix.rowCount
    unsafe matrix.elements.withUnsafeBufferPointer { elements in
      guard let source = elements.baseAddress else { return }
      for j in 0..<matrix.columnCount {
        unsafe (start + offset + j * leading).update(from: source + j * rows, count: rows)
      }
    }
  }

  /// Copies columns that begin `leading` apart to those of a matrix.
  func read(_ matrix: inout Matrix, at offset: Int, leading: Int) {
    precondition(
      offset >= 0 && offset + leading * matrix.columnCount <= count && leading >= matrix.rowCount)
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    unsafe matrix.elements.withUnsafeMutableBufferPointer { elements in
      guard let destination = elements.baseAddress else { return }
      for j in 0..<columns {
        unsafe (destination + j * rows).update(from: start + offset + j * leading, count: rows)
      }
    }
  }
}
