/// A value of a JSON text; integral numbers that fit are kept as integers.
enum JSONValue: Equatable {
  case null
  case flag(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// Reads a text that holds one value.
  ///
  /// Stricter than most readers: a name twice in an object, a number beyond the largest double, and lists deeper
  /// than any matrix are refused.
  ///
  /// - Parameter bytes: the text in UTF-8.
  /// - Throws: ``JSONError``.
  init(_ bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes)
    self = try reader.wholeText()
  }
}

/// What is wrong with a JSON text, and where.
struct JSONError: Error, Equatable, CustomStringConvertible {
  /// The byte at which it was noticed, counted from 1.
  let column: Int

  /// What is wrong.
  let problem: String

  /// For instance "column 7: a colon is missing".
  var description: String { "column \(column): \(problem)" }
}
