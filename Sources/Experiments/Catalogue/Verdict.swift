/// Whether a claim holds on this machine, with the number that decides it.
public struct Verdict: Sendable, Equatable {
  /// The claim, in our words.
  public let claim: String

  /// The numbers that decide it.
  public let evidence: String

  /// Whether it holds.
  public let holds: Bool

  /// Whether it should: false for what is printed wrongly, with the erratum in the claim, and for a contrast, which shows
  /// that the claim beside it is not true of everything.
  public let isExpected: Bool

  /// States a comparison.
  ///
  /// - Parameters:
  ///   - claim: in our words.
  ///   - holds: whether the numbers bear it out.
  ///   - isExpected: false for a claim that is printed wrongly, or a contrast.
  ///   - evidence: the numbers.
  public init(_ claim: String, holds: Bool, isExpected: Bool = true, evidence: String) {
    self.claim = claim
    self.holds = holds
    self.isExpected = isExpected
    self.evidence = evidence
  }

  /// Whether all is as it should be: a true claim holds, a false one fails.
  public var isGreen: Bool { holds == isExpected }

  /// The outcome in a word or two.
  public var word: String {
    switch (holds, isExpected) {
    case (true, true): "holds"
    case (false, false): "fails, as it must"
    case (false, true): "FAILS"
    case (true, false): "HOLDS, though it must not"
    }
  }
}
