internal import ArgumentParser
internal import DeepLinear
internal import Foundation

/// The command `deeplinear new`.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a commented experiment file to start from.",
    discussion: "Presets:\n"
      + ExperimentPreset.allCases.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

  @Argument(help: "The preset; see the list.")
  var preset: String

  @Option(name: .shortAndLong, help: "The file to write; PRESET.yaml by default.")
  var output: String?

  func validate() throws {
    guard ExperimentPreset(rawValue: preset) != nil else {
      let names = ExperimentPreset.allCases.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no preset \"\(preset)\"; known are \(names).")
    }
  }

  func run() throws {
    guard let preset = ExperimentPreset(rawValue: preset) else { return }
    let path = output ?? "\(preset.name).yaml"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("\(path) is there already; choose another file with --output.")
    }
    try AtomicFile.write(preset.text, to: path)
    print("Wrote \(path). Run it with: deeplinear run \(path)")
  }
}
