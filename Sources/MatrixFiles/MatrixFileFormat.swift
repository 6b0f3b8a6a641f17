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
  /// The binary batches of CIFAR-10.
  case cifar

  /// Recognises a format by the first bytes and, where they say nothing, by the extension.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
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
    } else if Self.isBatch(bytes, file: file) {
      self = .cifar
    } else if bytes.starts(with: gzipMagic) || IDXFile.isRecognised(bytes) {
      self = .idx
    } else {
      self = try Self(byExtensionOf: file)
    }
  }

  /// Whether a file is a CIFAR-10 batch by its name and size.
  ///
  /// Its bytes come before those of IDX: a label 0 and pixels such as 0, 8, 3 begin both.
  private static func isBatch(_ bytes: [UInt8], file: String) -> Bool {
    file.lowercased().hasSuffix(".bin")
      && bytes.count.isMultiple(of: CIFARFile.recordByteCount)
  }

  /// The format that a file's name stands for.
  ///
  /// - Parameter file: the name.
  /// - Throws: ``MatrixFileError/unknownFormat(file:)``.
  init(byExtensionOf file: String) throws(MatrixFileError) {
    let name = file.split(separator: "/").last ?? ""
    let parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    switch parts.last {
    case "npy": self = .npy
    case "npz": self = .npz
    case "png": self = .png
    case "gz", "idx": self = .idx
    case "csv", "tsv", "txt": self = .csv
    case "bin": self = .cifar
    default:
      // MNIST's own names end in "-ubyte" after the number of axes.
      guard name.contains("-idx") else { throw .unknownFormat(file: file) }
      self = .idx
    }
  }
}
