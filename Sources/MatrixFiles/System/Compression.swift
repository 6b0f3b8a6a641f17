internal import CZlib

/// How a deflated stream is wrapped.
enum StreamWrapper: Int32 {
  /// Nothing around it, as in a zip archive. zlib's name for that is a negative window size.
  case none = -15

  /// A gzip header and a check sum.
  case gzip = 31
}

/// zlib's streams and check sum over arrays of bytes.
enum Compression {
  /// No deflated stream expands further than this, so a header that claims more is wrong.
  static let largestRatio = 1032

  /// The CRC-32 of a range of bytes.
  static func checkSum(of bytes: [UInt8], in range: Range<Int>) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer {
      let part = $0.extracting(range)
      return unsafe UInt32(truncatingIfNeeded: crc32_z(0, part.baseAddress, part.count))
    }
  }

  /// Expands a stream until it ends or `limit` bytes are there.
  ///
  /// - Parameters:
  ///   - bytes: holds the stream.
  ///   - range: where the stream stands in `bytes`.
  ///   - wrapper: gzip or none.
  ///   - limit: the most bytes to produce.
  ///   - file: the file's name for errors.
  /// - Returns: the bytes, and whether the stream came to its end with a right check sum.
  /// - Throws: ``MatrixFileError`` when the stream is damaged or exceeds the memory.
  static func inflate(
    _ bytes: [UInt8], in range: Range<Int>, wrapper: StreamWrapper, limit: Int, file: String
  ) throws(MatrixFileError) -> (bytes: [UInt8], reachedEnd: Bool) {
    // One byte at least, because zlib takes no empty buffer.
    let capacity = max(1, min(limit, checkedProduct([range.count + 64, largestRatio]) ?? .max))
    try FileBytes.requireMemory(forByteCount: capacity, of: file)
    var stream = unsafe z_stream()
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(&stream, wrapper.rawValue, ZLIB_VERSION, size) == Z_OK else {
      preconditionFailure("zlib could not be started")
    }
    defer { unsafe inflateEnd(&stream) }
    var status = Z_OK
    let output = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      status = unsafe run(&stream, on: bytes, in: range, into: buffer, count: &count) {
        unsafe CZlib.inflate($0, Z_NO_FLUSH)
      }
    }
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw .malformed(file: file, problem: "the compressed data are damaged")
    }
    return (output, status == Z_STREAM_END)
  }

  /// Compresses bytes; equal bytes give equal streams (a gzip header carries no time).
  static func deflate(_ bytes: [UInt8], wrapper: StreamWrapper) -> [UInt8] {
    var stream = unsafe z_stream()
    let started = unsafe deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapper.rawValue, 8, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(started == Z_OK, "zlib could not be started")
    defer { unsafe deflateEnd(&stream) }
    // zlib's bound for any input, with the gzip frame included.
    let capacity = bytes.count + bytes.count >> 3 + bytes.count >> 8 + 128
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      let status = unsafe run(
        &stream, on: bytes, in: 0..<bytes.count, into: buffer, count: &count
      ) {
        unsafe CZlib.deflate($0, $0.pointee.avail_in == 0 ? Z_FINISH : Z_NO_FLUSH)
      }
      precondition(status == Z_STREAM_END, "the compressed data exceed zlib's bound")
    }
  }

  /// Feeds a stream piece by piece, because zlib counts in 32 bits.
  private static func run(
    _ stream: inout z_stream, on bytes: [UInt8], in range: Range<Int>,
    into buffer: UnsafeMutableBufferPointer<UInt8>, count: inout Int,
    step: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> Int32 {
    let piece = 1 << 30
    var consumed = range.lowerBound
    var status = Z_OK
    unsafe bytes.withUnsafeBufferPointer { input in
      repeat {
        let inputCount = min(piece, range.upperBound - consumed)
        let outputCount = min(piece, buffer.count - count)
        // zlib declares its input as mutable and does not change it.
        unsafe stream.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { unsafe $0 + consumed })
        unsafe stream.avail_in = UInt32(inputCount)
        unsafe stream.next_out = buffer.baseAddress.map { unsafe $0 + count }
        unsafe stream.avail_out = UInt32(outputCount)
        status = unsafe step(&stream)
        let taken = unsafe inputCount - Int(stream.avail_in)
        let given = unsafe outputCount - Int(stream.avail_out)
        consumed += taken
        count += given
        // Without progress the input is cut off or the output is full.
        if taken == 0 && given == 0 { break }
      } while status == Z_OK
    }
    return status
  }
}
