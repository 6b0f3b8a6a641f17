/// One hypothesis of a theorem, measured on a given problem: a number and what it must be.
///
/// ```
/// value < bound,   value <= bound,   value = bound,   value >= bound,   value > bound
/// ```
public struct Assumption: Equatable, Sendable, CustomStringConvertible {
  /// How the value must stand to the bound.
  public enum Relation: String, Sendable {
    /// Strictly less.
    case less = "<"

    /// Less or equal.
    case atMost = "<="

    /// Equal, to within rounding that the caller has judged.
    case equal = "="

    /// Greater or equal.
    case atLeast = ">="

    /// Strictly greater.
    case greater = ">"
  }

  /// The value's name or formula, for instance "beta".
  public let quantity: String

  /// The number found.
  public let value: Double

  /// How it must stand to the bound.
  public let relation: Relation

  /// The bound's name or formula, for instance "(c - 1) alpha".
  public let boundName: String

  /// The bound.
  public let bound: Double

  /// The theorem that asks for it; nil for what any formula needs, such as t >= 0.
  public let source: Source?

  /// States a hypothesis together with the numbers that decide it.
  ///
  /// - Parameters:
  ///   - quantity: the value's name or formula.
  ///   - value: the number found.
  ///   - relation: how it must stand to the bound.
  ///   - bound: the bound.
  ///   - boundName: the bound's formula; empty when the number says it all.
  ///   - source: the theorem that asks for it; nil for what any formula needs, such as t >= 0.
  public init(
    _ quantity: String, _ value: Double, _ relation: Relation, _ bound: Double,
    _ boundName: String = "", source: Source? = nil
  ) {
    self.quantity = quantity
    self.value = value
    self.relation = relation
    self.bound = bound
    self.boundName = boundName
    self.source = source
  }

  /// Whether it holds; a NaN never does.
  public var holds: Bool {
    switch relation {
    case .less: value < bound
    case .atMost: value <= bound
    case .equal: value == bound
    case .atLeast: value >= bound
    case .greater: value > bound
    }
  }

  /// By how much it fails, |value - bound|; 0 when it holds (a strict one may fail by 0).
  public var shortfall: Double { holds ? 0 : (value - bound).magnitude }

  /// For instance "beta < (c - 1) alpha = 0.0466: it is 0.05, off by 0.0034 (Chou 2022, Theorem 1.3)".
  public var description: String {
    let right = boundName.isEmpty ? "\(bound)" : "\(boundName) = \(bound)"
    let verdict = holds ? "it is \(value)" : "it is \(value), off by \(shortfall)"
    let place = source.map { " (\($0))" } ?? ""
    return "\(quantity) \(relation.rawValue) \(right): \(verdict)\(place)"
  }

  /// Refuses a value for which the hypothesis fails.
  ///
  /// - Throws: ``TheoryError/assumption(_:)``.
  public func require() throws(TheoryError) {
    guard holds else { throw .assumption(self) }
  }
}
