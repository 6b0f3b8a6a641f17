internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear cite`.
struct CiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cite",
    abstract:
      "Print the BibTeX entries of a result or a reproduction, such as G.eq16 or chou2022/figure5.")

  @Argument(help: "An identifier of \"deeplinear theory list\" or \"deeplinear reproduce list\".")
  var identifier: String

  func run() throws {
    let papers: [Paper] =
      identifier.contains("/")
      ? [try ReproductionCatalogue.reproduction(identifier).source.paper]
      : try TheoryCatalogue.resultOrNearest(identifier).papers
    print(papers.map { $0.citation.bibTeX(key: $0.rawValue) }.joined(separator: "\n\n"))
  }
}
