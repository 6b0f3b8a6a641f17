/// A position in the bytes of a file; every read is checked against the end.
struct ByteCursor {
  let bytes: [UInt8]
  let file: String
  var position: Int

  init(_ bytes: [UInt8], file: String, at position: Int = 0) {
    self.bytes = bytes
    self.file = file
    self.position = position
  }

  /// Skips forward and returns the range that was skipped.
  mutating func skip(_ count: Int) throws(MatrixFileError) -> Range<Int> {
    let (end, overflow) = position.addingReportingOverflow(count)
    guard count >= 0, position >= 0, !overflow, end <= bytes.count else {
      throw .truncated(
        file: file, neededByteCount: overflow ? .max : end, foundByteCount: bytes.count)
    }
    defer { position = end }
    return position..<end
  }

  /// The next integer, stored with the least significant byte first.
  mutating func readLittleEndian<Value: FixedWidthInteger & UnsignedInteger>(
    _: Value.Type
  ) throws(MatrixFileError) -> Value {
    let range = try skip(Value.bitWidth / 8)
    return range.reversed().reduce(0) { $0 << 8 | Value(bytes[$1]) }
  }

  /// The next 32-bit unsigned integer, stored with the most significant byte first.
  mutating func readBigEndian32() throws(MatrixFileError) -> Int {
    let range = try skip(4)
    return range.reduce(0) { $0 << 8 | Int(bytes[$1]) }
  }

  /// The next bytes as text; bytes that are not UTF-8 become replacement characters.
  mutating func readText(_ count: Int) throws(MatrixFileError) -> String {
    String(decoding: bytes[try skip(count)], as: UTF8.self)
  }
}

extension [UInt8] {
  /// Appends an integer with the least significant byte first.
  mutating func appendLittleEndian<Value: FixedWidthInteger>(_ value: Value) {
    for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

/// The product of the sizes, or nil when it exceeds an integer.
func checkedProduct(_ sizes: some Sequence<Int>) -> Int? {
  var product = 1
  for size in sizes {
    let (next, overflow) = product.multipliedReportingOverflow(by: size)
    guard !overflow else { return nil }
    product = next
  }
  return product
}
