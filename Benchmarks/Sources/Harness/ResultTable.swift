import Foundation

/// All rows of one call of the program, and where they were measured.
struct ResultTable: Encodable {
  let machine: Machine
  let rows: [Row]
  let peakMemory: PeakMemory?

  /// The result as JSON with sorted keys.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// The result as a page of Markdown.
  var markdown: String {
    let measured = rows.filter { $0.missing == nil }
    let demanded = measured.compactMap(\.isMet)
    return """
      # What was measured

      \(machine.sentence)

      Ratio: the opponent's time over ours, the median of \(rows.map(\.ratios.count).max() ?? 0) pairs of turns, with the \
      least and the largest pair. Agreement: the largest difference of what both computed, over its tolerance. Errors: \
      the largest difference of ours and of theirs from a far more exact reference; ours may be no larger, unless it is \
      rounding. \
      \(demanded.count(where: { $0 })) of \(demanded.count) rows with a demand reach it.

      | workload | problem | ours (threads) | ours | opponent (threads) | opponent | ratio | demanded | met | agreement | errors, ours and theirs |
      | --- | --- | --- | ---: | --- | ---: | --- | ---: | --- | ---: | ---: |
      \(rows.map(\.markdownLine).joined(separator: "\n"))
      \(section("Where a row falls short", rows.compactMap(\.shortfallLine)))
      \(section("Peak memory", [peakMemory?.sentence].compactMap { $0 }))
      \(section("What is timed, on both sides", unique(rows.map { "\($0.workload), \($0.ours): \($0.timed)." })))
      \(section("How far the two may differ", unique(rows.filter { !$0.agreementFormula.isEmpty }.map { "\($0.workload): \($0.agreementFormula)." })))
      \(section("Opponents' libraries", unique(rows.compactMap { row in row.opponentDescription.map { "\(row.opponent): \($0)." } })))
      """
  }

  private func section(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "\n## \(title)\n\n" + lines.map { "- \($0)\n" }.joined()
  }

  private func unique(_ lines: [String]) -> [String] {
    var seen: Set<String> = []
    return lines.filter { seen.insert($0).inserted }
  }
}

extension Row {
  /// The row in one line, for a terminal.
  var line: String {
    guard missing == nil, let ratio else {
      return "\(workload) \(problem): \(opponent) missing: \(missing ?? "not measured")"
    }
    let demand =
      leastRatio.map { least in
        " (at least \(inDigits(least)): \(isMet == true ? "met" : "NOT MET"))"
      } ?? ""
    let agreement = checks.isEmpty ? "" : isAgreed ? ", same result" : ", OTHER RESULT: \(worst)"
    return """
      \(workload) \(problem): \(ours) \(inUnits(median(ourSeconds))), \(opponent) \
      \(inUnits(median(opponentSeconds))), \(inDigits(ratio)) x\(demand)\(agreement)\
      \(accuracy.isEmpty ? "" : ", errors \(errors)")
      """
  }

  fileprivate var markdownLine: String {
    let cells: [String] =
      if let ratio {
        [
          inUnits(median(ourSeconds)), "\(opponent) (\(opponentThreads))",
          inUnits(median(opponentSeconds)),
          "**\(inDigits(ratio))** (\(inDigits(ratios.min() ?? ratio)) to \(inDigits(ratios.max() ?? ratio)))",
          leastRatio.map(inDigits) ?? "-", isMet.map { $0 ? "yes" : "no" } ?? "-",
          checks.isEmpty ? "-" : worst, accuracy.isEmpty ? "-" : errors,
        ]
      } else {
        ["-", "\(opponent) (\(opponentThreads))", "peer missing", "-", "-", "-", "-", "-"]
      }
    return "| "
      + ([workload, problem, "\(ours) (\(ourThreads))"] + cells).joined(separator: " | ") + " |"
  }

  fileprivate var shortfallLine: String? {
    shortfall.map { "\(workload), \(problem), against \(opponent): \($0)." }
  }

  /// Both sides' errors of each quantity.
  private var errors: String {
    accuracy.map { "\($0.quantity) " + String(format: "%.1e, %.1e", $0.ourError, $0.theirError) }
      .joined(separator: "; ")
  }

  /// The check that comes nearest to its tolerance, or passes it furthest.
  private var worst: String {
    guard
      let check = checks.max(by: {
        $0.difference / $0.tolerance < $1.difference / $1.tolerance
      })
    else { return "-" }
    return "\(check.quantity) " + String(format: "%.0e / %.0e", check.difference, check.tolerance)
  }
}

/// Seconds with three digits and a unit.
func inUnits(_ seconds: Double) -> String {
  switch seconds {
  case ..<1e-6: inDigits(1e9 * seconds) + " ns"
  case ..<1e-3: inDigits(1e6 * seconds) + " us"
  case ..<1: inDigits(1e3 * seconds) + " ms"
  default: inDigits(seconds) + " s"
  }
}

/// A number with three digits.
func inDigits(_ value: Double) -> String {
  value >= 100 ? String(format: "%.0f", value) : String(format: "%.3g", value)
}
