/// The members of a zip archive, read from its central directory.
///
/// Read are stored and deflated members, also with 64-bit sizes and with sizes that follow the data.
/// Not read are encrypted members and archives in several parts. Source: PKWARE's APPNOTE, 4.3.
struct ZipReader {
  /// One line of the central directory.
  struct Entry {
    let name: String
    let method: UInt16
    let checkSum: UInt32
    let compressedCount: Int
    let count: Int
    let headerOffset: Int
    let isEncrypted: Bool
  }

  /// The members in the order of the directory.
  let entries: [Entry]

  private let bytes: [UInt8]
  private let file: String

  init(_ bytes: [UInt8], file: String) throws(MatrixFileError) {
    self.bytes = bytes
    self.file = file
    var cursor = ByteCursor(bytes, file: file)
    let (offset, count) = try Self.locateDirectory(&cursor)
    cursor.position = offset
    var entries: [Entry] = []
    for _ in 0..<count { entries.append(try Entry(&cursor)) }
    self.entries = entries
  }

  /// The bytes of one member, expanded and checked.
  func content(of entry: Entry) throws(MatrixFileError) -> [UInt8] {
    let member = "\(file) (member \"\(entry.name)\")"
    guard !entry.isEncrypted else { throw .unsupported(file: member, feature: "is encrypted") }
    var cursor = ByteCursor(bytes, file: member, at: entry.headerOffset)
    try cursor.expect(0x0403_4B50, "the header of a member")
    _ = try cursor.skip(22)
    let nameCount = Int(try cursor.readLittleEndian(UInt16.self))
    let extraCount = Int(try cursor.readLittleEndian(UInt16.self))
    _ = try cursor.skip(nameCount + extraCount)
    let range = try cursor.skip(entry.compressedCount)
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(bytes[range])
    case 8:
      // One byte more than announced, so that a longer stream does not pass unseen.
      content = try Compression.inflate(
        bytes, in: range, wrapper: .none, limit: entry.count &+ 1, file: member
      ).bytes
    default:
      throw .unsupported(file: member, feature: "is compressed by zip's method \(entry.method)")
    }
    guard content.count == entry.count else {
      throw .malformed(
        file: member, problem: "\(entry.count) bytes are announced, \(content.count) are there")
    }
    guard Compression.checkSum(of: content, in: 0..<content.count) == entry.checkSum else {
      throw .malformed(file: member, problem: "the check sum is wrong, so the data are damaged")
    }
    return content
  }
}

// MARK: - The directory

extension ZipReader {
  /// Finds the end record, which is followed only by a comment, and through it the directory.
  private static func locateDirectory(
    _ cursor: inout ByteCursor
  ) throws(MatrixFileError) -> (offset: Int, count: Int) {
    let mark: [UInt8] = [0x50, 0x4B, 5, 6]
    let last = cursor.bytes.count - 22
    let candidates = stride(from: last, through: max(0, last - 0xFFFF), by: -1)
    guard last >= 0,
      let end = candidates.first(where: { cursor.bytes[$0..<($0 + 4)].elementsEqual(mark) })
    else {
      throw .malformed(
        file: cursor.file, problem: "the zip archive has no directory; it is cut off or damaged")
    }
    cursor.position = end + 10
    let count = Int(try cursor.readLittleEndian(UInt16.self))
    _ = try cursor.skip(4)
    let offset = Int(try cursor.readLittleEndian(UInt32.self))
    guard count == 0xFFFF || offset == 0xFFFF_FFFF else { return (offset, count) }
    return try locateLargeDirectory(&cursor, end: end)
  }

  /// Follows the 64-bit end record, whose locator stands just before the short one.
  private static func locateLargeDirectory(
    _ cursor: inout ByteCursor, end: Int
  ) throws(MatrixFileError) -> (offset: Int, count: Int) {
    cursor.position = end - 20
    try cursor.expect(0x0706_4B50, "the place of the 64-bit directory")
    _ = try cursor.skip(4)
    cursor.position = try cursor.readSize()
    try cursor.expect(0x0606_4B50, "the 64-bit directory")
    _ = try cursor.skip(28)
    let count = try cursor.readSize()
    _ = try cursor.skip(8)
    return (try cursor.readSize(), count)
  }
}

extension ZipReader.Entry {
  fileprivate init(_ cursor: inout ByteCursor) throws(MatrixFileError) {
    try cursor.expect(0x0201_4B50, "a line of the directory")
    _ = try cursor.skip(4)
    isEncrypted = try cursor.readLittleEndian(UInt16.self) & 1 == 1
    method = try cursor.readLittleEndian(UInt16.self)
    _ = try cursor.skip(4)
    checkSum = try cursor.readLittleEndian(UInt32.self)
    var compressedCount = Int(try cursor.readLittleEndian(UInt32.self))
    var count = Int(try cursor.readLittleEndian(UInt32.self))
    let nameCount = Int(try cursor.readLittleEndian(UInt16.self))
    let extraCount = Int(try cursor.readLittleEndian(UInt16.self))
    let commentCount = Int(try cursor.readLittleEndian(UInt16.self))
    _ = try cursor.skip(8)
    var headerOffset = Int(try cursor.readLittleEndian(UInt32.self))
    name = try cursor.readText(nameCount)
    let end = try cursor.skip(extraCount + commentCount).upperBound
    cursor.position = end - extraCount - commentCount
    // Numbers that do not fit 32 bits stand in the extra field of kind 1, in this order.
    while cursor.position + 4 <= end - commentCount {
      let kind = try cursor.readLittleEndian(UInt16.self)
      let next = try cursor.skip(Int(try cursor.readLittleEndian(UInt16.self)))
      guard kind == 1 else { continue }
      cursor.position = next.lowerBound
      if count == 0xFFFF_FFFF { count = try cursor.readSize() }
      if compressedCount == 0xFFFF_FFFF { compressedCount = try cursor.readSize() }
      if headerOffset == 0xFFFF_FFFF { headerOffset = try cursor.readSize() }
      cursor.position = next.upperBound
    }
    cursor.position = end
    (self.compressedCount, self.count, self.headerOffset) = (compressedCount, count, headerOffset)
  }
}

extension ByteCursor {
  fileprivate mutating func expect(
    _ mark: UInt32, _ place: String
  ) throws(MatrixFileError) {
    guard try readLittleEndian(UInt32.self) == mark else {
      throw .malformed(file: file, problem: "the zip archive is damaged where \(place) should be")
    }
  }

  /// A 64-bit size or offset, which no real file takes beyond 63 bits.
  fileprivate mutating func readSize() throws(MatrixFileError) -> Int {
    Int(clamping: try readLittleEndian(UInt64.self))
  }
}
