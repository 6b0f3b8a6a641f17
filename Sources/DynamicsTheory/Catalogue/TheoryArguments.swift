public import LinearAlgebra

/// The inputs of one evaluation, complete and of the right kinds.
public struct TheoryArguments: Sendable {
  private let values: [String: TheoryValue]

  /// Checks inputs against what a result asks for.
  ///
  /// An integer stands for a number.
  ///
  /// - Parameters:
  ///   - values: the inputs by name.
  ///   - quantities: what the result asks for.
  /// - Throws: ``TheoryError`` for an unknown, missing, ill-typed, empty or non-finite input.
  init(_ values: [String: TheoryValue], for quantities: [TheoryQuantity]) throws(TheoryError) {
    let known = quantities.map(\.name)
    for name in values.keys.sorted() where !known.contains(name) {
      throw .unknownInput(name, known: known)
    }
    var checked: [String: TheoryValue] = [:]
    for quantity in quantities {
      guard let value = values[quantity.name] else { throw .missingInput(quantity.name) }
      guard let converted = Self.convert(value, to: quantity.kind) else {
        throw .kind(quantity.name, expected: quantity.kind.rawValue)
      }
      if case .matrix(let matrix) = converted, matrix.isEmpty {
        throw .shape("\(quantity.name) is empty")
      }
      guard converted.isUsable(infinityAllowed: false) else { throw .notFinite(quantity.name) }
      checked[quantity.name] = converted
    }
    self.values = checked
  }

  private static func convert(_ value: TheoryValue, to kind: TheoryValue.Kind) -> TheoryValue? {
    switch (value, kind) {
    case (.integer(let integer), .number): .number(Double(integer))
    case (.list(let list), .matrix) where list.isEmpty: .matrix(Matrix(rowCount: 0, columnCount: 0))
    case (.list(let list), .matrices) where list.isEmpty: .matrices([])
    default: value.kind == kind ? value : nil
    }
  }

  /// The number of that name.
  public func number(_ name: String) -> Double {
    guard case .number(let number) = values[name] else { undeclared(name) }
    return number
  }

  /// The integer of that name.
  public func integer(_ name: String) -> Int {
    guard case .integer(let integer) = values[name] else { undeclared(name) }
    return integer
  }

  /// The list of that name.
  public func list(_ name: String) -> [Double] {
    guard case .list(let list) = values[name] else { undeclared(name) }
    return list
  }

  /// The matrix of that name.
  public func matrix(_ name: String) -> Matrix {
    guard case .matrix(let matrix) = values[name] else { undeclared(name) }
    return matrix
  }

  /// The matrices of that name.
  public func matrices(_ name: String) -> [Matrix] {
    guard case .matrices(let matrices) = values[name] else { undeclared(name) }
    return matrices
  }

  private func undeclared(_ name: String) -> Never {
    preconditionFailure("the result does not declare an input \"\(name)\" of that kind")
  }
}
