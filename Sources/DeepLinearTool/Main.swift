import DeepLinearCommands

/// The entry of the program.
@main
struct Main {
  /// Hands the arguments on.
  static func main() async {
    await DeepLinearProgram.main(Array(CommandLine.arguments.dropFirst()))
  }
}
