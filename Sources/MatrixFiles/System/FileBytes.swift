internal import Foundation

/// Reading whole files into memory, and the limit of memory itself.
enum FileBytes {
  /// The bytes of a regular file.
  ///
  /// - Throws: ``MatrixFileError`` when the file cannot be read, is empty, or exceeds the memory.
  static func read(_ path: String) throws(MatrixFileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemReason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .unreadable(file: path, reason: systemReason(errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .unreadable(file: path, reason: "it is a folder")
    default: throw .unreadable(file: path, reason: "it is not a regular file")
    }
    let count = Int(status.st_size)
    guard count > 0 else { throw .emptyFile(file: path) }
    try requireMemory(forByteCount: count, of: path)
    return try read(count, from: descriptor, path: path)
  }

  /// Refuses data that exceed the physical memory, before anything is allocated for them.
  ///
  /// - Parameters:
  ///   - byteCount: what will be needed.
  ///   - file: the file's name for the error.
  /// - Throws: ``MatrixFileError/tooLarge(file:neededByteCount:memoryByteCount:)``.
  static func requireMemory(
    forByteCount byteCount: Int, of file: String
  ) throws(MatrixFileError) {
    let memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard byteCount <= memory else {
      throw .tooLarge(file: file, neededByteCount: byteCount, memoryByteCount: memory)
    }
  }

  /// Refuses doubles that exceed the physical memory together with the bytes they are read from.
  ///
  /// - Parameters:
  ///   - count: how many doubles.
  ///   - byteCount: the bytes that stay in memory meanwhile.
  ///   - file: the file's name for the error.
  /// - Throws: ``MatrixFileError/tooLarge(file:neededByteCount:memoryByteCount:)``.
  static func requireMemory(
    forDoubleCount count: Int, beside byteCount: Int, of file: String
  ) throws(MatrixFileError) {
    let (doubles, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Double>.size)
    let (needed, alsoOverflow) = doubles.addingReportingOverflow(byteCount)
    try requireMemory(forByteCount: overflow || alsoOverflow ? .max : needed, of: file)
  }

  private static func read(
    _ count: Int, from descriptor: Int32, path: String
  ) throws(MatrixFileError) -> [UInt8] {
    var found = 0
    var code: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filledCount in
      while found < count {
        let rest = buffer.extracting(found...)
        let step = unsafe Foundation.read(descriptor, rest.baseAddress, rest.count)
        if step > 0 {
          found += step
        } else if step == 0 {
          break
        } else if errno != EINTR {
          code = errno
          break
        }
      }
      filledCount = found
    }
    guard code == 0 else { throw .unreadable(file: path, reason: systemReason(code)) }
    guard found == count else {
      throw .truncated(file: path, neededByteCount: count, foundByteCount: found)
    }
    return bytes
  }
}
