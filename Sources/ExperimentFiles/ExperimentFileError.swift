/// What is wrong with an experiment file, where, and what to do.
public struct ExperimentFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as it was named.
  public var file: String

  /// The line and column, or the override; nil where the file as a whole is meant.
  public var place: Place?

  /// The keys on the way to the value, as in "networks[1].training.descent.stepSize"; may be empty.
  public var keyPath: String

  /// What is wrong.
  public var problem: Problem

  /// Where a value was written.
  public enum Place: Equatable, Sendable {
    /// In the file; both count from 1.
    case position(line: Int, column: Int)

    /// In an override, "a.b=c".
    case override(String)
  }

  /// What can be wrong.
  public enum Problem: Equatable, Sendable {
    /// The file cannot be read; the reason is the system's.
    case unreadable(reason: String)

    /// The bytes are not UTF-8.
    case notUTF8

    /// There is nothing in the file but comments.
    case empty

    /// The text is not YAML.
    case syntax(String)

    /// A key stands twice in one mapping.
    case duplicateKey(String)

    /// A key that has no meaning here; `nearest` is what was probably meant.
    case unknownKey(String, nearest: String?, known: [String])

    /// A word that has no meaning here; `nearest` is what was probably meant.
    case unknownWord(String, nearest: String?, known: [String])

    /// A key that is needed is not there; `meaning` says what it is.
    case missingKey(String, meaning: String)

    /// A key without a value.
    case missingValue

    /// A value of another kind.
    case wrongType(found: String, wanted: String)

    /// A value of the right kind outside its range.
    case outOfRange(found: String, wanted: String)

    /// Keys that exclude each other.
    case severalAlternatives([String])

    /// None of the keys of which one is needed.
    case noAlternative(known: [String])

    /// Values that contradict each other.
    case contradiction(String)

    /// An override that cannot be carried out.
    case override(String)
  }

  /// Creates an error.
  public init(file: String, place: Place?, keyPath: String, problem: Problem) {
    self.file = file
    self.place = place
    self.keyPath = keyPath
    self.problem = problem
  }

  /// Where and what, as compilers print it: file, line, column, key path and a sentence.
  public var description: String {
    let location =
      switch place {
      case .position(let line, let column): "\(file):\(line):\(column): "
      case .override(let argument): "\(file), --set \(argument): "
      case nil: "\(file): "
      }
    return location + (keyPath.isEmpty ? "" : "\(keyPath): ") + problem.sentence
  }
}

extension ExperimentFileError.Problem {
  /// What is wrong and what to do, in a sentence.
  public var sentence: String {
    switch self {
    case .unreadable(let reason):
      "the file cannot be read: \(reason)"
    case .notUTF8:
      "this line is not UTF-8 text; save the file as UTF-8"
    case .empty:
      "the file is empty; 'deeplinear new factorization' writes one to start from"
    case .syntax(let message):
      "this is not valid YAML: \(message)"
    case .duplicateKey(let key):
      "the key '\(key)' is given twice; remove one of them"
    case .unknownKey(let key, let nearest, let known):
      "unknown key '\(key)'; \(Self.suggestion(nearest, known))"
    case .unknownWord(let word, let nearest, let known):
      "unknown word '\(word)'; \(Self.suggestion(nearest, known))"
    case .missingKey(let key, let meaning):
      "the key '\(key)' is missing; \(meaning)"
    case .missingValue:
      "there is no value; give one or remove the key"
    case .wrongType(let found, let wanted), .outOfRange(let found, let wanted):
      "found \(found), but this must be \(wanted)"
    case .severalAlternatives(let keys):
      "\(Self.list(keys, "and")) are given, but only one of them may be; remove the others or replace the group"
    case .noAlternative(let known):
      "one of \(Self.list(known, "or")) is needed"
    case .contradiction(let message), .override(let message):
      message
    }
  }

  private static func suggestion(_ nearest: String?, _ known: [String]) -> String {
    nearest.map { "did you mean '\($0)'?" } ?? "known here: \(known.joined(separator: ", "))"
  }

  private static func list(_ words: [String], _ conjunction: String) -> String {
    let quoted = words.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
  }
}
