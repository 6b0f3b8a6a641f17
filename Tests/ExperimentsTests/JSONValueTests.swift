import Testing

@testable import Experiments

@Suite("Strict JSON")
struct JSONValueTests {
  @Test("Every kind of value is read")
  func kinds() throws {
    let text = #" {"a": [1, -2.5, 1e3, -0.0], "b": {"c": null}, "d": true, "e": false, "f": ""} "#
    let members: [String: JSONValue] = [
      "a": .list([.integer(1), .number(-2.5), .integer(1000), .number(-0.0)]),
      "b": .object(["c": .null]), "d": .flag(true), "e": .flag(false), "f": .text(""),
    ]
    #expect(try JSONValue(Array(text.utf8)) == .object(members))
  }

  @Test(
    "Numbers are read to the last digit",
    arguments: [
      ("9007199254740993", JSONValue.integer(9_007_199_254_740_993)),
      ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(0x1p63)),
      ("100000000000000000000000", .number(1e23)),
      ("0.1", .number(0.1)), ("5e-324", .number(.leastNonzeroMagnitude)), ("1e-400", .integer(0)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
    ])
  func numbers(text: String, expected: JSONValue) throws {
    #expect(try JSONValue(Array(text.utf8)) == expected)
  }

  @Test(
    "Escapes are the characters of RFC 8259",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u03BB""#, "\u{E9}\u{3BB}"),
      (#""\ud83d\ude00""#, "\u{1F600}"), ("\"\u{3BB}\"", "\u{3BB}"),
    ])
  func escapes(text: String, expected: String) throws {
    #expect(try JSONValue(Array(text.utf8)) == .text(expected))
  }

  @Test(
    "What is not JSON, or not safe, is refused with its place",
    arguments: [
      ("", 1, "ends too early"), ("{", 2, "a name"), ("{\"a\" 1}", 6, "colon"),
      ("{\"a\": 1", 8, "closing brace"), ("[1, 2", 6, "closing bracket"), ("[1,]", 4, "missing"),
      ("{\"a\": 1,}", 9, "a name"), ("1 2", 3, "more after the end"), ("\"a", 3, "quotation"),
      ("\"\u{1}\"", 2, "control"), ("01", 1, "not a number"), ("1.", 1, "not a number"),
      ("-", 1, "not a number"), (".5", 1, "missing"), ("+1", 1, "missing"),
      ("1.e5", 1, "not a number"), ("1e", 1, "not a number"), ("1e400", 1, "largest double"),
      ("-1e400", 1, "largest double"), ("NaN", 1, "NaN"), ("Infinity", 1, "\"inf\""),
      ("-Infinity", 1, "not a number"), ("{\"a\": 1, \"a\": 2}", 13, "twice"),
      (#""\ud83d""#, 7, "half"), (#""\ud83dx""#, 7, "half"), (#""\u12g4""#, 3, "hexadecimal"),
      (#""\x""#, 3, "escape"), ("True", 1, "True"), ("[1}", 3, "comma"),
    ])
  func refused(text: String, column: Int, problem: String) throws {
    let error = #expect(throws: JSONError.self) { try JSONValue(Array(text.utf8)) }
    #expect(error?.column == column, "\(text): \(error.map { "\($0)" } ?? "")")
    #expect(error?.problem.contains(problem) == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test("A million brackets end in an error, not in a crash", arguments: ["[", "{\"a\":"])
  func nesting(opening: String) throws {
    let text = String(repeating: opening, count: 1_000_000)
    let error = #expect(throws: JSONError.self) { try JSONValue(Array(text.utf8)) }
    #expect(error?.problem.contains("nested deeper") == true)
  }
}
