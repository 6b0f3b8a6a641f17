import DynamicsTheory
import LinearAlgebra
import Synchronization
import Testing

@testable import Experiments

@Suite("Verification of claims")
struct VerificationTests {
  private struct Broken: Error {}

  /// A claim about a uniform number, which breaks above a limit.
  private static func check(
    _ name: String, limit: Double, expecting expectation: TheoryCheck.Expectation = .holds
  ) -> TheoryCheck {
    TheoryCheck(name, "a number against a limit", expecting: expectation) { generator in
      let number = generator.uniform(0...1)
      return .init(error: number, allowance: limit, instance: "number = \(number)")
    }
  }

  private let verification = Verification(caseCount: 100, seed: 3)

  @Test("A claim that holds has a row without a counterexample")
  func holds() throws {
    let row = try verification.row(for: Self.check("a", limit: 1))
    #expect(row.isAsExpected && row.violationCount == 0 && row.caseCount == 100)
    #expect(row.counterexample == nil)
    #expect(row.verdict == "holds")
  }

  @Test("The worst of the instances that break a claim is shown with its number")
  func violated() throws {
    let row = try verification.row(for: Self.check("a", limit: 0.5))
    #expect(!row.isAsExpected)
    #expect(row.violationCount > 20 && row.violationCount < 80)
    #expect(row.counterexample?.hasSuffix(": number = \(row.largestError)") == true)
    #expect(row.verdict == "VIOLATED in \(row.violationCount)")
  }

  @Test("A printed error must break at least once")
  func printed() throws {
    let broken = try verification.row(
      for: Self.check("a", limit: 0.5, expecting: .fails(erratum: "G0")))
    #expect(broken.isAsExpected)
    #expect(broken.verdict == "fails, as expected (G0), in \(broken.violationCount)")
    let kept = try verification.row(
      for: Self.check("a", limit: 1, expecting: .fails(erratum: "G0")))
    #expect(!kept.isAsExpected)
    #expect(kept.verdict == "HOLDS, though G0 says that it is wrong")
  }

  @Test("A share of the cases can be asked for")
  func share() throws {
    let enough = try verification.row(
      for: Self.check("a", limit: 0.9, expecting: .holdsOnShare(0.7)))
    #expect(enough.isAsExpected)
    let few = try verification.row(
      for: Self.check("a", limit: 0.5, expecting: .holdsOnShare(0.9)))
    #expect(!few.isAsExpected)
    #expect(few.verdict.hasPrefix("VIOLATED: holds in "))
  }

  @Test("An instance that throws is a failed row, whatever is expected")
  func throwing() throws {
    for expectation in [TheoryCheck.Expectation.holds, .fails(erratum: "G0"), .holdsOnShare(0)] {
      let check = TheoryCheck("a", "throws at times", expecting: expectation) { generator in
        if generator.unitUniform() < 0.5 { throw Broken() }
        return .init(error: 1, allowance: 0, instance: "")
      }
      let row = try verification.row(for: check)
      #expect(!row.isAsExpected)
      #expect(row.failure?.hasSuffix(": Broken()") == true)
      #expect(row.verdict == "ERROR")
      #expect(row.caseCount == 100)
    }
  }

  @Test("An error that is not a number is a violation and the largest of all")
  func notANumber() throws {
    let check = TheoryCheck("a", "now and then not a number") { generator in
      let number = generator.uniform(0...1)
      return .init(error: number < 0.5 ? .nan : number, allowance: 1, instance: "n")
    }
    let row = try verification.row(for: check)
    #expect(row.violationCount > 0 && row.largestError == .infinity)
  }

  @Test("The rows do not depend on the number of threads", arguments: [1, 2, 7])
  func threads(jobCount: Int) async throws {
    let checks = [0.3, 0.5, 0.9, 1].enumerated().map { Self.check("c\($0)", limit: $1) }
    let seen = Mutex<([String], [Double])>(([], []))
    let rows = try await verification.rows(for: checks, jobCount: jobCount) { progress in
      seen.withLock {
        $0.0 += progress.rows.map(\.check.identifier)
        $0.1.append(progress.fraction)
      }
    }
    let reported = seen.withLock(\.self)
    #expect(reported.0 == checks.map(\.identifier))
    #expect(reported.1 == reported.1.sorted() && reported.1.last == 1)
    for (row, check) in zip(rows, checks) {
      let alone = try verification.row(for: check)
      #expect(row.check.identifier == check.identifier)
      #expect(row.violationCount == alone.violationCount)
      #expect(row.largestError == alone.largestError)
      #expect(row.counterexample == alone.counterexample)
    }
  }

  @Test("The first instances stay the same when more follow; another seed draws others")
  func streams() throws {
    let check = Self.check("a", limit: 0)
    let few = try Verification(caseCount: 1, seed: 3).row(for: check).largestError
    #expect(try verification.tally(of: check, cases: 0..<1).largestError == few)
    #expect(try Verification(caseCount: 1, seed: 4).row(for: check).largestError != few)
  }

  @Test("A verification can be stopped")
  func cancelled() async {
    let endless = TheoryCheck("a", "nothing") { _ in .init(error: 0, allowance: 0, instance: "") }
    let verification = Verification(caseCount: 100_000_000, seed: 1)
    let task = Task { try await verification.rows(for: [endless], jobCount: 2) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("Checks are chosen by identifier or paper, in the order of the catalogue")
  func selection() throws {
    let all = try TheoryCheck.selection([]).map(\.identifier)
    #expect(all.count == TheoryCheck.all.count)
    let order = TheoryCatalogue.results.map(\.identifier)
    let places = all.map { order.firstIndex(of: $0) ?? .max }
    #expect(places == places.sorted())
    let gidel = try TheoryCheck.selection(["G"]).map(\.identifier)
    #expect(gidel == all.filter { $0.hasPrefix("G.") } && !gidel.isEmpty)
    #expect(Set(try TheoryCheck.selection(["G.eq9"]).map(\.identifier)) == ["G.eq9"])
    #expect(throws: TheoryError.unknownResult("G.nosuch", nearest: nil)) {
      try TheoryCheck.selection(["G", "G.nosuch"])
    }
  }
}
