/// The row of one check after all its instances.
public struct VerificationRow: Sendable {
  /// The check.
  public let check: TheoryCheck

  /// How many instances were drawn.
  public let caseCount: Int

  /// How many broke the claim.
  public let violationCount: Int

  /// The largest error of any instance; infinite when an error is not a number.
  public let largestError: Double

  /// The instance of the largest error that breaks the claim, if one does, with its number.
  public let counterexample: String?

  /// What the first instance threw that could not be compared, a defect of the check or of the theory's domain.
  public let failure: String?

  /// Sums up a check.
  init(_ check: TheoryCheck, _ tally: VerificationTally) {
    self.check = check
    caseCount = tally.caseCount
    violationCount = tally.violationCount
    largestError = tally.largestError
    counterexample = tally.worst?.instance
    failure = tally.failure
  }

  /// So many instances hold a counterexample of everything that is printed wrongly, in all seeds that were tried.
  private static let casesForCounterexample = 100

  /// Whether every instance could be compared and the claim did what is expected of it.
  public var isAsExpected: Bool {
    guard failure == nil else { return false }
    return switch check.expectation {
    case .holds: violationCount == 0
    // A few instances need not hold a counterexample, and a missing one breaks nothing.
    case .fails: violationCount > 0 || caseCount < Self.casesForCounterexample
    case .holdsOnShare(let share): Double(violationCount) <= (1 - share) * Double(caseCount)
    }
  }
}
