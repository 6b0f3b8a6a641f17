/// The IDX format of the MNIST data: one array, most significant byte first, often gzipped.
///
/// Layout: two zero bytes, a byte for the type, a byte for the number of axes, each size in 32 bits,
/// then the elements with the last index running fastest. Source: Y. LeCun, C. Cortes,
/// C. J. C. Burges, "The MNIST database of handwritten digits".
public enum IDXFile {
  /// Reads an array, gzipped or not (told apart by the first bytes).
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - count: read only the first entries along the first axis; a gzipped file is then expanded
  ///     only that far, so that its check sum is not verified.
  ///   - file: the file's name for errors.
  /// - Returns: the array in row-major order.
  /// - Throws: ``MatrixFileError``.
  public static func decode(
    _ bytes: [UInt8], count: Int? = nil, file: String
  ) throws(MatrixFileError) -> NumericArray {
    var cursor = try Self.cursor(on: bytes, file: file, limit: 4)
    let (elementType, axisCount) = try readMagic(&cursor)
    cursor = try Self.cursor(on: bytes, file: file, limit: 4 + 4 * axisCount)
    _ = try cursor.skip(4)
    var shape: [Int] = []
    for _ in 0..<axisCount { shape.append(try cursor.readBigEndian32()) }
    let start = cursor.position
    let wanted = try entryCount(count, of: shape, file: file)
    guard let total = checkedProduct([wanted] + shape.dropFirst().map { max($0, 1) } + [8]) else {
      throw .malformed(
        file: file, problem: "the shape \(describe(shape: shape)) is beyond any memory")
    }
    let elementCount = shape.contains(0) ? 0 : total / 8
    let end = start + elementCount * elementType.byteCount
    let isWhole = wanted == shape[0]
    cursor = try Self.cursor(on: bytes, file: file, limit: end, isWhole: isWhole)
    _ = try cursor.skip(end)
    guard !isWhole || cursor.bytes.count == end else {
      throw .malformed(
        file: file, problem: "more data follow than the shape \(describe(shape: shape)) announces")
    }
    try FileBytes.requireMemory(
      forDoubleCount: elementCount, beside: bytes.count + cursor.bytes.count, of: file)
    return NumericArray(
      shape: [wanted] + shape.dropFirst(), elementType: elementType, order: .rowMajor,
      elements: try elementType.decode(
        cursor.bytes, at: start, count: elementCount, order: .mostSignificantFirst, file: file))
  }

  /// The bytes of a file of unsigned bytes; equal arrays give equal bytes.
  ///
  /// - Parameters:
  ///   - array: whole numbers from 0 to 255, with one to 255 axes.
  ///   - gzipped: whether to compress; the gzip header then carries no time.
  /// - Returns: the whole file.
  public static func encode(_ array: NumericArray, gzipped: Bool) -> [UInt8] {
    precondition((1...255).contains(array.shape.count), "IDX takes one to 255 axes")
    var bytes: [UInt8] = [0, 0, 0x08, UInt8(array.shape.count)]
    for size in array.shape { bytes.appendLittleEndian(UInt32(size).byteSwapped) }
    for element in array.reordered(.rowMajor).elements {
      guard let byte = UInt8(exactly: element) else {
        preconditionFailure("\(element) is not a whole number from 0 to 255")
      }
      bytes.append(byte)
    }
    return gzipped ? Compression.deflate(bytes, wrapper: .gzip) : bytes
  }

  /// Whether bytes begin as an IDX file that is not compressed.
  static func isRecognised(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[3] > 0
      && elementType(code: bytes[2]) != nil
  }
}

// MARK: - Parts

extension IDXFile {
  /// A cursor on the expanded bytes, of which the first `limit` are wanted.
  ///
  /// If these are all, one more is asked for: then zlib comes to the check sum, and a stream that is
  /// longer than announced shows.
  private static func cursor(
    on bytes: [UInt8], file: String, limit: Int, isWhole: Bool = false
  ) throws(MatrixFileError) -> ByteCursor {
    guard bytes.starts(with: gzipMagic) else { return ByteCursor(bytes, file: file) }
    let expanded = try Compression.inflate(
      bytes, in: 0..<bytes.count, wrapper: .gzip, limit: isWhole ? limit + 1 : limit, file: file)
    guard !isWhole || expanded.reachedEnd || expanded.bytes.count != limit else {
      throw .malformed(file: file, problem: "the compressed data end before their check sum")
    }
    return ByteCursor(expanded.bytes, file: file)
  }

  private static func readMagic(
    _ cursor: inout ByteCursor
  ) throws(MatrixFileError) -> (ElementType, axisCount: Int) {
    let magic = cursor.bytes[try cursor.skip(4)]
    guard magic[0] == 0, magic[1] == 0, magic[3] > 0, let type = elementType(code: magic[2]) else {
      throw .malformed(file: cursor.file, problem: "is no IDX file (wrong first four bytes)")
    }
    return (type, Int(magic[3]))
  }

  private static func entryCount(
    _ count: Int?, of shape: [Int], file: String
  ) throws(MatrixFileError) -> Int {
    guard let count else { return shape[0] }
    precondition(count >= 0, "a count cannot be negative")
    guard count <= shape[0] else {
      throw .tooFewEntries(file: file, wantedCount: count, foundCount: shape[0])
    }
    return count
  }

  private static func elementType(code: UInt8) -> ElementType? {
    switch code {
    case 0x08: .uint8
    case 0x09: .int8
    case 0x0B: .int16
    case 0x0C: .int32
    case 0x0D: .float32
    case 0x0E: .float64
    default: nil
    }
  }
}

/// The first bytes of a gzip file.
let gzipMagic: [UInt8] = [0x1F, 0x8B]
