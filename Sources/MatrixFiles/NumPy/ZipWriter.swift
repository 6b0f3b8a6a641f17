/// A zip archive under construction; equal contents give equal bytes.
///
/// Every member carries the earliest time the format can express, 1980-01-01 00:00. Members and
/// archives are held to the limits of plain zip: 4 GiB and 65 535 members.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0
  private let file: String

  /// Creates an empty archive; `file` is its name for errors.
  init(file: String) {
    self.file = file
  }

  /// Adds a member, deflated or as it is.
  mutating func append(
    _ content: [UInt8], named name: String, deflated: Bool
  ) throws(MatrixFileError) {
    let stored = deflated ? Compression.deflate(content, wrapper: .none) : content
    let offset = bytes.count
    guard max(content.count, offset + stored.count) < 0xFFFF_FFFF, count < 0xFFFF else {
      throw .notWritten(
        file: file, byteCount: offset + stored.count,
        reason: "a zip archive holds at most 4 GiB and 65535 members; write .npy files instead")
    }
    // Version 2.0, name in UTF-8, method, time, date, check sum, both sizes, length of the name.
    var common: [UInt8] = []
    common.appendLittleEndian(UInt16(20))
    common.appendLittleEndian(UInt16(1 << 11))
    common.appendLittleEndian(UInt16(deflated ? 8 : 0))
    common.appendLittleEndian(UInt16(0))
    common.appendLittleEndian(UInt16(1 << 5 | 1))
    common.appendLittleEndian(Compression.checkSum(of: content, in: 0..<content.count))
    common.appendLittleEndian(UInt32(stored.count))
    common.appendLittleEndian(UInt32(content.count))
    common.appendLittleEndian(UInt16(name.utf8.count))

    bytes.appendLittleEndian(UInt32(0x0403_4B50))
    bytes += common
    bytes.appendLittleEndian(UInt16(0))
    bytes += name.utf8
    bytes += stored

    directory.appendLittleEndian(UInt32(0x0201_4B50))
    directory.appendLittleEndian(UInt16(20))
    directory += common
    // No extra field, no comment, part 0, no attributes.
    directory += Array(repeating: 0, count: 12)
    directory.appendLittleEndian(UInt32(offset))
    directory += name.utf8
    count += 1
  }

  /// The archive with its directory.
  consuming func finished() -> [UInt8] {
    let offset = bytes.count
    bytes += directory
    bytes.appendLittleEndian(UInt32(0x0605_4B50))
    bytes.appendLittleEndian(UInt32(0))
    bytes.appendLittleEndian(UInt16(count))
    bytes.appendLittleEndian(UInt16(count))
    bytes.appendLittleEndian(UInt32(directory.count))
    bytes.appendLittleEndian(UInt32(offset))
    bytes.appendLittleEndian(UInt16(0))
    return bytes
  }
}
