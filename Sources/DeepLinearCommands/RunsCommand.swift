internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear runs` with its parts.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List, show, compare, delete and restore what was run.",
    discussion: """
      The runs folder is read anew each time, as far as it changed; its index.sqlite can be removed while no program uses it. A \
      deleted run can be restored until it is purged.
      """,
    subcommands: [
      List.self, Show.self, Compare.self, Delete.self, Restore.self, Purge.self,
    ])

  /// Where runs are.
  struct Place: ParsableArguments {
    @Option(help: "The runs folder.")
    var folder = "runs"

    /// The index as the folder is now.
    var index: RunIndex {
      get throws {
        let index = try RunIndex(folder: folder)
        try index.refresh()
        return index
      }
    }

    /// The same place as words of a call.
    var words: [String] { folder == "runs" ? [] : ["--folder", folder] }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List runs and sweeps, the last one changed first.")

    @Option(help: "\(RunStatus.words).", transform: { try RunStatus.named($0) })
    var status: RunStatus?

    @Option(help: "A part of the name or the title.")
    var text: String?

    @Option(help: "\(RunOrder.words).", transform: { try RunOrder.named($0) })
    var sort = RunOrder.changed

    @Flag(help: "The smallest or earliest first.")
    var ascending = false

    @Flag(help: "The deleted ones.")
    var deleted = false

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var place: Place

    func run() throws {
      let entries = try place.index.runs(
        matching: RunFilter(text: text, status: status, isDeleted: deleted), sortedBy: sort,
        descending: !ascending)
      print(json ? try RunEntry.json(of: entries) : RunListing(entries).table)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show how runs stand or ended, network by network.")

    @Argument(help: "Names of runs or sweeps.")
    var names: [String]

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var place: Place

    func run() throws {
      let index = try place.index
      let entries = try names.map { try index.entry(named: $0) }
      print(json ? try RunEntry.json(of: entries) : RunListing(entries).sheets)
    }
  }

  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hold finished runs side by side, in a table and in one picture.")

    @Argument(help: "Names of two or more runs.")
    var names: [String]

    @Option(name: .shortAndLong, help: "Draw their curves into this file: .svg, .png or .pdf.")
    var output: String?

    @Flag(help: "Replace a picture that is there already.")
    var overwrite = false

    @OptionGroup var place: Place

    func validate() throws {
      if names.count < 2 { throw ValidationError("Name two runs at least.") }
      if let output, PlotFormat(path: output) == nil {
        throw ValidationError("\(PlottingError.unknownFormat(path: output))")
      }
    }

    func run() throws {
      let comparison = try RunComparison(of: names, in: place.index)
      print(comparison.table)
      guard let output else { return }
      _ = try OutputFiles([output], isReplacing: overwrite)
      try Gnuplot().render(comparison.figure, to: output)
      print("Picture: \(output)")
    }
  }

  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put runs among the deleted, from where they can be restored.")

    @Argument(help: "Names of runs or sweeps.")
    var names: [String]

    @OptionGroup var place: Place

    func run() throws {
      try place.index.delete(names)
      let call = ["deeplinear", "runs", "restore"] + names + place.words
      print("Undo with: \(call.map(Terminal.quoted).joined(separator: " "))")
    }
  }

  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring deleted runs back; \"deeplinear runs list --deleted\" names them.")

    @Argument(help: "Names among the deleted.")
    var names: [String]

    @OptionGroup var place: Place

    func run() throws {
      try place.index.restore(names)
    }
  }

  struct Purge: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove everything that was deleted, for good.")

    @Flag(help: "Needed, since nothing brings it back.")
    var yes = false

    @OptionGroup var place: Place

    func validate() throws {
      if !yes {
        throw ValidationError("Nothing brings purged runs back; add --yes to remove them.")
      }
    }

    func run() throws {
      try place.index.purge()
    }
  }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// All words, for help.
  fileprivate static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The value that a word names.
  fileprivate static func named(_ word: String) throws -> Self {
    guard let value = Self(rawValue: word) else {
      throw ValidationError("Choose one of \(words).")
    }
    return value
  }
}
