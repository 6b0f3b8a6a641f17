internal import Foundation
internal import RunStore

/// The table that a verification prints, for a reader or for another program.
public struct VerificationTable: Sendable {
  private let table: TextTable

  /// Lays out the columns for the given checks.
  ///
  /// - Parameters:
  ///   - checks: every check that will have a row.
  ///   - caseCount: the number of instances of each.
  public init(checks: [TheoryCheck], caseCount: Int) {
    let widest = checks.map { [$0.identifier, $0.comparison, "\(caseCount)", "-1.23e-100", ""] }
    table = TextTable(fitting: [Self.heading] + widest)
  }

  private static let heading = ["result", "compared", "cases", "error", "verdict"]

  /// The line above the rows.
  public var heading: String { table.line(Self.heading) }

  /// The lines of one row: a second one holds the counterexample, if there is one.
  public func lines(_ row: VerificationRow) -> String {
    let first = table.line([
      row.check.identifier, row.check.comparison, "\(row.caseCount)",
      Decimals.short(row.largestError), row.verdict,
    ])
    let remarks = [
      row.counterexample.map { "broken by \($0)" }, row.failure.map { "error in \($0)" },
    ]
    return ([first] + remarks.compactMap(\.self).map { "    " + $0 }).joined(separator: "\n")
  }

  /// The line below the rows.
  public static func summary(_ rows: [VerificationRow]) -> String {
    let unexpected = rows.count { !$0.isAsExpected }
    let cases = rows.reduce(0) { $0 + $1.caseCount }
    return unexpected == 0
      ? "\(rows.count) checks, \(cases) cases: all as expected"
      : "\(rows.count) checks, \(cases) cases: \(unexpected) not as expected"
  }

  /// All rows as JSON.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - seed: of the instances.
  /// - Returns: the text.
  /// - Throws: nothing that a row could cause.
  public static func json(_ rows: [VerificationRow], seed: UInt64) throws -> String {
    struct Record: Encodable {
      let id, comparison, verdict: String
      let cases, violations: Int
      let largestError: Double
      let isAsExpected: Bool
      let counterexample, failure: String?
    }
    struct Report: Encodable {
      let seed: UInt64
      let isAsExpected: Bool
      let rows: [Record]
    }
    let records = rows.map {
      Record(
        id: $0.check.identifier, comparison: $0.check.comparison, verdict: $0.verdict,
        cases: $0.caseCount, violations: $0.violationCount, largestError: $0.largestError,
        isAsExpected: $0.isAsExpected, counterexample: $0.counterexample, failure: $0.failure)
    }
    let report = Report(
      seed: seed, isAsExpected: rows.allSatisfy(\.isAsExpected), rows: records)
    return String(decoding: try JSONEncoder.stable.encode(report), as: UTF8.self)
  }
}

extension VerificationRow {
  /// What the row shows, in a few words.
  public var verdict: String {
    if failure != nil { return "ERROR" }
    switch check.expectation {
    case .holds:
      return isAsExpected ? "holds" : "VIOLATED in \(violationCount)"
    case .fails(let erratum):
      if violationCount > 0 { return "fails, as expected (\(erratum)), in \(violationCount)" }
      return isAsExpected
        ? "no counterexample to \(erratum)'s form among so few"
        : "HOLDS, though \(erratum) says that it is wrong"
    case .holdsOnShare(let share):
      let found = 100 * (1 - Double(violationCount) / Double(caseCount))
      let percent = "\(Decimals.short(found)) % of the cases"
      return isAsExpected
        ? "holds in \(percent)"
        : "VIOLATED: holds in \(percent), needs \(Decimals.short(100 * share)) %"
    }
  }
}
