/// The binary batches of CIFAR-10: labelled colour pictures of 32 x 32 pixels.
///
/// Layout: records of 3073 bytes, a label from 0 to 9 and then the red, the green and the blue plane,
/// row by row; 10 000 records in each published file (`data_batch_1.bin`). Source: A. Krizhevsky,
/// "Learning multiple layers of features from tiny images" (2009), and the page of the data.
public enum CIFARFile {
  /// What is read of each record.
  public enum Part: String, Sendable, CaseIterable {
    /// The pixels: colour plane, row, column.
    case images

    /// The class, from 0 to 9.
    case labels
  }

  /// The bytes of a record, one for the label and the rest for the pixels.
  static let recordByteCount = 1 + pixelCount

  private static let pixelShape = [3, 32, 32]
  private static let pixelCount = 3072
  private static let largestLabel: UInt8 = 9

  /// Reads one batch.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - part: images, n x 3 x 32 x 32, or labels, n.
  ///   - count: only the first records.
  ///   - file: the file's name for errors.
  /// - Returns: the array in row-major order.
  /// - Throws: ``MatrixFileError``.
  public static func decode(
    _ bytes: [UInt8], part: Part, count: Int? = nil, file: String
  ) throws(MatrixFileError) -> NumericArray {
    let available = try recordCount(of: bytes, file: file)
    guard count ?? 0 <= available else {
      throw .tooFewEntries(file: file, wantedCount: count ?? 0, foundCount: available)
    }
    return try decode([Batch(file: file, bytes: bytes, count: count ?? available)], part: part)
  }

  /// Reads several batches as one, in the order given.
  ///
  /// - Parameters:
  ///   - paths: the files, at least one.
  ///   - part: images, n x 3 x 32 x 32, or labels, n.
  ///   - count: only the first records of all; later files are then not opened.
  /// - Returns: the array in row-major order.
  /// - Throws: ``MatrixFileError``.
  public static func load(
    _ paths: [String], part: Part, count: Int? = nil
  ) throws(MatrixFileError) -> NumericArray {
    precondition(!paths.isEmpty, "there is no array without a file")
    var batches: [Batch] = []
    var found = 0
    for path in paths where count.map({ found < $0 }) ?? true {
      let bytes = try FileBytes.read(path)
      let available = try recordCount(of: bytes, file: path)
      let taken = min(available, count.map { $0 - found } ?? available)
      batches.append(Batch(file: path, bytes: bytes, count: taken))
      found += taken
    }
    if let count, found < count {
      throw .tooFewEntries(
        file: paths.joined(separator: ", "), wantedCount: count, foundCount: found)
    }
    return try decode(batches, part: part)
  }
}

// MARK: - Parts

extension CIFARFile {
  /// A file and how many of its records are wanted.
  private struct Batch {
    let file: String
    let bytes: [UInt8]
    let count: Int
  }

  private static func recordCount(
    of bytes: [UInt8], file: String
  ) throws(MatrixFileError) -> Int {
    guard !bytes.isEmpty else { throw .emptyFile(file: file) }
    guard bytes.count.isMultiple(of: recordByteCount) else {
      throw .partialRecord(
        file: file, recordByteCount: recordByteCount, foundByteCount: bytes.count)
    }
    return bytes.count / recordByteCount
  }

  private static func decode(
    _ batches: [Batch], part: Part
  ) throws(MatrixFileError) -> NumericArray {
    let count = batches.reduce(0) { $0 + $1.count }
    let elementCount = part == .images ? count * pixelCount : count
    try FileBytes.requireMemory(
      forDoubleCount: elementCount, beside: batches.reduce(0) { $0 + $1.bytes.count },
      of: batches.map(\.file).joined(separator: ", "))
    var elements: [Double] = []
    elements.reserveCapacity(elementCount)
    for batch in batches {
      for record in 0..<batch.count {
        let start = record * recordByteCount
        let label = batch.bytes[start]
        // Checked for images too: it is all that tells a batch from other bytes.
        guard label <= largestLabel else {
          throw .labelOutOfRange(
            file: batch.file, record: record, label: Int(label), largest: Int(largestLabel))
        }
        switch part {
        case .images:
          elements += batch.bytes[(start + 1)..<(start + recordByteCount)].lazy.map(Double.init)
        case .labels: elements.append(Double(label))
        }
      }
    }
    return NumericArray(
      shape: [count] + (part == .images ? pixelShape : []), elementType: .uint8, order: .rowMajor,
      elements: elements)
  }
}
