extension TheoryCheck {
  /// Every check, in the order of the catalogue.
  public static let all: [TheoryCheck] =
    gidel2019Checks + tarmoun2021Checks + chou2022Checks + beyondChecks
}
