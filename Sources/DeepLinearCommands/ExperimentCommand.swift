internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear experiment`, also to be had as `deeplinear help experiment`.
struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "List every key of an experiment file with its unit and default.")

  func run() {
    print(ExperimentHelp.text)
  }
}
