/// What a reader needs to find a paper, as data.
public struct Citation: Equatable, Sendable {
  /// Where a paper appeared, as BibTeX distinguishes it.
  public enum Kind: String, Sendable {
    /// A journal.
    case article

    /// A conference.
    case inProceedings = "inproceedings"

    /// A preprint alone.
    case preprint = "misc"
  }

  /// The authors in order, given names first.
  public let authors: [String]

  /// The title, on one line.
  public let title: String

  /// The journal or the proceedings.
  public let venue: String

  /// The year of publication.
  public let year: Int

  /// What kind of publication it is.
  public let kind: Kind

  /// A stable identifier: of arXiv, a DOI or an address.
  public let identifier: String

  /// The BibTeX entry under a key.
  public func bibTeX(key: String) -> String {
    let place =
      switch kind {
      case .article: "journal"
      case .inProceedings: "booktitle"
      case .preprint: "howpublished"
      }
    return """
      @\(kind.rawValue){\(key),
        author = {\(authors.joined(separator: " and "))},
        title = {\(title)},
        \(place) = {\(venue)},
        year = {\(year)},
        note = {\(identifier)}
      }
      """
  }
}
