public import DynamicsTheory
internal import Foundation
public import LinearAlgebra

/// The reference values of one result of the theory, to 25 digits (Tests/Fixtures).
public struct ReferenceFamily: Decodable, Sendable {
  /// The evaluations.
  public let cases: [ReferenceCase]

  /// One evaluation: what goes in, as doubles, and what is expected, as decimal text.
  public struct ReferenceCase: Decodable, Sendable {
    /// What goes in.
    public let inputs: [String: TheoryValue]

    /// What must come out.
    public let expected: [String: ReferenceValue]

    /// The number that goes in under a name.
    public func number(_ name: String) throws -> Double {
      switch inputs[name] {
      case .number(let number): number
      case .integer(let integer): Double(integer)
      default: throw Missing(name: name)
      }
    }

    /// The matrix that goes in under a name.
    public func input(_ name: String) throws -> Matrix {
      guard case .matrix(let matrix) = inputs[name] else { throw Missing(name: name) }
      return matrix
    }

    /// The matrix that must come out under a name.
    public func expected(_ name: String) throws -> Matrix {
      guard let value = expected[name], case .rows(let rows) = value else {
        throw Missing(name: name)
      }
      return Matrix(rows: rows.map { $0.map(\.value) })
    }
  }

  /// Something that the file should hold and does not.
  struct Missing: Error {
    let name: String
  }

  /// Every family of a file in Tests/Fixtures, by identifier.
  ///
  /// - Parameter file: for instance "vectors.json".
  /// - Returns: the families.
  /// - Throws: when the file is missing or of another form.
  public static func all(in file: String) throws -> [String: ReferenceFamily] {
    struct File: Decodable {
      let families: [String: ReferenceFamily]
    }
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(file)")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).families
  }
}

/// An expected value: exact, or decimal text of 25 digits, nested as it was written.
public indirect enum ReferenceValue: Decodable, Sendable {
  case flag(Bool)
  case integer(Int)
  case digits(Digits)
  case list([Digits])
  case rows([[Digits]])
  case matrices([[[Digits]]])

  /// The double nearest to a decimal text.
  public struct Digits: Decodable, Sendable {
    /// The double.
    public let value: Double

    /// Reads decimal text.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let value = Double(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: text)
      }
      self.value = value
    }
  }

  /// Reads an expected value; the form decides what it is.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let digits = try? container.decode(Digits.self) {
      self = .digits(digits)
    } else if let list = try? container.decode([Digits].self) {
      self = .list(list)
    } else if let rows = try? container.decode([[Digits]].self) {
      self = .rows(rows)
    } else {
      self = .matrices(try container.decode([[[Digits]]].self))
    }
  }

  /// The error of a value, normwise relative for numbers, lists and matrices; infinite when the kind, the shape,
  /// an integer, a flag or an infinity differs.
  ///
  /// Magnitudes below 1e-300 may be returned as 0; those below 1e-90 are the 50-digit arithmetic's own rounding
  /// of 0 when 0 is found.
  public func error(of value: TheoryValue) -> Double {
    switch (self, value) {
    case (.flag(let expected), .flag(let found)): expected == found ? 0 : .infinity
    case (.integer(let expected), .integer(let found)): expected == found ? 0 : .infinity
    case (.digits(let expected), .number(let found)): Self.error([expected], [found])
    case (.list(let expected), .list(let found)): Self.error(expected, found)
    case (.list(let expected), .intervals(let found)):
      expected.isEmpty && found.isEmpty ? 0 : .infinity
    case (.list(let expected), .matrix(let found)):
      expected.isEmpty && found.isEmpty ? 0 : .infinity
    case (.rows(let expected), .intervals(let found)):
      Self.error(expected.flatMap { $0 }, found.flatMap { [$0.lowerBound, $0.upperBound] })
    case (.rows(let expected), .matrix(let found)):
      expected.count == found.rowCount
        ? Self.error(expected.flatMap { $0 }, (0..<found.rowCount).flatMap(found.row)) : .infinity
    case (.matrices(let expected), .matrices(let found)):
      expected.count == found.count
        ? zip(expected, found).map { ReferenceValue.rows($0).error(of: .matrix($1)) }.max() ?? 0
        : .infinity
    default: .infinity
    }
  }

  private static func error(_ expected: [Digits], _ found: [Double]) -> Double {
    guard expected.count == found.count else { return .infinity }
    var difference = 0.0
    var norm = 0.0
    for (expected, found) in zip(expected, found) where expected.value != found {
      guard expected.value.isFinite, found.isFinite else { return .infinity }
      if found == 0 && expected.value.magnitude < 1e-90 { continue }
      difference = max(difference, (expected.value - found).magnitude)
    }
    for expected in expected where expected.value.isFinite {
      norm = max(norm, expected.value.magnitude)
    }
    guard difference > 1e-300 else { return 0 }
    return difference / norm
  }
}
