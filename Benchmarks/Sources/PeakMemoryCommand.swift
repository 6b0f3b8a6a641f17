import ArgumentParser

/// Prints by how many bytes this process grows while it trains three square layers.
struct PeakMemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peak-memory",
    abstract: "Trains three square layers and prints how many bytes that took at most.")

  @Option(help: "The width of the layers.")
  var size = 2000

  func validate() throws {
    guard size >= 1 else { throw ValidationError("--size must be at least 1") }
  }

  func run() throws {
    print(try PeakMemory.ofThisProcess(size: size))
  }
}
