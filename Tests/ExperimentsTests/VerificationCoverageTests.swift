import DynamicsTheory
import Testing

@testable import Experiments

@Suite("Coverage of the verification")
struct VerificationCoverageTests {
  @Test("Every result has a check", arguments: TheoryCatalogue.results.map(\.identifier))
  func results(identifier: String) {
    #expect(TheoryCheck.all.contains { $0.identifier == identifier })
  }

  @Test("Every check is of a result in the catalogue, and no two read the same")
  func checks() {
    let identifiers = Set(TheoryCatalogue.results.map(\.identifier))
    for check in TheoryCheck.all { #expect(identifiers.contains(check.identifier)) }
    #expect(
      Set(TheoryCheck.all.map { $0.identifier + $0.comparison }).count == TheoryCheck.all.count)
  }

  @Test(
    "Every printed error that can be evaluated has a row that must fail",
    arguments: [
      "G1", "G2", "G3", "G6", "G7", "G8", "G9", "G10", "G11", "G13", "G24", "G26",
      "T2", "T5", "T6", "T12",
      "C1", "C5", "C6", "C7", "C9", "C10", "C11", "C12", "C14", "C15", "C16", "C30",
    ])
  func errata(erratum: String) {
    let rows = TheoryCheck.all.filter {
      guard case .fails(let errata) = $0.expectation else { return false }
      return errata.split { ", ".contains($0) }.contains { $0 == erratum }
    }
    #expect(!rows.isEmpty)
  }
}
