/// Cuts the bytes of a table into lines and fields.
package struct CSVScanner {
  /// A field and, if it is one, its number.
  package struct Field {
    let range: Range<Int>
    package let value: Double?
  }

  /// The fields of the present line.
  package private(set) var fields: [Field] = []

  /// The number of the present line, counted from 1; the one it begins in, if quotes make it longer.
  package private(set) var line = 0

  private let bytes: [UInt8]
  private var position = 0
  private var nextLineNumber = 1
  private var separator: UInt8?

  /// Begins before the first line of a whole file.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Goes to the next line that is not blank; false at the end.
  package mutating func nextLine() -> Bool {
    while position < bytes.count {
      fields.removeAll(keepingCapacity: true)
      line = nextLineNumber
      let start = position
      let separator = separator ?? detectedSeparator()
      readFields(separatedBy: separator)
      if fields.count > 1 || bytes[start..<position].contains(where: { !isSpace($0) }) {
        self.separator = separator
        return true
      }
    }
    return false
  }

  /// Whether a field is empty or `NA`.
  package func isMissing(_ field: Field) -> Bool {
    let range = trimmed(field.range)
    let inner = bytes[unquoted(range) ?? range]
    return inner.isEmpty || inner.elementsEqual("NA".utf8) || inner.elementsEqual("na".utf8)
  }

  /// The text of a field without the quotes and spaces around it.
  package func text(of field: Field) -> String {
    let range = trimmed(field.range)
    guard let inner = unquoted(range) else { return String(decoding: bytes[range], as: UTF8.self) }
    return String(decoding: bytes[inner], as: UTF8.self).replacing("\"\"", with: "\"")
  }
}

// MARK: - Parts of a line

extension CSVScanner {
  private mutating func readFields(separatedBy separator: UInt8) {
    var start = position
    var isQuoted = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\n") {
        nextLineNumber += 1
        if !isQuoted { break }
      } else if byte == separator && !isQuoted {
        append(start..<position)
        start = position + 1
      }
      position += 1
    }
    append(start..<position)
    // Past the end of the line.
    position = min(position + 1, bytes.count)
  }

  private mutating func append(_ range: Range<Int>) {
    let trimmed = trimmed(range)
    let value = DecimalNumber.value(of: bytes, in: unquoted(trimmed) ?? trimmed)
    fields.append(Field(range: range, value: value))
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while start < end, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private func unquoted(_ range: Range<Int>) -> Range<Int>? {
    let quote = UInt8(ascii: "\"")
    guard range.count >= 2, bytes[range.lowerBound] == quote, bytes[range.upperBound - 1] == quote
    else { return nil }
    return (range.lowerBound + 1)..<(range.upperBound - 1)
  }

  /// Tab, else semicolon, else comma: the first that stands outside quotes in the present line.
  private func detectedSeparator() -> UInt8 {
    var isQuoted = false
    var found: Set<UInt8> = []
    for byte in bytes[position...] {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") { break }
      found.insert(byte)
    }
    return [UInt8(ascii: "\t"), UInt8(ascii: ";")].first { found.contains($0) }
      ?? UInt8(ascii: ",")
  }
}

/// Space, tab, carriage return or line feed.
private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
}
