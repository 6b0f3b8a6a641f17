internal import LinearAlgebra

/// A question that the theory cannot answer.
public enum TheoryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A hypothesis of the theorem fails; it says which and by how much.
  case assumption(Assumption)

  /// Matrices or lists of sizes that do not fit.
  case shape(String)

  /// A NaN or an infinity among the inputs.
  case notFinite(String)

  /// No result has that identifier; the nearest one, if any is near.
  case unknownResult(String, nearest: String?)

  /// The result has no such input.
  case unknownInput(String, known: [String])

  /// An input is not there.
  case missingInput(String)

  /// An input is of another kind than asked.
  case kind(String, expected: String)

  /// A decomposition failed.
  case decomposition(String)

  /// What is wrong, in a sentence.
  public var description: String {
    switch self {
    case .assumption(let assumption): "outside the domain: needs \(assumption)"
    case .shape(let message): message
    case .notFinite(let name): "\(name) holds a NaN or an infinity"
    case .unknownResult(let name, let nearest):
      "no result is called \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    case .unknownInput(let name, let known):
      "there is no input \"\(name)\"; the inputs are \(known.joined(separator: ", "))"
    case .missingInput(let name): "the input \"\(name)\" is missing"
    case .kind(let name, let expected): "\"\(name)\" must be \(expected)"
    case .decomposition(let message): message
    }
  }

  /// Passes a failed decomposition on.
  static func decomposing<Result>(
    _ body: () throws(LinearAlgebraError) -> Result
  ) throws(TheoryError) -> Result {
    do throws(LinearAlgebraError) {
      return try body()
    } catch {
      throw .decomposition("\(error)")
    }
  }
}
