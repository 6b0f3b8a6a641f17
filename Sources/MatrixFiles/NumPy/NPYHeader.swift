/// The header of a `.npy` file: type, memory order and shape.
///
/// Format: "\x93NUMPY", two bytes of version, the header's length (two bytes in version 1, four in
/// versions 2 and 3), and a Python dictionary with the keys `descr`, `fortran_order` and `shape`.
/// Source: the documentation of `numpy.lib.format`.
struct NPYHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  let elementType: ElementType
  let byteOrder: ByteOrder
  let order: NumericArray.Order
  let shape: [Int]

  /// Reads the header and leaves the cursor at the first element.
  init(_ cursor: inout ByteCursor) throws(MatrixFileError) {
    let file = cursor.file
    guard cursor.bytes[try cursor.skip(Self.magic.count)].elementsEqual(Self.magic) else {
      throw .malformed(file: file, problem: "is no .npy file (it does not begin with \\x93NUMPY)")
    }
    let major = try cursor.readLittleEndian(UInt8.self)
    _ = try cursor.skip(1)
    let length =
      switch major {
      case 1: Int(try cursor.readLittleEndian(UInt16.self))
      case 2, 3: Int(try cursor.readLittleEndian(UInt32.self))
      default: throw .unsupported(file: file, feature: "is of version \(major) of the .npy format")
      }
    let range = try cursor.skip(length)
    guard let entries = PythonLiteral.dictionary(in: cursor.bytes[range]),
      case .boolean(let isColumnMajor) = entries["fortran_order"],
      case .tuple(let shape) = entries["shape"],
      let type = entries["descr"]
    else {
      throw .malformed(
        file: file,
        problem: "the .npy header is damaged (wanted are descr, fortran_order and shape)")
    }
    (elementType, byteOrder) = try Self.elementType(of: type, file: file)
    self.shape = shape
    order = isColumnMajor ? .columnMajor : .rowMajor
  }

  /// The header's bytes for an array, padded so that the elements begin at a multiple of 64 bytes.
  static func encoded(for array: NumericArray) -> [UInt8] {
    let isColumnMajor = array.order == .columnMajor ? "True" : "False"
    let dictionary =
      "{'descr': '\(code(of: array.elementType))', 'fortran_order': \(isColumnMajor), "
      + "'shape': \(describe(shape: array.shape)), }"
    // Magic, version and length take ten bytes, the end of the line one.
    let padding = String(repeating: " ", count: 63 - (10 + dictionary.utf8.count) % 64)
    let text = dictionary + padding + "\n"
    var bytes = magic + [1, 0]
    bytes.appendLittleEndian(UInt16(text.utf8.count))
    return bytes + text.utf8
  }
}

// MARK: - Type codes

extension NPYHeader {
  private static func elementType(
    of literal: PythonLiteral, file: String
  ) throws(MatrixFileError) -> (ElementType, ByteOrder) {
    guard case .text(let code) = literal else {
      throw .unsupported(file: file, feature: "holds records with several fields")
    }
    guard let first = code.first, "<>|=".contains(first),
      let type = ElementType.allCases.first(where: {
        Self.code(of: $0).dropFirst() == code.dropFirst()
      })
    else { throw .unsupported(file: file, feature: "holds elements of NumPy's type \"\(code)\"") }
    return (type, first == ">" ? .mostSignificantFirst : .leastSignificantFirst)
  }

  private static func code(of type: ElementType) -> String {
    switch type {
    case .boolean: "|b1"
    case .int8: "|i1"
    case .uint8: "|u1"
    case .int16: "<i2"
    case .uint16: "<u2"
    case .int32: "<i4"
    case .uint32: "<u4"
    case .int64: "<i8"
    case .uint64: "<u8"
    case .float32: "<f4"
    case .float64: "<f8"
    }
  }
}
