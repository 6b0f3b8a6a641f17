internal import LinearAlgebra

/// What a matrix file holds, for `deeplinear inspect`.
///
/// A file with NaN or infinities is reported, not refused.
public struct MatrixFileSummary: Sendable, CustomStringConvertible {
  /// The file, as the caller named it.
  public let file: String

  /// Its format.
  public let format: MatrixFileFormat

  /// Every array of the file: one, each member of an `.npz`, or images and labels.
  public let arrays: [ArraySummary]

  /// Reads and summarises a file.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``MatrixFileError`` when the file cannot be read at all; a damaged member of an `.npz`
  ///   is reported in its place.
  public init(_ path: String) throws(MatrixFileError) {
    try self.init(bytes: try FileBytes.read(path), file: path)
  }

  /// Summarises the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name.
  /// - Throws: ``MatrixFileError`` as for a path.
  public init(bytes: [UInt8], file: String) throws(MatrixFileError) {
    self.file = file
    format = try MatrixFileFormat(of: bytes, file: file)
    switch format {
    case .npy:
      arrays = [ArraySummary(try NPYFile.decode(bytes, file: file))]
    case .npz:
      let archive = try NPZFile(bytes, file: file)
      arrays = archive.names.map { name in
        do throws(MatrixFileError) {
          return ArraySummary(try archive.array(named: name), name: name)
        } catch {
          return ArraySummary(name: name, problem: error.description)
        }
      }
    case .idx:
      arrays = [ArraySummary(try IDXFile.decode(bytes, file: file))]
    case .png:
      arrays = [ArraySummary(NumericArray(try PNGFile.decode(bytes, file: file)))]
    case .cifar:
      var parts: [ArraySummary] = []
      for part in CIFARFile.Part.allCases {
        let array = try CIFARFile.decode(bytes, part: part, file: file)
        parts.append(ArraySummary(array, name: part.rawValue))
      }
      arrays = parts
    case .csv:
      arrays = [ArraySummary(try CSVFile(bytes, file: file).array)]
    }
  }

  /// The summary as text, one block of lines for each array.
  public var description: String {
    (["\(file): \(format.rawValue)"] + arrays.map(\.description)).joined(separator: "\n")
  }
}
