internal import DynamicsTheory
internal import Foundation

/// The answer to a query in its text form: `{"id": ..., "outputs": {...}}` or `{"error": "...", "id": ...}`.
struct TheoryAnswer: Encodable {
  /// The identifier; nil when the query is too broken to tell.
  let identifier: String?

  /// The outputs by name, or what is wrong.
  let outcome: Result<[String: TheoryValue], TheoryQuery.Refusal>

  private let lineNumber: Int

  /// Answers a line.
  ///
  /// - Parameters:
  ///   - line: a query.
  ///   - number: its number, for errors.
  init(to line: [UInt8], number: Int) {
    lineNumber = number
    do throws(TheoryQuery.Refusal) {
      let query = try TheoryQuery(line)
      let outputs = try query.outputs()
      identifier = query.identifier
      outcome = .success(outputs)
    } catch {
      identifier = error.identifier
      outcome = .failure(error)
    }
  }

  private enum Key: String, CodingKey {
    case identifier = "id"
    case outputs, error
  }

  /// Writes the identifier, null if unknown, and the outputs or the error.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(identifier, forKey: .identifier)
    switch outcome {
    case .success(let outputs): try container.encode(outputs, forKey: .outputs)
    case .failure(let refusal):
      try container.encode("line \(lineNumber): \(refusal.problem)", forKey: .error)
    }
  }
}
