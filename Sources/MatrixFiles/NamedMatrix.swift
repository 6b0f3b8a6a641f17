public import LinearAlgebra

/// A matrix from a file, with the names of its columns where the file has them.
public struct NamedMatrix: Equatable, Sendable {
  /// The file, as the caller named it.
  public let file: String

  /// The numbers, all finite.
  public let matrix: Matrix

  /// The header of a text table; nil when there is none, and in formats without names.
  public let columnNames: [String]?

  /// Reads a file.
  ///
  /// - Parameter path: a file that ``MatrixFile`` reads.
  /// - Throws: ``MatrixFileError``.
  public init(contentsOf path: String) throws(MatrixFileError) {
    let bytes = try FileBytes.read(path)
    file = path
    matrix = try MatrixFile.decode(bytes, file: path).matrix()
    let isText = try MatrixFileFormat(of: bytes, file: path) == .csv
    columnNames = isText ? try CSVFile(bytes, file: path).header : nil
  }
}
