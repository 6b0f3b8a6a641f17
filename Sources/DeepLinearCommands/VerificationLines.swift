internal import DeepLinear
internal import Foundation

/// Prints the rows of a verification as they become ready, and on a terminal how far it has come.
struct VerificationLines: Sendable {
  private let table: VerificationTable?
  private let isShown: Bool

  /// Prepares the output and prints the heading.
  ///
  /// - Parameter table: the table; nil prints no rows.
  init(table: VerificationTable?) {
    self.table = table
    isShown = Terminal.isInteractive
    if let table { print(table.heading) }
  }

  /// Takes up progress; calls must not overlap.
  func update(_ progress: Verification.Progress) {
    if let table, !progress.rows.isEmpty {
      end()
      for row in progress.rows { print(table.lines(row)) }
      fflush(nil)
    }
    if isShown { Terminal.replaceLine("\(Int(100 * progress.fraction)) %") }
  }

  /// Clears the line.
  func end() {
    if isShown { Terminal.replaceLine("") }
  }
}
