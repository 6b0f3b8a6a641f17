internal import ArgumentParser
internal import DeepLinear
internal import Foundation

/// The command `deeplinear theory` with its three parts.
struct TheoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theory",
    abstract: "List, explain and evaluate the results of the theory.",
    subcommands: [List.self, Show.self, Evaluate.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List every result: identifier, what it gives, source.")

    @Flag(help: "Everything about every result, as JSON.")
    var json = false

    func run() throws {
      print(json ? try TheoryCatalogue.json : TheoryCatalogue.table)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a result: formula, domain, inputs, outputs, printed errors, source.")

    @Argument(help: "The identifier; see \"deeplinear theory list\".")
    var identifier: String

    @Flag(help: "As JSON.")
    var json = false

    func run() throws {
      let result = try TheoryCatalogue.resultOrNearest(identifier)
      print(json ? try result.json : result.sheet)
    }
  }

  struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Evaluate results: lines of JSON in, lines of JSON out, in the same order.",
      discussion: """
        In:  {"id": "G.eq17", "inputs": {"sigma": 1, "lambda": 1, "delta": 5}}
        Out: {"id": "G.eq17", "outputs": {"half_rise": ..., "leading": ...}}

        A line that cannot be evaluated is answered with {"error": "...", "id": ...}; the others are evaluated \
        all the same, and the exit status is 2. Infinity is written "inf".
        """)

    @Argument(help: "A file of queries, - for standard input.")
    var file = "-"

    func run() throws {
      let stream = try ByteStream(file)
      var dialogue = TheoryDialogue()
      var isAtEnd = false
      while !isAtEnd {
        let chunk = try stream.next()
        isAtEnd = chunk.isEmpty
        try FileHandle.standardOutput.write(contentsOf: dialogue.answers(to: chunk))
      }
      if dialogue.errorCount > 0 { throw ExitCode(2) }
    }
  }
}
