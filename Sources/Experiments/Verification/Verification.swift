internal import DynamicsTheory
internal import LinearAlgebra

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
  /// - Throws: `CancellationError`.
  public func row(for check: TheoryCheck) throws -> VerificationRow {
    VerificationRow(check, try tally(of: check, cases: 0..<caseCount))
  }

  /// Some instances of a check.
  ///
  /// - Parameters:
  ///   - check: what to verify.
  ///   - cases: their numbers.
  /// - Returns: what they showed.
  /// - Throws: `CancellationError`.
  func tally(of check: TheoryCheck, cases: Range<Int>) throws -> VerificationTally {
    var tally = VerificationTally()
    for index in cases {
      try Task.checkCancellation()
      var generator = SeededGenerator(seed: seed, stream: Self.stream(of: check, index))
      do {
        tally.add(try outcome(of: check, using: &generator), case: index)
      } catch {
        tally.add(error, case: index)
      }
    }
    return tally
  }

  /// What the first instance shows that the check can compare.
  private func outcome(
    of check: TheoryCheck, using generator: inout SeededGenerator
  ) throws -> TheoryCheck.Outcome {
    for _ in 0..<Self.drawLimit {
      if let outcome = try check.run(&generator) { return outcome }
    }
    throw TheoryError.shape("none of \(Self.drawLimit) draws could be compared")
  }

  private static let drawLimit = 1000

  /// A stream number from the check's name (Fowler, Noll and Vo's hash) and the instance's number.
  private static func stream(of check: TheoryCheck, _ index: Int) -> UInt64 {
    let name = (check.identifier + check.comparison).utf8
    let hash = name.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return hash &+ UInt64(index)
  }
}
