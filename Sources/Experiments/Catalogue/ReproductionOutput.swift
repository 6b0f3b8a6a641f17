internal import DynamicsTheory
internal import Foundation
internal import MatrixFiles
internal import Plotting
public import RunStore

/// One reproduction as it was made: findings, seconds, pictures.
public struct ReproductionOutput: Sendable {
  /// What was reproduced.
  public let reproduction: Reproduction

  /// What was found.
  public let findings: Reproduction.Findings

  /// How long it took.
  public let seconds: Double

  /// Puts the parts together.
  public init(reproduction: Reproduction, findings: Reproduction.Findings, seconds: Double) {
    self.reproduction = reproduction
    self.findings = findings
    self.seconds = seconds
  }

  /// Whether every verdict is as it should be.
  public var isGreen: Bool { findings.verdicts.allSatisfy(\.isGreen) }

  /// The name of its folder.
  public var folderName: String { reproduction.identifier.replacing("/", with: "-") }

  /// The verdicts as lines of text.
  public var text: String {
    let rows = findings.verdicts.map { ["  " + $0.word, $0.claim, $0.evidence] }
    return """
      \(reproduction.identifier): \(reproduction.title) (\(Decimals.short(seconds)) s)
      \(TextTable.text(rows))
      """
  }

  /// Writes experiment file, verdicts and figures.
  ///
  /// - Parameter folder: its own folder.
  /// - Returns: why figures are missing and how to draw them, when they are.
  /// - Throws: ``MatrixFileError`` when the disk is full, for example.
  public func write(to folder: RunFolder) throws -> String? {
    try folder.write(Array(reproduction.experimentFile.utf8), as: .experiment)
    var missing: String?
    try folder.remove(.figures)
    for (name, figure) in findings.figures {
      do {
        try Gnuplot().render(figure, to: folder.path(of: "\(name).svg", in: .figures))
      } catch let error as PlottingError {
        if case .cannotWrite = error { throw error }
        missing = missing ?? error.description
      }
    }
    try folder.write(json: record, as: .summary)
    return missing
  }

  private struct Record: Encodable {
    let identifier, title, source: String
    let choices: [String]
    let verdicts: [Row]
    let isGreen: Bool

    struct Row: Encodable {
      let claim, evidence, word: String
      let holds, isExpected: Bool
    }
  }

  private var record: Record {
    Record(
      identifier: reproduction.identifier, title: reproduction.title,
      source: "\(reproduction.source)", choices: reproduction.choices,
      verdicts: findings.verdicts.map {
        Record.Row(
          claim: $0.claim, evidence: $0.evidence, word: $0.word, holds: $0.holds,
          isExpected: $0.isExpected)
      }, isGreen: isGreen)
  }
}

/// `index.html`: every reproduction with its pictures and verdicts.
public struct ReproductionGallery: Sendable {
  private let outputs: [ReproductionOutput]

  /// Lays out the page.
  public init(_ outputs: [ReproductionOutput]) {
    self.outputs = outputs
  }

  /// Writes the page.
  ///
  /// - Parameter folder: the folder that holds the reproductions' own folders.
  /// - Throws: ``MatrixFileError``.
  public func write(to folder: String) throws {
    try AtomicFile.write(html(in: folder), to: folder + "/index.html")
  }

  private func html(in folder: String) -> String {
    let green = outputs.count(where: \.isGreen)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Reproductions</title>
      <style>\(Report.style)</style>
      </head>
      <body>
      <main>
      <h1>Reproductions</h1>
      <p>\(green) of \(outputs.count) have every verdict as it should be.</p>
      \(outputs.map { section($0, in: folder) }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private func section(_ output: ReproductionOutput, in folder: String) -> String {
    let reproduction = output.reproduction
    let figures = output.findings.figures.map { name, figure in
      let path = "\(folder)/\(output.folderName)/figures/\(name).svg"
      let caption = figure.caption ?? name
      let picture = (try? Data(contentsOf: URL(fileURLWithPath: path))).map {
        HTML.image(Array($0), type: "svg+xml", description: caption)
      }
      return "<figure>\(picture ?? "")<figcaption>\(HTML.escaped(caption))</figcaption></figure>"
    }
    let choices = reproduction.choices.map { "<li>\(HTML.escaped($0))</li>" }.joined()
    let rows = output.findings.verdicts.map { [$0.claim, $0.word, $0.evidence] }
    return """
      <h2 id="\(output.folderName)">\(HTML.escaped(reproduction.title))</h2>
      <p>\(HTML.escaped("\(reproduction.source)")), <code>\(reproduction.identifier)</code>, \
      \(Decimals.short(output.seconds)) s</p>
      \(figures.joined(separator: "\n"))
      \(HTML.table(header: ["claim", "verdict", "numbers"], rows: rows))
      <ul>\(choices)</ul>
      """
  }
}
