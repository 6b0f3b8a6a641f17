extension TheoryCheck {
  /// The checks of Tarmoun 2021.
  static let tarmoun2021Checks: [TheoryCheck] = imbalancedModeChecks + factorizationChecks
}
