/// The formats that are read.
public enum MatrixFileFormat: String, Sendable, Equatable, CaseIterable {
  /// NumPy's single array.
  case npy
  /// NumPy's archive of arrays.
  case npz
  /// Text, one row for each line.
  case csv
  /// The format of the MNIST data.
  case idx
  /// A picture.
  case png

  /// Recognises a format by the first bytes and, where they say nothing, by the extension.
  ///
  /// - Parameters:
  ///   - bytes: the beginning of the file, or all of it.
  ///   - file: its name.
  /// - Throws: ``MatrixFileError`` when the file is empty or its format is not known.
  public init(of bytes: [UInt8], file: String) throws(MatrixFileError) {
    guard !bytes.isEmpty else { throw .emptyFile(file: file) }
    let zipMagics: [[UInt8]] = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]
    if bytes.starts(with: NPYHeader.magic) {
      self = .npy
    } else if zipMagics.contains(where: { bytes.starts(with: $0) }) {
      self = .npz
    } else if bytes.starts(with: PNGFile.magic) {
      self = .png
    } else if bytes.starts(with: gzipMagic) || IDXFile.isRecognised(bytes) {
      self = .idx
    } else {
      self = try Self.format(byExtensionOf: file)
    }
  }

  private static func format(
    byExtensionOf file: String
  ) throws(MatrixFileError) -> MatrixFileFormat {
    let name = file.split(separator: "/").last ?? ""
    let parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    switch parts.last {
    case "npy": return .npy
    case "npz": return .npz
    case "png": return .png
    case "gz", "idx": return .idx
    case "csv", "tsv", "txt": return .csv
    default:
      // MNIST's own names end in "-ubyte" after the number of axes.
      guard name.contains("-idx") else { throw .unknownFormat(file: file) }
      return .idx
    }
  }
}
