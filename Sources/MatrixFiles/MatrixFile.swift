public import LinearAlgebra

/// The one door through which matrices come in from files.
///
/// The format is recognised by the first bytes and only then by the extension: `.npy`, `.npz`, IDX (gzipped or not),
/// PNG; text with the extension `.csv`, `.tsv` or `.txt`; CIFAR-10's batches with the extension `.bin`. What comes
/// through is finite, not empty, and was checked against the memory before anything was allocated for it; NaN comes
/// through where it is asked for as a mark of what is missing.
public enum MatrixFile {
  /// What becomes of entries that are missing: NaN, and in text also empty fields and `NA`.
  public enum MissingEntries: Sendable {
    /// They are an error.
    case refused

    /// They come through as NaN; infinities are still refused.
    case allowed
  }

  /// Reads an array.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - member: which array of an `.npz`, `nil` is enough when it holds one; `images` or `labels` of a CIFAR-10
  ///     batch.
  ///   - count: only the first entries along the first axis (rows, images).
  ///   - hasHeader: for text, whether the first line is a header; `nil` finds out.
  ///   - missing: what becomes of missing entries.
  /// - Returns: the array as the file holds it.
  /// - Throws: ``MatrixFileError``.
  public static func load(
    _ path: String, member: String? = nil, count: Int? = nil, hasHeader: Bool? = nil,
    missing: MissingEntries = .refused
  ) throws(MatrixFileError) -> NumericArray {
    try decode(
      try FileBytes.read(path), file: path, member: member, count: count, hasHeader: hasHeader,
      missing: missing)
  }

  /// Reads a matrix: as ``NumericArray/matrix()`` makes it from the array.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - member: which array of an `.npz`, `nil` is enough when it holds one; `images` or `labels` of a CIFAR-10
  ///     batch.
  ///   - count: only the first rows or images.
  ///   - hasHeader: for text, whether the first line is a header; `nil` finds out.
  ///   - missing: what becomes of missing entries.
  /// - Returns: the matrix; one axis gives one column, a stack of images one image in each row.
  /// - Throws: ``MatrixFileError``.
  public static func loadMatrix(
    _ path: String, member: String? = nil, count: Int? = nil, hasHeader: Bool? = nil,
    missing: MissingEntries = .refused
  ) throws(MatrixFileError) -> Matrix {
    try load(path, member: member, count: count, hasHeader: hasHeader, missing: missing).matrix()
  }

  /// Reads an array from the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name, for errors and for the extension.
  ///   - member: which array of an `.npz`, `nil` is enough when it holds one; `images` or `labels` of a CIFAR-10
  ///     batch.
  ///   - count: only the first entries along the first axis.
  ///   - hasHeader: for text, whether the first line is a header; `nil` finds out.
  ///   - missing: what becomes of missing entries.
  /// - Returns: the array as the file holds it.
  /// - Throws: ``MatrixFileError``.
  public static func decode(
    _ bytes: [UInt8], file: String, member: String? = nil, count: Int? = nil,
    hasHeader: Bool? = nil, missing: MissingEntries = .refused
  ) throws(MatrixFileError) -> NumericArray {
    var array: NumericArray
    var lines: [Int]?
    switch try MatrixFileFormat(of: bytes, file: file) {
    case .npy:
      array = try NPYFile.decode(bytes, file: file)
    case .npz:
      let archive = try NPZFile(bytes, file: file)
      let name = if let member { member } else { try archive.onlyName() }
      array = try archive.array(named: name)
    case .idx:
      array = try IDXFile.decode(bytes, count: count, file: file)
    case .png:
      array = NumericArray(try PNGFile.decode(bytes, file: file))
    case .cifar:
      array = try CIFARFile.decode(
        bytes, part: try CIFARFile.part(named: member, file: file), count: count, file: file)
    case .csv:
      let table = try CSVFile(bytes, hasHeader: hasHeader, missing: missing, file: file)
      (array, lines) = (table.array, table.lines)
    }
    if let count { array = try array.prefix(count, file: file) }
    guard !array.elements.isEmpty else { throw .noElements(file: file, shape: array.shape) }
    try array.requireFinite(file: file, lines: lines, missing: missing)
    return array
  }
}

extension MatrixFile {
  /// The bytes of a file in the format that its extension names: `.npy`, `.npz`, `.csv`, `.tsv`, `.txt`, `.png`,
  /// `.idx` or `.gz` (IDX, compressed).
  ///
  /// A picture and IDX take whole numbers from 0 to 255, so there elements are rounded and clipped. A picture and
  /// text take a matrix, as ``NumericArray/matrix()`` makes it; the only array of an `.npz` is called `matrix`.
  ///
  /// - Parameters:
  ///   - array: what is written; not empty.
  ///   - file: the name of the file it is for.
  /// - Returns: the whole file.
  /// - Throws: ``MatrixFileError/unknownFormat(file:)``, or ``MatrixFileError/unsupported(file:feature:)`` for a
  ///   format that is only read.
  public static func encode(
    _ array: NumericArray, as file: String
  ) throws(MatrixFileError) -> [UInt8] {
    switch try MatrixFileFormat(byExtensionOf: file) {
    case .npy: return NPYFile.encode(array)
    case .npz: return NPZFile.encode([NPZFile.Member("matrix", array)])
    case .csv: return CSVFile.encode(array.matrix())
    case .png: return PNGFile.encode(array.matrix())
    case .idx:
      let bytes = array.elements.map { $0.isNaN ? 0 : min(max($0, 0), 255).rounded() }
      let pixels = NumericArray(
        shape: array.shape, elementType: .uint8, order: array.order, elements: bytes)
      return IDXFile.encode(pixels, gzipped: file.lowercased().hasSuffix("gz"))
    case .cifar:
      throw .unsupported(file: file, feature: "batches of CIFAR-10 are read, not written")
    }
  }
}

extension NumericArray {
  /// Refuses infinities, and NaN unless it marks what is missing, naming the first one's place.
  ///
  /// - Parameters:
  ///   - file: the file's name for the error.
  ///   - lines: for text, the line of each row.
  ///   - missing: whether NaN marks what is missing.
  /// - Throws: ``MatrixFileError/notFinite(file:value:place:)``.
  fileprivate func requireFinite(
    file: String, lines: [Int]?, missing: MatrixFile.MissingEntries
  ) throws(MatrixFileError) {
    let place = elements.firstIndex { missing == .allowed ? $0.isInfinite : !$0.isFinite }
    guard let place else { return }
    let indices = indices(ofElement: place)
    let text =
      if let lines {
        "line \(lines[indices[0]]), column \(indices[1] + 1) (from 1)"
      } else if indices.count == 2 {
        "row \(indices[0]), column \(indices[1]) (from 0)"
      } else {
        "index \(describe(shape: indices)) (from 0)"
      }
    throw .notFinite(file: file, value: "\(elements[place])", place: text)
  }
}

extension CIFARFile {
  /// The part with a name; nil names none.
  fileprivate static func part(
    named name: String?, file: String
  ) throws(MatrixFileError) -> Part {
    let names = Part.allCases.map(\.rawValue)
    guard let name else { throw .memberNotNamed(file: file, members: names) }
    guard let part = Part(rawValue: name) else {
      throw .missingMember(file: file, member: name, members: names)
    }
    return part
  }
}

extension NPZFile {
  /// The name of the only array.
  fileprivate func onlyName() throws(MatrixFileError) -> String {
    guard names.count == 1 else { throw .memberNotNamed(file: file, members: names) }
    return names[0]
  }
}
