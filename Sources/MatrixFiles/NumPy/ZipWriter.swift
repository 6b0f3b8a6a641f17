/// A zip archive under construction; equal contents give equal bytes.
///
/// Every member carries the earliest time the format can express, 1980-01-01 00:00. Sizes, offsets and
/// numbers of members that plain zip cannot express are written with 64 bits (APPNOTE, 4.3.14 and 4.5.3).
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// The least number that 32 bits cannot express, or less, so that a test need not write 4 GiB.
  private let limit: Int

  /// What stands in 32 bits for a number that is given with 64 bits elsewhere.
  private static let elsewhere = UInt32.max

  /// Creates an empty archive.
  init(limit: Int = Int(UInt32.max)) {
    self.limit = limit
  }

  /// Adds a member, deflated or as it is.
  mutating func append(_ content: [UInt8], named name: String, deflated: Bool) {
    let stored = deflated ? Compression.deflate(content, wrapper: .none) : content
    let offset = bytes.count
    let isLarge = max(content.count, stored.count, offset) >= limit
    // Version, name in UTF-8, method, time, date, check sum, both sizes, length of the name.
    var common: [UInt8] = []
    common.appendLittleEndian(Self.version(isLarge: isLarge))
    common.appendLittleEndian(UInt16(1 << 11))
    common.appendLittleEndian(UInt16(deflated ? 8 : 0))
    common.appendLittleEndian(UInt16(0))
    common.appendLittleEndian(UInt16(1 << 5 | 1))
    common.appendLittleEndian(Compression.checkSum(of: content, in: 0..<content.count))
    common.appendLittleEndian(isLarge ? Self.elsewhere : UInt32(stored.count))
    common.appendLittleEndian(isLarge ? Self.elsewhere : UInt32(content.count))
    common.appendLittleEndian(UInt16(name.utf8.count))

    let sizes = isLarge ? Self.extraField([content.count, stored.count]) : []
    bytes.appendLittleEndian(UInt32(0x0403_4B50))
    bytes += common
    bytes.appendLittleEndian(UInt16(sizes.count))
    bytes += name.utf8
    bytes += sizes
    bytes += stored

    let numbers = isLarge ? Self.extraField([content.count, stored.count, offset]) : []
    directory.appendLittleEndian(UInt32(0x0201_4B50))
    directory.appendLittleEndian(Self.version(isLarge: isLarge))
    directory += common
    directory.appendLittleEndian(UInt16(numbers.count))
    // No comment, part 0, no attributes.
    directory += Array(repeating: 0, count: 10)
    directory.appendLittleEndian(isLarge ? Self.elsewhere : UInt32(offset))
    directory += name.utf8
    directory += numbers
    count += 1
  }

  /// The archive with its directory.
  consuming func finished() -> [UInt8] {
    let offset = bytes.count
    let isLarge = max(offset, directory.count) >= limit || count >= UInt16.max
    bytes += directory
    if isLarge { appendLargeEnd(directoryOffset: offset) }
    bytes.appendLittleEndian(UInt32(0x0605_4B50))
    bytes.appendLittleEndian(UInt32(0))
    for _ in 0..<2 { bytes.appendLittleEndian(isLarge ? UInt16.max : UInt16(count)) }
    bytes.appendLittleEndian(isLarge ? Self.elsewhere : UInt32(directory.count))
    bytes.appendLittleEndian(isLarge ? Self.elsewhere : UInt32(offset))
    bytes.appendLittleEndian(UInt16(0))
    return bytes
  }

  /// The end record of 64 bits and the locator that leads to it.
  private mutating func appendLargeEnd(directoryOffset: Int) {
    let end = bytes.count
    bytes.appendLittleEndian(UInt32(0x0606_4B50))
    // What follows is 44 bytes long.
    bytes.appendLittleEndian(UInt64(44))
    for _ in 0..<2 { bytes.appendLittleEndian(Self.version(isLarge: true)) }
    // Parts of the archive.
    bytes.appendLittleEndian(UInt64(0))
    for number in [count, count, directory.count, directoryOffset] {
      bytes.appendLittleEndian(UInt64(number))
    }
    bytes.appendLittleEndian(UInt32(0x0706_4B50))
    bytes.appendLittleEndian(UInt32(0))
    bytes.appendLittleEndian(UInt64(end))
    bytes.appendLittleEndian(UInt32(1))
  }

  /// The extra field of kind 1, numbers with 64 bits.
  private static func extraField(_ numbers: [Int]) -> [UInt8] {
    var field: [UInt8] = []
    field.appendLittleEndian(UInt16(1))
    field.appendLittleEndian(UInt16(8 * numbers.count))
    for number in numbers { field.appendLittleEndian(UInt64(number)) }
    return field
  }

  /// Version 2.0 or 4.5 of the format.
  private static func version(isLarge: Bool) -> UInt16 { isLarge ? 45 : 20 }
}
