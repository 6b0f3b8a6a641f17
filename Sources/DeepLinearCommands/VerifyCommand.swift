internal import ArgumentParser
internal import DeepLinear
internal import Foundation

/// The command `deeplinear verify`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hold every result of the theory against simulation or integration.",
    discussion: """
      Draws random instances inside each result's domain. A row shows the largest relative error, for a bound by \
      how much it is exceeded. Formulas that are printed wrongly have rows of their own, which must fail. The exit \
      status is 1 when a row is not as expected.
      """)

  @Option(help: "Random instances of each result.")
  var cases = 100

  @Option(help: "The seed of the instances.")
  var seed: UInt64 = 1

  @Option(
    parsing: .upToNextOption, help: "Only these identifiers or papers: G.eq16, or G, T, C, B.")
  var only: [String] = []

  @Flag(help: "Print the rows as JSON.")
  var json = false

  @Option(help: "Threads; as many as there are processors by default.")
  var jobs: Int?

  func validate() throws {
    if cases < 1 { throw ValidationError("--cases must be at least 1.") }
    if jobs ?? 1 < 1 { throw ValidationError("--jobs must be at least 1.") }
  }

  func run() async throws {
    BLAS.threadCount = 1
    let checks = try TheoryCheck.selection(only)
    let verification = Verification(caseCount: cases, seed: seed)
    let lines = VerificationLines(
      table: json ? nil : VerificationTable(checks: checks, caseCount: cases))
    let jobCount = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let task = Task {
      try await verification.rows(for: checks, jobCount: jobCount, reportingTo: lines.update)
    }
    let interrupt = Interrupt { task.cancel() }
    defer { withExtendedLifetime(interrupt) {} }
    let result = await task.result
    lines.end()
    let rows = try result.get()
    print(json ? try VerificationTable.json(rows, seed: seed) : VerificationTable.summary(rows))
    if !rows.allSatisfy(\.isAsExpected) { throw ExitCode(1) }
  }
}
