/// One thing that can be changed on the page: its meaning, its unit, its range.
struct Control: Sendable, Codable, Equatable {
  /// What is put in.
  enum Kind: String, Sendable, Codable {
    case integer, number, list, choice
  }

  /// How a slider divides its range.
  enum Scale: String, Sendable, Codable {
    case linear, logarithmic
  }

  /// One of several words.
  struct Choice: Sendable, Codable, Equatable {
    let value, label: String
  }

  /// Its key in the state and in the address.
  let key: String
  let label: String
  let kind: Kind

  /// In what it is measured; nil for pure numbers and words.
  var unit: String?

  /// What it means, in a sentence.
  let meaning: String

  /// Where it comes from.
  let source: String

  /// The range of numbers, also of those in a list.
  var minimum: Double?
  var maximum: Double?
  var scale = Scale.linear
  var choices: [Choice] = []

  /// The other controls' values with which it matters; nil for all.
  var applies: [String: [String]]?

  /// Its value as text when neither the address nor a lesson says otherwise.
  let `default`: String
}
