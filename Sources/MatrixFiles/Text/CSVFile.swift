public import LinearAlgebra

/// Tables of numbers as text: one row for each line, fields separated by comma, semicolon or tab.
///
/// The first line decides the separator: tab if it has one outside quotes, else semicolon, else comma. Blank lines
/// are ignored; lines may end with LF or CRLF; a byte order mark is accepted. Numbers are written with a point. NaN
/// and infinities are accepted as `nan`, `inf`, `infinity`. Where missing entries are allowed, an empty field and
/// `NA` are NaN.
public struct CSVFile: Sendable {
  /// The names of the columns, if the file has a header.
  public let header: [String]?

  /// The numbers, shape (rows, columns), row after row.
  public let array: NumericArray

  /// The line, counted from 1, in which each row stands.
  let lines: [Int]

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, text in UTF-8.
  ///   - hasHeader: whether the first line is a header; `nil` takes it for one when none of its fields
  ///     is a number, and one is not missing.
  ///   - missing: what becomes of empty fields and of `NA`.
  ///   - file: the file's name for errors.
  /// - Throws: ``MatrixFileError`` with line and column of the first field that is not a number, or
  ///   the first line with another number of fields.
  public init(
    _ bytes: [UInt8], hasHeader: Bool? = nil, missing: MatrixFile.MissingEntries = .refused,
    file: String
  ) throws(MatrixFileError) {
    var scanner = CSVScanner(bytes)
    guard scanner.nextLine() else {
      header = nil
      array = NumericArray(shape: [0, 0], elements: [])
      lines = []
      return
    }
    let columnCount = scanner.fields.count
    let hasName = scanner.fields.contains {
      $0.value == nil && !(missing == .allowed && scanner.isMissing($0))
    }
    let firstIsHeader =
      hasHeader
      ?? (scanner.fields.allSatisfy { $0.value == nil } && (hasName || missing == .refused))
    header = firstIsHeader ? scanner.fields.map { scanner.text(of: $0) } : nil
    var rows = CSVRows(columnCount: columnCount, missing: missing, file: file)
    try rows.reserve(lineCount: bytes.count { $0 == UInt8(ascii: "\n") } + 1, bytes: bytes)
    if !firstIsHeader { try rows.append(scanner) }
    while scanner.nextLine() { try rows.append(scanner) }
    array = NumericArray(shape: [rows.lines.count, columnCount], elements: rows.elements)
    lines = rows.lines
  }

  /// The text of a table, each number in the shortest form that reads back as the same double.
  ///
  /// - Parameters:
  ///   - matrix: the numbers.
  ///   - header: names of the columns, as many as there are columns; quoted where needed.
  /// - Returns: lines ended by LF, fields separated by commas.
  public static func encode(_ matrix: Matrix, header: [String]? = nil) -> [UInt8] {
    precondition(
      header == nil || header?.count == matrix.columnCount, "one name for each column is needed")
    var text = header.map { $0.map(quoted).joined(separator: ",") + "\n" } ?? ""
    for i in 0..<matrix.rowCount {
      text += matrix.row(i).map(shortestText).joined(separator: ",")
      text += "\n"
    }
    return Array(text.utf8)
  }

  /// The shortest decimal form that reads back as the same double, without ".0" at its end.
  public static func shortestText(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A text as a field of a table, in quotes where it needs them (RFC 4180).
  public static func quoted(_ name: String) -> String {
    let special = Set(",;\t\"\r\n".unicodeScalars)
    // A space inside does no harm, one at an end would be lost.
    guard
      name.isEmpty || name.first == " " || name.last == " "
        || name.unicodeScalars.contains(where: special.contains)
    else { return name }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}

/// The rows read so far.
private struct CSVRows {
  let columnCount: Int
  let missing: MatrixFile.MissingEntries
  let file: String
  var elements: [Double] = []
  var lines: [Int] = []

  init(columnCount: Int, missing: MatrixFile.MissingEntries, file: String) {
    (self.columnCount, self.missing) = (columnCount, missing)
    self.file = file
  }

  /// Makes room for every line, and refuses what exceeds the memory.
  mutating func reserve(lineCount: Int, bytes: [UInt8]) throws(MatrixFileError) {
    // A field takes two bytes at least, its separator included.
    let count = min(lineCount * columnCount, bytes.count / 2 + 1)
    try FileBytes.requireMemory(forDoubleCount: count, beside: bytes.count, of: file)
    elements.reserveCapacity(count)
  }

  mutating func append(_ scanner: CSVScanner) throws(MatrixFileError) {
    guard scanner.fields.count == columnCount else {
      throw .raggedLine(
        file: file, line: scanner.line, expectedCount: columnCount,
        foundCount: scanner.fields.count)
    }
    for (column, field) in scanner.fields.enumerated() {
      guard let value = field.value ?? (isMissing(field, of: scanner) ? .nan : nil) else {
        throw .notANumber(
          file: file, line: scanner.line, column: column + 1,
          text: abridged(scanner.text(of: field)))
      }
      elements.append(value)
    }
    lines.append(scanner.line)
  }

  private func isMissing(_ field: CSVScanner.Field, of scanner: CSVScanner) -> Bool {
    missing == .allowed && scanner.isMissing(field)
  }

  /// A quote that is never closed makes a field of everything behind it.
  private func abridged(_ text: String) -> String {
    text.count <= 60 ? text : text.prefix(60) + "..."
  }
}
