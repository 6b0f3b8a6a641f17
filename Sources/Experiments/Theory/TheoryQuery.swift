internal import DynamicsTheory
internal import ExperimentFiles
internal import LinearAlgebra

/// One question to the theory in its text form: `{"id": "G.eq16", "inputs": {"sigma": 1, ...}}`.
struct TheoryQuery {
  /// A question that cannot be answered.
  struct Refusal: Error {
    /// The identifier, as far as it could be read.
    var identifier: String?

    /// Why, in a sentence.
    let problem: String
  }

  /// The identifier of the result.
  let identifier: String

  /// The inputs by name.
  let inputs: [String: TheoryValue]

  /// Reads a question.
  ///
  /// - Parameter bytes: one line of text.
  /// - Throws: ``Refusal`` for what is not JSON and for unknown, missing or ill-typed parts, by name.
  init(_ bytes: [UInt8]) throws(Refusal) {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(bytes)
    } catch {
      throw Refusal(problem: "\(error)")
    }
    guard case .object(let members) = json else {
      throw Refusal(problem: "a query is an object: {\"id\": \"...\", \"inputs\": {...}}")
    }
    var identifier: String?
    if case .text(let name)? = members["id"] { identifier = name }
    do throws(Refusal) {
      self = try Self(members)
    } catch {
      throw Refusal(identifier: identifier, problem: error.problem)
    }
  }

  private init(_ members: [String: JSONValue]) throws(Refusal) {
    let known = ["id", "inputs"]
    for name in members.keys.sorted() where !known.contains(name) {
      throw Refusal(problem: "there is no key \"\(name)\"; the keys are id and inputs")
    }
    guard let id = members["id"] else { throw Refusal(problem: "\"id\" is missing") }
    guard case .text(let identifier) = id else { throw Refusal(problem: "\"id\" must be a text") }
    guard let given = members["inputs"] else { throw Refusal(problem: "\"inputs\" is missing") }
    guard case .object(let values) = given else {
      throw Refusal(problem: "\"inputs\" must be an object")
    }
    var inputs: [String: TheoryValue] = [:]
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let input = TheoryValue(value) else {
        throw Refusal(
          problem: "\"\(name)\" must be a number, or a list, a matrix or matrices of numbers")
      }
      inputs[name] = input
    }
    self.identifier = identifier
    self.inputs = inputs
  }

  /// The outputs.
  ///
  /// - Returns: the outputs by name.
  /// - Throws: ``Refusal`` for an unknown result, for inputs that it does not know, lacks or cannot take, and
  ///   outside its domain.
  func outputs() throws(Refusal) -> [String: TheoryValue] {
    do throws(TheoryError) {
      return try TheoryCatalogue.result(identifier).evaluate(inputs)
    } catch {
      throw Refusal(identifier: identifier, problem: error.sentence)
    }
  }
}

extension TheoryError {
  /// The same error with the nearest identifier, where an unknown one was given.
  var withNearestName: TheoryError {
    guard case .unknownResult(let name, nil) = self else { return self }
    let identifiers = TheoryCatalogue.results.map(\.identifier)
    return .unknownResult(name, nearest: name.nearest(of: identifiers))
  }

  /// The description, with the nearest known name where an unknown one was given.
  var sentence: String {
    guard case .unknownInput(let name, let known) = self else {
      return withNearestName.description
    }
    return description + (name.nearest(of: known).map { "; did you mean \"\($0)\"?" } ?? "")
  }
}

extension TheoryValue {
  /// The value that a JSON text stands for; nil when it is none.
  ///
  /// "inf" and "-inf" are infinities. Lists of lists of one length are a matrix, its rows.
  init?(_ json: JSONValue) {
    switch json {
    case .flag(let flag): self = .flag(flag)
    case .integer(let integer): self = .integer(integer)
    case .list(let elements):
      if let numbers = Self.numbers(json) {
        self = .list(numbers)
      } else if let matrix = Self.matrix(json) {
        self = .matrix(matrix)
      } else {
        let matrices = elements.compactMap(Self.matrix)
        guard matrices.count == elements.count else { return nil }
        self = .matrices(matrices)
      }
    default:
      guard let number = Self.number(json) else { return nil }
      self = .number(number)
    }
  }

  private static func matrix(_ json: JSONValue) -> Matrix? {
    guard case .list(let elements) = json else { return nil }
    let rows = elements.compactMap(numbers)
    guard rows.count == elements.count, rows.allSatisfy({ $0.count == rows.first?.count }) else {
      return nil
    }
    return Matrix(rows: rows)
  }

  private static func numbers(_ json: JSONValue) -> [Double]? {
    guard case .list(let elements) = json else { return nil }
    let numbers = elements.compactMap(number)
    return numbers.count == elements.count ? numbers : nil
  }

  private static func number(_ json: JSONValue) -> Double? {
    switch json {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    case .text("inf"): .infinity
    case .text("-inf"): -.infinity
    default: nil
    }
  }
}
