extension TheoryCheck {
  /// The checks of Gidel 2019.
  static let gidel2019Checks: [TheoryCheck] =
    linearModelChecks + twoLayerFlowChecks + twoLayerDescentChecks
}
