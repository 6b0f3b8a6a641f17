internal import ArgumentParser
internal import CAllocator
internal import DeepLinearLab
internal import Foundation

/// The program `deeplinear-lab`.
@main
struct LabTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deeplinear-lab",
    abstract: "A page on which the singular values are seen as they are learned.",
    subcommands: [ServeCommand.self, ExportCommand.self], defaultSubcommand: ServeCommand.self)

  /// Ends with 2 for a wrong call, as `deeplinear` does, and with 1 when it could not finish.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let (code, message) = (exitCode(for: error), fullMessage(for: error))
      let stream = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
      if !message.isEmpty { stream.write(Data("\(message)\n".utf8)) }
      Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
    }
  }
}

/// The command `deeplinear-lab serve`, which is meant when no other is named.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the page, to this machine alone unless told otherwise.")

  @Option(help: "The port; 0 for any that is free.")
  var port = 8080

  @Option(help: "The address to listen at.")
  var host = "127.0.0.1"

  @Option(help: "A name by which other machines call this one; may be given several times.")
  var allowHost: [String] = []

  @Option(help: "The folder of runs, shared with the program deeplinear.")
  var runs = "runs"

  @Option(help: "Simulations at the same time, at most.")
  var simulations = LabLimits().simulations

  @Option(help: "Kept runs, reproductions and exports at the same time, at most.")
  var keptRuns = LabLimits().keptRuns

  @Option(help: "Steps of descent, at most.")
  var steps = LabLimits().steps

  @Option(help: "Entries of a matrix, at most.")
  var entries = LabLimits().entries

  @Option(help: "Bytes of an uploaded file, at most.")
  var uploadBytes = LabLimits().uploadBytes

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
    guard [simulations, keptRuns, steps, entries, uploadBytes].allSatisfy({ $0 >= 1 }) else {
      throw ValidationError("Limits are at least 1.")
    }
  }

  func run() async throws {
    // An arena of memory for each of many threads would keep what another thread needs; and large matrices go back to
    // the system when they are freed.
    mallopt(M_ARENA_MAX, 2)
    mallopt(M_MMAP_THRESHOLD, 1 << 22)
    var limits = LabLimits()
    (limits.simulations, limits.keptRuns, limits.steps) = (simulations, keptRuns, steps)
    (limits.entries, limits.uploadBytes) = (entries, uploadBytes)
    // An IPv6 address stands in brackets in an address.
    let name = host.contains(":") ? "[\(host)]" : host
    let server = try LabServer(runs: runs, limits: limits, hosts: allowHost + [name])
    try await server.run(host: host, port: port) { port in
      print("The lab is at http://\(name):\(port)/ and ends with Ctrl-C.")
      fflush(nil)
    }
  }
}

/// The command `deeplinear-lab export`.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the lessons with their closed-form curves as one page that needs no network.")

  @Argument(help: "The file to write.")
  var file = "lessons.html"

  @Flag(help: "Replace the file.")
  var overwrite = false

  func run() async throws {
    guard overwrite || !FileManager.default.fileExists(atPath: file) else {
      throw ValidationError("\(file) is there already; --overwrite replaces it.")
    }
    try await OfflinePage().write(to: file)
    print("\(file) opens in any browser.")
  }
}
