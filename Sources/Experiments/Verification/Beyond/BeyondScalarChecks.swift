extension TheoryCheck {
  /// The checks of the results on single modes and single steps.
  static let beyondScalarChecks: [TheoryCheck] =
    descentCountChecks + curvatureChecks + descentStepChecks + spectralFilterChecks
}
