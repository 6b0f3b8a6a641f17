import ArgumentParser

/// Measures how the time of a step grows, and draws it.
struct ScalingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaling",
    abstract: "Measures a step's time against width, samples and number of runs, and draws it.")

  @Option(help: "The figure; the numbers go beside it as CSV.")
  var output = "Guides/Images/engine-scaling.svg"

  func run() throws {
    try Scaling.measured().write(to: output)
  }
}
