import Testing

@testable import Experiments

@Suite("Answers of the theory, line by line")
struct TheoryDialogueTests {
  /// sigma t = 0: the product stays at its start, e^0 = 1.
  private static let query =
    #"{"id": "G.eq16", "inputs": {"sigma": 0, "lambda": 0, "delta": 0, "t": 3}}"#
  private static let answer = #"{"id":"G.eq16","outputs":{"w":1}}"#

  /// The answers to a text that comes in chunks of the given size.
  private func answers(to text: String, chunkSize: Int = 1 << 16) throws -> (String, Int) {
    var dialogue = TheoryDialogue()
    var answers: [UInt8] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunkSize) {
      answers += try dialogue.answers(
        to: Array(bytes[start..<min(start + chunkSize, bytes.count)]))
    }
    answers += try dialogue.answers(to: [])
    return (String(decoding: answers, as: UTF8.self), dialogue.errorCount)
  }

  @Test("The answers do not depend on where the chunks end", arguments: [1, 7, 64, 1000])
  func chunks(size: Int) throws {
    let text = "\(Self.query)\n\(Self.query)\n"
    let (answers, errorCount) = try answers(to: text, chunkSize: size)
    #expect(answers == "\(Self.answer)\n\(Self.answer)\n")
    #expect(errorCount == 0)
  }

  @Test(
    "Byte order mark, blank lines, CRLF and a missing last line feed do no harm",
    arguments: ["\u{FEFF}%\n%", "\n\n  \t\n%\r\n\r\n%\r\n", "%\n%\n\n"])
  func layout(pattern: String) throws {
    let (answers, errorCount) = try answers(to: pattern.replacing("%", with: Self.query))
    #expect(answers == "\(Self.answer)\n\(Self.answer)\n")
    #expect(errorCount == 0)
  }

  @Test("A line that cannot be answered keeps its place, and says its number")
  func order() throws {
    let (answers, errorCount) = try answers(to: "\(Self.query)\n\nnonsense\n\(Self.query)\n")
    let lines = answers.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == Self.answer && lines[2] == Self.answer)
    #expect(lines[1].hasPrefix(#"{"error":"line 3: column 1: nonsense is no value"#))
    #expect(lines[1].hasSuffix(#","id":null}"#))
    #expect(errorCount == 1)
  }

  @Test("Infinity is spelled \"inf\"")
  func infinity() throws {
    // m' = m^2 from m = 1 ends at t = 1, long before t = 10.
    let query =
      #"{"id": "G.eq43", "inputs": {"L": 3, "sigma": 1, "lambda": 0, "w0": 1, "t": 10}}"#
    #expect(try answers(to: query).0 == #"{"id":"G.eq43","outputs":{"w":"inf"}}"# + "\n")
  }

  @Test("An empty text has no answers")
  func empty() throws {
    #expect(try answers(to: "").0 == "")
  }
}
