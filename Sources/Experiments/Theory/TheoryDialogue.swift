internal import Foundation
internal import RunStore

/// Answers queries to the theory as they come: one line of JSON in, one line of JSON out, in the same order.
///
/// Numbers are written with the fewest digits that read back as the same double, infinity as "inf". Blank lines
/// are skipped. A line that cannot be answered gets an error with its number, and the next one is read.
public struct TheoryDialogue {
  /// How many lines were answered with an error so far.
  public private(set) var errorCount = 0

  private var lineNumber = 0
  private var unfinished: [UInt8] = []
  private let encoder: JSONEncoder

  /// Begins before the first line.
  public init() {
    encoder = .stable
    encoder.outputFormatting.remove(.prettyPrinted)
  }

  /// Takes up bytes and answers the lines that they complete.
  ///
  /// - Parameter chunk: what was read; it may end inside a line. Empty at the end of the text, which answers a
  ///   last line without a line feed.
  /// - Returns: the answers, each with a line feed.
  /// - Throws: nothing that a query could cause.
  public mutating func answers(to chunk: [UInt8]) throws -> [UInt8] {
    var answers: [UInt8] = []
    var lines = chunk.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let last = lines.removeLast()
    for line in lines {
      try answer(unfinished + line, into: &answers)
      unfinished = []
    }
    unfinished += last
    if chunk.isEmpty {
      try answer(unfinished, into: &answers)
      unfinished = []
    }
    return answers
  }

  private mutating func answer(_ bytes: [UInt8], into answers: inout [UInt8]) throws {
    lineNumber += 1
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let line = lineNumber == 1 && bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
    guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return }
    let answer = TheoryAnswer(to: line, number: lineNumber)
    if case .failure = answer.outcome { errorCount += 1 }
    answers += try encoder.encode(answer)
    answers.append(UInt8(ascii: "\n"))
  }
}
