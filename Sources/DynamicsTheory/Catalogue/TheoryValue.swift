public import LinearAlgebra

/// A number, list or matrix that goes into a result or comes out of it.
public enum TheoryValue: Equatable, Sendable {
  case flag(Bool)
  case integer(Int)
  case number(Double)
  case list([Double])
  case matrix(Matrix)
  case matrices([Matrix])

  /// Ends of open intervals; the upper one may be infinite.
  case intervals([ClosedRange<Double>])

  /// What a value can be.
  public enum Kind: String, Sendable {
    case flag = "true or false"
    case integer = "an integer"
    case number = "a number"
    case list = "a list of numbers"
    case matrix = "a matrix, a list of rows"
    case matrices = "a list of matrices"
    case intervals = "a list of intervals"
  }

  /// What this value is.
  public var kind: Kind {
    switch self {
    case .flag: .flag
    case .integer: .integer
    case .number: .number
    case .list: .list
    case .matrix: .matrix
    case .matrices: .matrices
    case .intervals: .intervals
    }
  }

  /// Whether no NaN is inside and, with `infinityAllowed` false, no infinity.
  func isUsable(infinityAllowed: Bool) -> Bool {
    func isUsable(_ number: Double) -> Bool {
      infinityAllowed ? !number.isNaN : number.isFinite
    }
    return switch self {
    case .flag, .integer: true
    case .number(let number): isUsable(number)
    case .list(let numbers): numbers.allSatisfy(isUsable)
    case .matrix(let matrix): matrix.elements.allSatisfy(isUsable)
    case .matrices(let matrices): matrices.allSatisfy { $0.elements.allSatisfy(isUsable) }
    case .intervals: true
    }
  }
}

// MARK: - Text form

extension TheoryValue: Codable {
  /// Reads a value; the form decides its kind, and an integral number is an integer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let numbers = try? container.decode([Double].self) {
      self = .list(numbers)
    } else if let rows = try? container.decode([[Double]].self) {
      self = .matrix(try Self.matrix(rows, container))
    } else {
      let matrices = try container.decode([[[Double]]].self)
      self = .matrices(try matrices.map { try Self.matrix($0, container) })
    }
  }

  private static func matrix(
    _ rows: [[Double]], _ container: any SingleValueDecodingContainer
  ) throws -> Matrix {
    guard rows.allSatisfy({ $0.count == rows.first?.count }) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "rows of different lengths")
    }
    return Matrix(rows: rows)
  }

  /// Writes a matrix as a list of rows, an interval as its two ends.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let flag): try container.encode(flag)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    case .list(let numbers): try container.encode(numbers)
    case .matrix(let matrix): try container.encode(Self.rows(matrix))
    case .matrices(let matrices): try container.encode(matrices.map(Self.rows))
    case .intervals(let intervals):
      try container.encode(intervals.map { [$0.lowerBound, $0.upperBound] })
    }
  }

  private static func rows(_ matrix: Matrix) -> [[Double]] {
    (0..<matrix.rowCount).map(matrix.row)
  }
}
