extension TheoryCheck {
  /// The checks of what goes past the three papers.
  static let beyondChecks: [TheoryCheck] = beyondScalarChecks
}
