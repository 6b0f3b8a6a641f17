/// Every result of the theory, by identifier.
public enum TheoryCatalogue {
  /// All results in the order of the papers.
  public static let results: [TheoryResult] =
    gidel2019Results + tarmoun2021Results + chou2022Results + beyondResults

  /// The result of an identifier.
  ///
  /// - Parameter identifier: for instance "G.eq16".
  /// - Returns: what it says and how to evaluate it.
  /// - Throws: ``TheoryError/unknownResult(_:nearest:)``.
  public static func result(_ identifier: String) throws(TheoryError) -> TheoryResult {
    guard let result = results.first(where: { $0.identifier == identifier }) else {
      let folded = identifier.lowercased()
      let near = results.map(\.identifier).first {
        $0.lowercased() == folded || $0.lowercased().hasSuffix(".\(folded)")
      }
      throw .unknownResult(identifier, nearest: near)
    }
    return result
  }
}
