public import DynamicsTheory

extension TheoryCheck {
  /// The checks of some results, in the order of the catalogue.
  ///
  /// - Parameter names: identifiers, or the letters of papers such as "G"; none for all.
  /// - Returns: the checks, at least one for each name.
  /// - Throws: ``TheoryError/unknownResult(_:nearest:)``.
  public static func selection(_ names: [String]) throws(TheoryError) -> [TheoryCheck] {
    func isMeant(_ identifier: String, by name: String) -> Bool {
      identifier == name || identifier.hasPrefix(name + ".")
    }
    for name in names where !all.contains(where: { isMeant($0.identifier, by: name) }) {
      throw TheoryError.unknownResult(name, nearest: nil).withNearestName
    }
    let chosen = all.filter { check in
      names.isEmpty || names.contains { isMeant(check.identifier, by: $0) }
    }
    let order = Dictionary(
      uniqueKeysWithValues: zip(TheoryCatalogue.results.map(\.identifier), 0...))
    // Sorting keeps the order of the checks of one result.
    return chosen.enumerated().sorted {
      (order[$0.element.identifier] ?? .max, $0.offset)
        < (order[$1.element.identifier] ?? .max, $1.offset)
    }.map(\.element)
  }
}
