public import Foundation

/// A run or sweep as the index lists it.
///
/// As JSON its date is a text in ISO 8601; an encoder needs a spelling for numbers that are not finite, since the loss
/// of a run that diverged can be infinite.
public struct RunEntry: Sendable, Equatable, Codable {
  /// The folder's name in the runs folder.
  public var name: String

  /// One experiment, or many runs of one.
  public var kind: RunFolder.Kind

  /// The name that the experiment or sweep gives itself.
  public var title: String

  /// How it stands, or the worst end of its networks or points.
  public var status: RunStatus

  /// What is wrong, in a sentence; nil when nothing is.
  public var problem: String?

  /// The networks of a run that has ended, in the order of its file.
  public var networks: [Network]

  /// Seconds that it took, those of its last process if it was resumed; nil before its end.
  public var seconds: Double?

  /// When something in it last changed, to the millisecond.
  public var changed: Date

  /// What its files hold, in bytes.
  public var bytes: Int

  /// Whether it is among the deleted, from where it can be restored.
  public var isDeleted: Bool

  /// How one network ended.
  public struct Network: Sendable, Equatable, Codable {
    /// The name that it has in figures and tables.
    public var name: String

    /// The number of factors.
    public var depth: Int

    /// What computed it.
    public var engine: String

    /// How it ended.
    public var status: RunStatus

    /// Steps taken.
    public var steps: Int

    /// The loss at the last record; nil when it was not recorded.
    public var finalLoss: Double?

    /// The smallest test error of all records; nil without a clean matrix.
    public var smallestTestError: Double?
  }

  /// The smallest loss that a network of the run ended with; nil when none is known.
  public var loss: Double? { networks.compactMap(\.finalLoss).filter { !$0.isNaN }.min() }

  /// Entries as JSON, infinities and NaN spelled "inf", "-inf" and "nan".
  ///
  /// - Parameter entries: what ``RunIndex`` listed.
  /// - Returns: an array, with sorted keys.
  /// - Throws: errors of the encoder, which none of these values causes.
  public static func json(of entries: [RunEntry]) throws -> String {
    String(decoding: try JSONEncoder.stable.encode(entries), as: UTF8.self)
  }
}

// MARK: - JSON

extension RunEntry {
  private enum Key: String, CodingKey {
    case name, kind, title, status, problem, networks, seconds, changed, bytes, isDeleted
  }

  private static var dates: Date.ISO8601FormatStyle { .init(includingFractionalSeconds: true) }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decode(String.self, forKey: .name)
    kind = try values.decode(RunFolder.Kind.self, forKey: .kind)
    title = try values.decode(String.self, forKey: .title)
    status = try values.decode(RunStatus.self, forKey: .status)
    problem = try values.decodeIfPresent(String.self, forKey: .problem)
    networks = try values.decode([Network].self, forKey: .networks)
    seconds = try values.decodeIfPresent(Double.self, forKey: .seconds)
    changed = try Date(values.decode(String.self, forKey: .changed), strategy: Self.dates)
      .inWholeMilliseconds
    bytes = try values.decode(Int.self, forKey: .bytes)
    isDeleted = try values.decode(Bool.self, forKey: .isDeleted)
  }

  /// Writes every member, null where there is no value.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .name)
    try values.encode(kind, forKey: .kind)
    try values.encode(title, forKey: .title)
    try values.encode(status, forKey: .status)
    try values.encode(problem, forKey: .problem)
    try values.encode(networks, forKey: .networks)
    try values.encode(seconds, forKey: .seconds)
    // The style cuts digits off; half a millisecond more makes it round.
    let date = changed.addingTimeInterval(0.0005).formatted(Self.dates)
    try values.encode(date, forKey: .changed)
    try values.encode(bytes, forKey: .bytes)
    try values.encode(isDeleted, forKey: .isDeleted)
  }
}

extension Date {
  /// The nearest moment that the JSON of an entry can say.
  var inWholeMilliseconds: Date {
    Date(timeIntervalSince1970: (timeIntervalSince1970 * 1000).rounded() / 1000)
  }
}
