import Foundation
import TestSupport
import Testing

/// Runs every command of the guides and holds what it prints against what the page shows.
@Suite("Commands of the guides")
struct GuideTests {
  /// A command on a page, with the lines below it.
  struct Example: CustomTestStringConvertible {
    let page: String
    let command: String
    let output: String

    var testDescription: String { "\(page): \(command.prefix(60))" }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let folder = root + "/Guides"

  static let pages = names(in: folder).filter { $0.hasSuffix(".md") } + ["../README.md"]

  /// The examples: lines that call the theory in a fence of the console, each with its output up to the next.
  static let examples: [Example] = pages.flatMap { page in
    let fences = text("\(folder)/\(page)").components(separatedBy: "```").enumerated()
      .filter { $0.offset % 2 == 1 && $0.element.hasPrefix("console\n") }
    return fences.flatMap { _, fence in
      fence.dropFirst("console\n".count).components(separatedBy: "$ deeplinear ").dropFirst().map {
        let (command, output) = ($0.prefix { $0 != "\n" }, $0.drop { $0 != "\n" })
        return Example(page: page, command: String(command), output: String(output.dropFirst()))
      }.filter { example in
        ["theory ", "verify "].contains { example.command.hasPrefix($0) }
          || (["predict ", "regress ", "sweep "].contains { example.command.hasPrefix($0) }
            && !example.output.isEmpty)
      }
    }
  }

  @Test("A command prints what its page shows, up to rounding", arguments: examples)
  func output(example: Example) throws {
    let outcome = try Self.withExamples { folder in
      try Program.Call(
        "/bin/bash", ["-c", "'\(Program.path)' \(example.command)"], in: folder
      ).outcome(within: 60)
    }
    guard !example.command.hasPrefix("verify ") else {
      // Its errors are rounding, which differs between machines.
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      return
    }
    let (expected, found) = (Self.words(example.output), Self.words(outcome.output))
    #expect(expected.count == found.count, "\(outcome.output)\(outcome.errors)")
    for (left, right) in zip(expected, found) {
      #expect(Self.agree(left, right), "the page shows \(left), the program prints \(right)")
    }
  }

  @Test("Every page is linked from the index, and every link leads to a file", arguments: pages)
  func links(page: String) {
    let index = text("\(Self.folder)/README.md")
    #expect(page.hasSuffix("README.md") || index.contains("(\(page))"))
    let place = URL(filePath: "\(Self.folder)/\(page)").deletingLastPathComponent().path
    for match in text("\(Self.folder)/\(page)").matches(of: /\]\(([^)#:]+)\)/) {
      let path = "\(place)/\(match.1)"
      #expect(FileManager.default.fileExists(atPath: path), "\(page) links to \(match.1)")
    }
  }

  @Test("Every result of the catalogue is on a page of the index")
  func complete() throws {
    let index = text("\(Self.folder)/README.md")
    let list = try Program.run(["theory", "list"], in: "/").output
    for line in list.split(separator: "\n") where !line.hasPrefix(" ") {
      let identifier = line.prefix { $0 != " " }
      #expect(index.contains("`\(identifier)`"), "no guide has \(identifier)")
    }
  }

  /// Calls `body` with a folder that has the examples, and room for what a command leaves.
  private static func withExamples<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/Examples", withDestinationPath: root + "/Examples")
      return try body(folder)
    }
  }

  /// The words between spaces and punctuation.
  private static func words(_ text: String) -> [Substring] {
    text.split { " \n,:[]{}\"()".contains($0) }
  }

  /// Numbers may differ by what another processor's rounding makes of a well conditioned example.
  private static func agree(_ left: Substring, _ right: Substring) -> Bool {
    guard let left = Double(left), let right = Double(right), left.isFinite else {
      return left == right
    }
    return (left - right).magnitude <= 1e-9 * max(left.magnitude, 1e-3)
  }
}
