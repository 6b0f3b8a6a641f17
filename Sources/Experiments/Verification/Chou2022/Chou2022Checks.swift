extension TheoryCheck {
  /// The checks of Chou 2022.
  static let chou2022Checks: [TheoryCheck] =
    factorDescentChecks + countChecks + printedCountChecks + effectiveRankChecks
}
