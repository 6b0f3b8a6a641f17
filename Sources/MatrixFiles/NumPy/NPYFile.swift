/// NumPy's format for one array, `.npy`.
public enum NPYFile {
  /// Reads an array from the bytes of a `.npy` file of version 1, 2 or 3.
  ///
  /// Bytes after the last element are ignored, as NumPy does.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: the file's name for errors.
  /// - Returns: the array, in the memory order of the file.
  /// - Throws: ``MatrixFileError``.
  public static func decode(
    _ bytes: [UInt8], file: String
  ) throws(MatrixFileError) -> NumericArray {
    var cursor = ByteCursor(bytes, file: file)
    let header = try NPYHeader(&cursor)
    let start = cursor.position
    // An empty array may have other sizes that overflow, and nobody could go through its indices.
    guard checkedProduct(header.shape.map { max($0, 1) } + [8]) != nil else {
      throw .malformed(
        file: file, problem: "the shape \(describe(shape: header.shape)) is beyond any memory")
    }
    let count = header.shape.reduce(1, *)
    _ = try cursor.skip(count * header.elementType.byteCount)
    try FileBytes.requireMemory(forDoubleCount: count, beside: bytes.count, of: file)
    let elements = try header.elementType.decode(
      bytes, at: start, count: count, order: header.byteOrder, file: file)
    return NumericArray(
      shape: header.shape, elementType: header.elementType, order: header.order,
      elements: elements)
  }

  /// The bytes of a `.npy` file (version 1, least significant byte first).
  ///
  /// The array's type and memory order are kept, so a matrix is written column after column and
  /// marked as such.
  public static func encode(_ array: NumericArray) -> [UInt8] {
    var bytes = NPYHeader.encoded(for: array)
    array.elementType.append(array.elements, to: &bytes)
    return bytes
  }
}
