import Foundation
import TestSupport
import Testing

@Suite("deeplinear theory")
struct TheoryCommandTests {
  private static let query =
    #"{"id": "G.eq16", "inputs": {"sigma": 0, "lambda": 0, "delta": 0, "t": 3}}"# + "\n"
  private static let answer = #"{"id":"G.eq16","outputs":{"w":1}}"# + "\n"

  @Test("A file of queries is answered; any error makes the status 2")
  func evaluate() throws {
    try withTemporaryFolder { folder in
      try write(Self.query + Self.query, to: folder + "/good.jsonl")
      let good = try Program.run(["theory", "evaluate", "good.jsonl"], in: folder)
      #expect(good.status == 0 && good.errors.isEmpty)
      #expect(good.output == Self.answer + Self.answer)

      try write("{}\n" + Self.query, to: folder + "/bad.jsonl")
      let bad = try Program.run(["theory", "evaluate", "bad.jsonl"], in: folder)
      #expect(bad.status == 2)
      #expect(bad.output.hasSuffix(Self.answer))
      #expect(bad.output.hasPrefix(#"{"error":"line 1: \"id\" is missing","id":null}"#))
    }
  }

  @Test("Queries on standard input are answered as they come", .timeLimit(.minutes(10)))
  func streaming() throws {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: Program.path)
    process.arguments = ["theory", "evaluate"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    for _ in 0..<3 {
      try input.fileHandleForWriting.write(contentsOf: Data(Self.query.utf8))
      // The input stays open: an answer now means that nothing waited for its end.
      #expect(
        String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == Self.answer)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("A file that cannot be read ends with status 2", arguments: ["missing.jsonl", "."])
  func unreadable(file: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(["theory", "evaluate", file], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("\(file): cannot be read"))
    }
  }

  @Test("The list and a sheet are printed; an unknown identifier names the nearest")
  func show() throws {
    let list = try Program.run(["theory", "list"], in: "/")
    #expect(list.status == 0 && list.output.contains("\nG.eq16 "))
    let sheet = try Program.run(["theory", "show", "G.eq16"], in: "/")
    #expect(sheet.status == 0 && sheet.output.contains("w' = 2 w (sigma - lambda w)"))
    let json = try Program.run(["theory", "show", "G.eq16", "--json"], in: "/")
    #expect(json.status == 0 && json.output.hasPrefix("{"))
    let unknown = try Program.run(["theory", "show", "G.eq61"], in: "/")
    #expect(unknown.status == 2 && unknown.output.isEmpty)
    #expect(unknown.errors.contains("did you mean \"G.eq16\"?"))
  }
}
