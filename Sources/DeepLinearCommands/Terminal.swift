internal import DeepLinear
internal import Foundation

/// What the program says on standard error.
enum Terminal {
  /// Whether standard error is watched by a person.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a line to standard error.
  static func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// Says so when an environment variable forces slower kernels than the processor has.
  static func warnOfForcedKernels() {
    if let forced = ForcedKernels(environment: ProcessInfo.processInfo.environment) {
      complain("warning: \(forced)")
    }
  }

  /// A word as a shell wants it, so that it can be copied to the command line.
  static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0) }
    return plain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }

  /// Replaces the last line of an interactive standard error.
  static func replaceLine(_ text: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }
}
