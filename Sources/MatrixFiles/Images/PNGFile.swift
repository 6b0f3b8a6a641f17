internal import CPNG
public import LinearAlgebra

/// Grey pictures in PNG, 0 for black and 255 for white.
public enum PNGFile {
  static let magic: [UInt8] = [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A]

  /// The bytes of a grey picture with 8 bits for each pixel.
  ///
  /// - Parameter matrix: brightness, one pixel for each element, row 0 on top; values are rounded
  ///   and clipped to 0...255, NaN becomes 0. It must not be empty.
  /// - Returns: the whole file.
  public static func encode(_ matrix: Matrix) -> [UInt8] {
    precondition(!matrix.isEmpty, "a picture needs at least one pixel")
    var pixels: [UInt8] = []
    pixels.reserveCapacity(matrix.elements.count)
    for i in 0..<matrix.rowCount {
      for j in 0..<matrix.columnCount { pixels.append(brightness(matrix[i, j])) }
    }
    var image = unsafe emptyImage()
    unsafe image.width = UInt32(matrix.columnCount)
    unsafe image.height = UInt32(matrix.rowCount)
    unsafe image.format = UInt32(PNG_FORMAT_GRAY)
    // Deflate's worst case for all rows, each with its filter byte, and the frames around them.
    var count = matrix.rowCount * (matrix.columnCount + 1) * 9 / 8 + 1 << 16
    var bytes = [UInt8](repeating: 0, count: count)
    let isWritten = unsafe png_image_write_to_memory(&image, &bytes, &count, 0, pixels, 0, nil)
    precondition(isWritten != 0, unsafe "libpng: \(message(of: image))")
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Reads a picture of 8 or 16 bits, grey or coloured.
  ///
  /// Sixteen bits are reduced to eight. Colours become grey by the luminance weights of ITU-R BT.709,
  /// 0.2126 R + 0.7152 G + 0.0722 B, applied to the stored values. Transparency is laid on white.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: the file's name for errors.
  /// - Returns: brightness from 0 to 255, one element for each pixel, row 0 on top.
  /// - Throws: ``MatrixFileError``.
  public static func decode(_ bytes: [UInt8], file: String) throws(MatrixFileError) -> Matrix {
    try requireWholeChunks(bytes, file: file)
    var image = unsafe emptyImage()
    defer { unsafe png_image_free(&image) }
    guard unsafe png_image_begin_read_from_memory(&image, bytes, bytes.count) != 0 else {
      let reason = unsafe message(of: image)
      throw .malformed(file: file, problem: "is no PNG file that can be read (\(reason))")
    }
    let isColoured = unsafe image.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
    unsafe image.format = isColoured ? UInt32(PNG_FORMAT_RGB) : UInt32(PNG_FORMAT_GRAY)
    unsafe image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let (width, height) = unsafe (Int(image.width), Int(image.height))
    let channels = isColoured ? 3 : 1
    // One bit for a pixel is the least a file can hold before compression.
    let fewestBytes = width * height / 8 / Compression.largestRatio
    guard fewestBytes <= bytes.count else {
      throw .truncated(file: file, neededByteCount: fewestBytes, foundByteCount: bytes.count)
    }
    try FileBytes.requireMemory(
      forDoubleCount: width * height, beside: bytes.count + width * height * channels, of: file)
    var pixels = [UInt8](repeating: 255, count: width * height * channels)
    guard unsafe png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else {
      let reason = unsafe message(of: image)
      throw .malformed(file: file, problem: "the picture is damaged (\(reason))")
    }
    return Matrix(rowCount: height, columnCount: width) { row, column in
      let start = (row * width + column) * channels
      guard isColoured else { return Double(pixels[start]) }
      return 0.2126 * Double(pixels[start]) + 0.7152 * Double(pixels[start + 1])
        + 0.0722 * Double(pixels[start + 2])
    }
  }
}

extension PNGFile {
  /// Refuses a picture with a missing or changed chunk.
  ///
  /// libpng's simplified interface stops at the last pixel and sees neither the check sum of the last
  /// data chunk nor the end of the file.
  private static func requireWholeChunks(
    _ bytes: [UInt8], file: String
  ) throws(MatrixFileError) {
    var cursor = ByteCursor(bytes, file: file)
    guard bytes[try cursor.skip(magic.count)].elementsEqual(magic) else {
      throw .malformed(file: file, problem: "is no PNG file (wrong first eight bytes)")
    }
    var kind: ArraySlice<UInt8> = []
    repeat {
      let length = try cursor.readBigEndian32()
      let start = cursor.position
      kind = bytes[try cursor.skip(4)]
      let end = try cursor.skip(length).upperBound
      let checkSum = try cursor.readBigEndian32()
      guard Int(Compression.checkSum(of: bytes, in: start..<end)) == checkSum else {
        throw .malformed(file: file, problem: "the check sum of a part of the picture is wrong")
      }
    } while !kind.elementsEqual("IEND".utf8)
  }
}

private func brightness(_ value: Double) -> UInt8 {
  value.isNaN ? 0 : UInt8(min(max(value, 0), 255).rounded())
}

private func emptyImage() -> png_image {
  var image = unsafe png_image()
  unsafe image.version = UInt32(PNG_IMAGE_VERSION)
  return unsafe image
}

/// What libpng wrote into the image about its failure.
private func message(of image: png_image) -> String {
  unsafe withUnsafeBytes(of: image.message) { buffer in
    unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }
}
