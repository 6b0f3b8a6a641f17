/// The keys of one group of an experiment file: what is known, what is said about it, what is read.
///
/// Reader, unknown-key check and help text are all made from the cases, so that none of them can drift.
protocol SectionKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// The heading and the introduction of the group in the help text.
  static var section: SectionSummary { get }

  /// What the help text says about the key.
  var documentation: KeyDocumentation { get }
}

extension SectionKey {
  /// All keys, as they are written.
  static var names: [String] { allCases.map(\.rawValue) }
}

/// What the help text says about a group of keys.
struct SectionSummary {
  /// Where the group stands, as in "networks[i].training".
  let title: String

  /// One line about the group.
  let summary: String
}

/// What the help text says about a key.
struct KeyDocumentation {
  /// The kind of value, with its unit.
  let value: String

  /// What holds when the key is left out.
  let fallback: Fallback

  /// One line about the key.
  let summary: String

  enum Fallback: Equatable {
    /// The key must be there.
    case required

    /// The key is one of several of which exactly one is given.
    case alternative

    /// The key may be left out; what then holds.
    case value(String)
  }

  init(_ value: String, _ fallback: Fallback, _ summary: String) {
    self.value = value
    self.fallback = fallback
    self.summary = summary
  }
}
