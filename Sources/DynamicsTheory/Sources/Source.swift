/// Where a result stands: a paper and a place in it.
public struct Source: Equatable, Sendable, CustomStringConvertible {
  /// The paper.
  public let paper: Paper

  /// The place: "equation (16)", "Theorem 1.3".
  public let place: String

  /// Names a place in a paper.
  public init(_ paper: Paper, _ place: String) {
    self.paper = paper
    self.place = place
  }

  /// For instance "Gidel 2019, equation (16)".
  public var description: String { "\(paper.name), \(place)" }
}
