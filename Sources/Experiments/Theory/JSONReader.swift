internal import MatrixFiles

/// Reads one JSON value after RFC 8259 by recursive descent, at most ``deepest`` levels deep.
struct JSONReader {
  /// An object that holds an object that holds a list of matrices takes five.
  static let deepest = 8

  private let bytes: [UInt8]
  private var position = 0

  /// Begins at the first byte.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The value that the whole text is.
  mutating func wholeText() throws(JSONError) -> JSONValue {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw error("there is more after the end") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth <= Self.deepest else { throw error("nested deeper than \(Self.deepest) levels") }
    skipSpace()
    guard let next else { throw error("the text ends too early") }
    switch next {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .list(try list(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try word()
    }
  }

  // MARK: - Objects and lists

  private mutating func object(depth: Int) throws(JSONError) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    position += 1
    if take("}") { return members }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a name in quotation marks is missing") }
      let name = try text()
      guard members[name] == nil else { throw error("\"\(name)\" is there twice") }
      guard take(":") else { throw error("a colon is missing") }
      members[name] = try value(depth: depth + 1)
    } while take(",")
    guard take("}") else { throw error("a comma or a closing brace is missing") }
    return members
  }

  private mutating func list(depth: Int) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    position += 1
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw error("a comma or a closing bracket is missing") }
    return elements
  }

  // MARK: - Words and numbers

  private mutating func word() throws(JSONError) -> JSONValue {
    let start = position
    let letters = bytes[start...].prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    let word = String(decoding: letters.prefix(20), as: UTF8.self)
    switch word {
    case "true", "false":
      position = letters.endIndex
      return .flag(word == "true")
    case "null":
      position = letters.endIndex
      return .null
    case "": throw error("a value is missing")
    default: throw error("\(word) is no value of JSON; infinity is written \"inf\"")
    }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    let numeric = Array("+-.eE0123456789".utf8)
    while let byte = next, numeric.contains(byte) { position += 1 }
    let written = bytes[start..<position]
    let text = { String(decoding: written.prefix(40), as: UTF8.self) }
    guard Self.isWellFormed(written),
      let number = DecimalNumber.value(of: bytes, in: start..<position)
    else { throw error("\(text()) is not a number", at: start) }
    guard number.isFinite else { throw error("\(text()) exceeds the largest double", at: start) }
    if written.count <= 20, let integer = Int(String(decoding: written, as: UTF8.self)) {
      return .integer(integer)
    }
    // 1e3 is an integer as well; -0.0 is not, so as to keep its sign.
    let isIntegral = number == number.rounded() && number.magnitude <= 0x1p53
    return isIntegral && !(number == 0 && number.sign == .minus)
      ? .integer(Int(number)) : .number(number)
  }

  /// Whether no digit is missing around the point and no zero leads.
  private static func isWellFormed(_ number: ArraySlice<UInt8>) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    let digits = number.drop { $0 == UInt8(ascii: "-") }
    let whole = digits.prefix(while: isDigit)
    guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
    let rest = digits.dropFirst(whole.count)
    return rest.first != UInt8(ascii: ".") || rest.dropFirst().first.map(isDigit) ?? false
  }

  // MARK: - Texts

  private mutating func text() throws(JSONError) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): content += try escaped()
      case 0..<0x20: throw error("a control character inside quotation marks", at: position - 1)
      default: content.append(byte)
      }
    }
    throw error("a closing quotation mark is missing")
  }

  private mutating func escaped() throws(JSONError) -> [UInt8] {
    defer { position += 1 }
    switch next {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
    case let byte? where Array("\"\\/".utf8).contains(byte): return [byte]
    default: throw error("an escape that JSON does not know")
    }
  }

  /// The character that a \u escape spells in four hexadecimal digits, or a pair of them; ends on the last digit.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let low = Array("\\u".utf8)
    guard first < 0xDC00, bytes[position...].dropFirst().starts(with: low) else {
      throw error("half a character")
    }
    position += 2
    let second = try hexadecimal()
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("half a character") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    let digits = bytes[position...].dropFirst().prefix(4)
    let areDigits = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard digits.count == 4, areDigits,
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits are missing") }
    position += 4
    return value
  }

  // MARK: - Bytes

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
      position += 1
    }
  }

  /// Skips spaces and the character, if it follows.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private func error(_ problem: String, at position: Int? = nil) -> JSONError {
    JSONError(column: (position ?? self.position) + 1, problem: problem)
  }
}
