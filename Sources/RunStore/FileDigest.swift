/// The FNV-1a hash of 64 bits of a file's bytes.
///
/// It tells that a file was changed; it is no protection against intent. Source: Fowler, Noll, Vo, RFC 9923.
struct FileDigest {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  init(_ bytes: [UInt8]) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  init(of path: String) throws(RunStoreError) {
    self.init(try RunFolder.read(path))
  }

  /// Hexadecimal digits.
  var text: String { String(state, radix: 16) }
}
