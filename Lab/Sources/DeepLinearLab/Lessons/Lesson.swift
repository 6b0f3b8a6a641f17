/// One screen that shows one effect: a question, an experiment, and the control that answers it.
struct Lesson: Sendable, Codable, Equatable {
  /// Its name in the address, "lesson/" and a word.
  let id: String
  let title: String

  /// What is asked.
  let question: String

  /// What happens and why, in short paragraphs.
  let text: [String]

  /// What to look for.
  let look: [String]

  /// The controls' values, where they differ from the defaults.
  let state: [String: String]

  /// The control that answers the question.
  let vary: String

  /// Values of it that are worth a look.
  let values: [String]

  static let prefix = "lesson/"
}
