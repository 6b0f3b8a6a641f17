internal import ArgumentParser
internal import DeepLinear
internal import Foundation

/// The command `deeplinear new`.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a commented experiment file to start from.",
    discussion: """
      Presets:
      \(ExperimentPreset.allCases.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
        sweep: \(SweepFile.starterSummary)

      An identifier of "deeplinear reproduce list" gives the file of that reproduction.
      """)

  @Argument(help: "The preset, or the identifier of a reproduction.")
  var preset: String

  @Option(name: .shortAndLong, help: "The file to write; PRESET.yaml by default.")
  var output: String?

  private var reproduction: Reproduction? {
    try? ReproductionCatalogue.reproduction(preset)
  }

  /// The text of the preset or reproduction, the name of its file, and the command for it; nil when there is neither.
  private var source: (text: String, name: String, command: String)? {
    if let preset = ExperimentPreset(rawValue: preset) { return (preset.text, preset.name, "run") }
    if preset == "sweep" { return (SweepFile.starter, preset, preset) }
    return reproduction.map { ($0.experimentFile, $0.folderName, "run") }
  }

  func validate() throws {
    guard source != nil else {
      let names = (ExperimentPreset.allCases.map(\.name) + ["sweep"]).joined(separator: ", ")
      throw ValidationError(
        "There is no preset \"\(preset)\"; known are \(names), and the names in \"deeplinear reproduce list\"."
      )
    }
  }

  func run() throws {
    guard let (text, name, command) = source else { return }
    let path = output ?? "\(name).yaml"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("\(path) is there already; choose another file with --output.")
    }
    try AtomicFile.write(text, to: path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try reproduction?.writeData(to: folder)
    if let others = reproduction?.otherParts, !others.isEmpty {
      print(
        "It is the first experiment of \(preset); the others are \(others.joined(separator: ", "))."
      )
    }
    print("Wrote \(path). Run it with: deeplinear \(command) \(path)")
  }
}
