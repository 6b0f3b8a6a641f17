/// Which entries of the index are asked for; nil asks for all.
public struct RunFilter: Sendable, Equatable {
  /// A part of the name or the title; upper and lower case of the Latin alphabet are one.
  public var text: String?

  /// How it stands or ended.
  public var status: RunStatus?

  /// Runs or sweeps.
  public var kind: RunFolder.Kind?

  /// The deleted ones, or the others.
  public var isDeleted: Bool

  /// Asks for entries.
  public init(
    text: String? = nil, status: RunStatus? = nil, kind: RunFolder.Kind? = nil,
    isDeleted: Bool = false
  ) {
    self.text = text
    self.status = status
    self.kind = kind
    self.isDeleted = isDeleted
  }
}

/// What entries of the index are sorted by; those without the value come last.
public enum RunOrder: String, Sendable, CaseIterable {
  /// The time of the last change.
  case changed

  /// The folder's name.
  case name

  /// The word for how it stands.
  case status

  /// How long it took.
  case seconds

  /// The smallest final loss of its networks.
  case loss
}
