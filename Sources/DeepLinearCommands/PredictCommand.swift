internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Say what the theory predicts for an experiment file, without running it.",
    discussion: """
      For each mode: its strength, when it is learned in flow and in descent, between which proven bounds, and \
      whether faster than in one layer. Then the plateaus of the effective rank, the largest step size that is \
      proven safe, and the assumptions of every theorem, with the amounts by which they fail.
      """)

  @Argument(help: "The experiment file (YAML); see \"deeplinear help experiment\".")
  var file: String

  @Option(name: .customLong("set"), help: "Change a value: networks[0].training.descent.steps=100")
  var overrides: [String] = []

  @Flag(help: "Print everything as JSON.")
  var json = false

  @Option(name: .shortAndLong, help: "Leave prediction.json and a figure in this new folder.")
  var output: String?

  @Flag(help: "Replace an earlier prediction in the folder.")
  var overwrite = false

  func run() throws {
    BLAS.threadCount = 1
    let file = try ExperimentFile(contentsOf: file, overriding: overrides)
    let experiment = try PreparedExperiment(file.description) { file.resolve($0) }
    for warning in experiment.warnings {
      Terminal.complain("warning: \(warning.network): \(warning.sentence)")
    }
    let prediction = try ExperimentPrediction(experiment)
    print(json ? try prediction.json : prediction.table)
    guard let output else { return }
    let folder = try RunFolder(output, mode: overwrite ? .overwrite : .new)
    try folder.write(Array(file.text(forCopyIn: output).utf8), as: .experiment)
    if let missing = try prediction.write(to: folder) { Terminal.complain("warning: \(missing)") }
  }
}
