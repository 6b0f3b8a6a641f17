/// The kinds of number that array files hold.
public enum ElementType: String, Sendable, Equatable, CaseIterable, Codable {
  /// A truth value in one byte, read as 0 or 1.
  case boolean
  /// A signed integer of one byte.
  case int8
  /// An unsigned integer of one byte.
  case uint8
  /// A signed integer of two bytes.
  case int16
  /// An unsigned integer of two bytes.
  case uint16
  /// A signed integer of four bytes.
  case int32
  /// An unsigned integer of four bytes.
  case uint32
  /// A signed integer of eight bytes.
  case int64
  /// An unsigned integer of eight bytes.
  case uint64
  /// A number of single precision.
  case float32
  /// A number of double precision.
  case float64

  /// Bytes for one element.
  public var byteCount: Int {
    switch self {
    case .boolean, .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }
}

/// Which byte of a number comes first in a file.
enum ByteOrder {
  case leastSignificantFirst, mostSignificantFirst
}

// MARK: - Between bytes and doubles

extension ElementType {
  /// Reads `count` elements that begin at `offset`; the caller has checked that they are there.
  ///
  /// - Throws: ``MatrixFileError/inexactInteger(file:value:position:)`` for an integer beyond 2^53
  ///   that a double does not hold.
  func decode(
    _ bytes: [UInt8], at offset: Int, count: Int, order: ByteOrder, file: String
  ) throws(MatrixFileError) -> [Double] {
    let source = ElementSource(
      bytes: bytes, offset: offset, count: count, order: order, file: file)
    return switch self {
    case .boolean: source.map(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .int8: source.map(UInt8.self) { Double(Int8(bitPattern: $0)) }
    case .uint8: source.map(UInt8.self) { Double($0) }
    case .int16: source.map(UInt16.self) { Double(Int16(bitPattern: $0)) }
    case .uint16: source.map(UInt16.self) { Double($0) }
    case .int32: source.map(UInt32.self) { Double(Int32(bitPattern: $0)) }
    case .uint32: source.map(UInt32.self) { Double($0) }
    case .float32: source.map(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .float64: source.map(UInt64.self) { Double(bitPattern: $0) }
    case .int64: try source.exactIntegers { Int64(bitPattern: $0) }
    case .uint64: try source.exactIntegers { $0 }
    }
  }

  /// Appends elements with the least significant byte first; they must be values of this type.
  func append(_ elements: [Double], to bytes: inout [UInt8]) {
    switch self {
    case .boolean, .uint8: bytes.append(elements) { UInt8($0) }
    case .int8: bytes.append(elements) { Int8($0) }
    case .int16: bytes.append(elements) { Int16($0) }
    case .uint16: bytes.append(elements) { UInt16($0) }
    case .int32: bytes.append(elements) { Int32($0) }
    case .uint32: bytes.append(elements) { UInt32($0) }
    case .int64: bytes.append(elements) { Int64($0) }
    case .uint64: bytes.append(elements) { UInt64($0) }
    case .float32: bytes.append(elements) { Float($0).bitPattern }
    case .float64: bytes.append(elements) { $0.bitPattern }
    }
  }
}

extension [UInt8] {
  /// Appends what each element becomes, with the least significant byte first.
  fileprivate mutating func append<Value: FixedWidthInteger>(
    _ elements: [Double], as value: (Double) -> Value
  ) {
    let size = Value.bitWidth / 8
    let start = count
    append(contentsOf: repeatElement(0, count: elements.count * size))
    unsafe withUnsafeMutableBytes { buffer in
      for (i, element) in elements.enumerated() {
        unsafe buffer.storeBytes(
          of: value(element).littleEndian, toByteOffset: start + i * size, as: Value.self)
      }
    }
  }
}

/// A run of equal elements in a file.
private struct ElementSource {
  let bytes: [UInt8]
  let offset: Int
  let count: Int
  let order: ByteOrder
  let file: String

  /// The bits of each element, in this machine's order, turned into a double.
  func map<Bits: FixedWidthInteger & UnsignedInteger>(
    _: Bits.Type, _ value: (Bits) -> Double
  ) -> [Double] {
    let size = Bits.bitWidth / 8
    precondition(offset >= 0 && offset + count * size <= bytes.count, "elements beyond the bytes")
    let isLittle = order == .leastSignificantFirst
    return unsafe [Double](unsafeUninitializedCapacity: count) { elements, filledCount in
      unsafe bytes.withUnsafeBytes { buffer in
        for i in 0..<count {
          let bits = unsafe buffer.loadUnaligned(fromByteOffset: offset + i * size, as: Bits.self)
          unsafe elements[i] = value(isLittle ? Bits(littleEndian: bits) : Bits(bigEndian: bits))
        }
      }
      filledCount = count
    }
  }

  func exactIntegers<Value: FixedWidthInteger>(
    _ integer: (UInt64) -> Value
  ) throws(MatrixFileError) -> [Double] {
    var inexact: Value?
    let elements = map(UInt64.self) { bits in
      let value = integer(bits)
      if let exact = Double(exactly: value) { return exact }
      inexact = inexact ?? value
      return .nan
    }
    guard let inexact else { return elements }
    throw .inexactInteger(
      file: file, value: String(inexact), position: elements.firstIndex { $0.isNaN } ?? 0)
  }
}
