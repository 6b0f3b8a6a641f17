/// The few Python literals that stand in the header of a `.npy` file.
enum PythonLiteral: Equatable {
  case text(String)
  case boolean(Bool)
  /// A tuple of integers that are not negative.
  case tuple([Int])
  /// A list, whose content does not matter here.
  case list

  /// Parses a dictionary with text keys; nil when the text is anything else.
  static func dictionary(in bytes: ArraySlice<UInt8>) -> [String: PythonLiteral]? {
    var parser = Parser(rest: bytes)
    guard let entries = parser.dictionary() else { return nil }
    parser.skipSpace()
    return parser.rest.isEmpty ? entries : nil
  }
}

private struct Parser {
  var rest: ArraySlice<UInt8>

  mutating func dictionary() -> [String: PythonLiteral]? {
    guard take("{") else { return nil }
    var entries: [String: PythonLiteral] = [:]
    while !take("}") {
      guard let key = text(), take(":"), let value = literal(), entries[key] == nil else {
        return nil
      }
      entries[key] = value
      guard take(",") || isNext("}") else { return nil }
    }
    return entries
  }

  mutating func literal() -> PythonLiteral? {
    skipSpace()
    if take("True") { return .boolean(true) }
    if take("False") { return .boolean(false) }
    if isNext("(") { return tuple().map { .tuple($0) } }
    if isNext("[") { return list() }
    return text().map { .text($0) }
  }

  mutating func text() -> String? {
    skipSpace()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      return nil
    }
    rest = rest.dropFirst()
    guard let end = rest.firstIndex(of: quote) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while !take(")") {
      guard let size = integer() else { return nil }
      sizes.append(size)
      guard take(",") || isNext(")") else { return nil }
    }
    return sizes
  }

  mutating func integer() -> Int? {
    skipSpace()
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest[digits.endIndex...]
    // Python 2 marked long integers.
    _ = take("L")
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// Skips a list up to the bracket that closes it.
  mutating func list() -> PythonLiteral? {
    var depth = 0
    for (index, byte) in zip(rest.indices, rest) {
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if depth == 0 {
        rest = rest[(index + 1)...]
        return .list
      }
    }
    return nil
  }

  mutating func take(_ token: String) -> Bool {
    guard isNext(token) else { return false }
    rest = rest.dropFirst(token.utf8.count)
    return true
  }

  mutating func isNext(_ token: String) -> Bool {
    skipSpace()
    return rest.starts(with: token.utf8)
  }

  mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }
}
