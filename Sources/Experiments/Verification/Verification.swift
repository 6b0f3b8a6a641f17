internal import LinearAlgebra

/// The row of one check after all its instances.
public struct VerificationRow: Sendable {
  /// The check.
  public let check: TheoryCheck

  /// How many instances were drawn.
  public let caseCount: Int

  /// How many broke the claim.
  public let violationCount: Int

  /// The largest error of any instance.
  public let largestError: Double

  /// The instance of the largest error that breaks the claim, if one does.
  public let counterexample: String?

  /// Whether the claim did what is expected of it.
  public var isAsExpected: Bool {
    switch check.expectation {
    case .holds: violationCount == 0
    case .fails: violationCount > 0
    case .holdsOnShare(let share): Double(violationCount) <= (1 - share) * Double(caseCount)
    }
  }
}

/// Runs checks on random instances.
///
/// Instance i of a check is drawn from a stream of its own, so that the rows do not depend on the number of
/// cores, on other checks, or on how many instances follow.
public struct Verification: Sendable {
  /// The number of instances of each check.
  public let caseCount: Int

  /// The seed of every stream.
  public let seed: UInt64

  /// Settles how much is drawn.
  ///
  /// - Parameters:
  ///   - caseCount: the number of instances of each check, at least 1.
  ///   - seed: of the random instances.
  public init(caseCount: Int, seed: UInt64) {
    precondition(caseCount >= 1, "a verification needs at least one case")
    self.caseCount = caseCount
    self.seed = seed
  }

  /// All instances of one check.
  ///
  /// - Parameter check: what to verify.
  /// - Returns: the row of the table.
  /// - Throws: what the check throws, which is a defect: instances are drawn inside the domain.
  public func row(for check: TheoryCheck) throws -> VerificationRow {
    var violations = 0
    var largest = 0.0
    var worstViolation = 0.0
    var counterexample: String?
    for index in 0..<caseCount {
      try Task.checkCancellation()
      var generator = SeededGenerator(seed: seed, stream: Self.stream(of: check, index))
      let outcome = try check.run(&generator)
      if !(outcome.error <= largest) { largest = outcome.error }
      guard outcome.isViolation else { continue }
      violations += 1
      if counterexample == nil || outcome.error > worstViolation {
        worstViolation = outcome.error
        counterexample = outcome.instance
      }
    }
    return VerificationRow(
      check: check, caseCount: caseCount, violationCount: violations, largestError: largest,
      counterexample: counterexample)
  }

  /// A stream number from the check's name (Fowler, Noll and Vo's hash) and the instance's number.
  private static func stream(of check: TheoryCheck, _ index: Int) -> UInt64 {
    let name = (check.identifier + check.comparison).utf8
    let hash = name.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return hash &+ UInt64(index)
  }
}
