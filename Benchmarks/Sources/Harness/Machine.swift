import DeepLinear
import Foundation

/// What a measurement depends on besides the program.
struct Machine: Encodable {
  let date: String
  let commit: String
  let processor: String
  let activeProcessorCount: Int
  let loadAverage: String
  let kernels: String
  let configuration: String

  /// This machine, now.
  static func current() -> Machine {
    Machine(
      date: Date().formatted(.iso8601),
      commit: currentCommit(),
      processor: processorName(),
      activeProcessorCount: ProcessInfo.processInfo.activeProcessorCount,
      loadAverage: firstLine(of: "/proc/loadavg") { _ in true } ?? "unknown",
      kernels: BLAS.kernels,
      configuration: BLAS.configuration)
  }

  /// All of it in one line.
  var sentence: String {
    """
    \(date), commit \(commit), \(processor), \(activeProcessorCount) cores, our BLAS \
    \(configuration.split(separator: " ").prefix(2).joined(separator: " ")) with \(kernels) kernels, load \(loadAverage).
    """
  }
}

/// The commit of the working directory, with "-dirty" if files differ from it.
private func currentCommit() -> String {
  let git = Process()
  let output = Pipe()
  git.executableURL = URL(filePath: "/usr/bin/env")
  git.arguments = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
  git.standardOutput = output
  git.standardError = FileHandle.nullDevice
  guard (try? git.run()) != nil else { return "unknown" }
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  git.waitUntilExit()
  return git.terminationStatus == 0 ? text.trimmingCharacters(in: .newlines) : "unknown"
}

private func processorName() -> String {
  let line = firstLine(of: "/proc/cpuinfo") { $0.hasPrefix("model name") }
  guard let name = line?.split(separator: ":").last else { return "unknown" }
  return name.trimmingCharacters(in: .whitespaces)
}

/// The first line of a file that is wanted, if there is one.
func firstLine(of path: String, where isWanted: (Substring) -> Bool) -> String? {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
  return text.split(separator: "\n").first(where: isWanted).map(String.init)
}
