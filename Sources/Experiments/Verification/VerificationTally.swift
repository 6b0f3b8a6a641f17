/// What a range of a check's instances showed; tallies of neighbouring ranges add up.
struct VerificationTally: Sendable {
  /// How many instances were drawn.
  private(set) var caseCount = 0

  /// How many broke the claim.
  private(set) var violationCount = 0

  /// The largest error; infinite when some error is not a number.
  private(set) var largestError = 0.0

  /// The worst instance that breaks the claim, and its error.
  private(set) var worst: (error: Double, instance: String)?

  /// The first error that an instance threw.
  private(set) var failure: String?

  /// Takes up one instance.
  mutating func add(_ outcome: TheoryCheck.Outcome, case index: Int) {
    let error = outcome.error.isNaN ? .infinity : outcome.error
    caseCount += 1
    largestError = max(largestError, error)
    guard outcome.isViolation else { return }
    violationCount += 1
    keep((error, "case \(index): \(outcome.instance)"))
  }

  /// Takes up an instance that could not be compared.
  mutating func add(_ error: any Error, case index: Int) {
    caseCount += 1
    failure = failure ?? "case \(index): \(error)"
  }

  /// Takes up the instances that follow.
  mutating func add(_ next: VerificationTally) {
    caseCount += next.caseCount
    violationCount += next.violationCount
    largestError = max(largestError, next.largestError)
    if let worst = next.worst { keep(worst) }
    failure = failure ?? next.failure
  }

  /// Of equally bad instances the first stays.
  private mutating func keep(_ candidate: (error: Double, instance: String)) {
    if let worst, worst.error >= candidate.error { return }
    worst = candidate
  }
}
