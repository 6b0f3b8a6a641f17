import ArgumentParser

@main
struct DeepLinearBenchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deeplinear-benchmarks",
    abstract: "Measures DeepLinear against other programs and against the machine.",
    subcommands: [
      CompareCommand.self, ScalingCommand.self, PeakMemoryCommand.self, DenoisingCommand.self,
    ],
    defaultSubcommand: CompareCommand.self)
}
