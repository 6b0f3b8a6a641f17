internal import LinearAlgebra

/// A result of the theory held against simulation or integration on random instances.
public struct TheoryCheck: Sendable {
  /// What one random instance showed.
  public struct Outcome: Sendable {
    /// The relative error of an equality, or by how much a bound is exceeded relative to its size.
    public let error: Double

    /// What rounding and the reference's own error allow.
    public let allowance: Double

    /// The instance, for a report of the worst one.
    public let instance: String

    /// Whether the claim fails on this instance; a NaN fails.
    public var isViolation: Bool { !(error <= allowance) }

    /// Compares numbers or matrices, normwise relative to the reference.
    ///
    /// - Parameters:
    ///   - value: what the theory says.
    ///   - reference: what was simulated, as many numbers.
    ///   - scale: the size of what the reference was computed from, where that may cancel.
    ///   - allowance: what rounding and the reference's own error allow.
    ///   - instance: the inputs in words.
    /// - Returns: the comparison.
    public static func equality(
      _ value: [Double], _ reference: [Double], scale: Double = 0, allowance: Double,
      instance: @autoclosure () -> String
    ) -> Outcome {
      precondition(value.count == reference.count, "value and reference have different sizes")
      let norm = reference.reduce(scale) { max($0, $1.magnitude) }
      let difference = zip(value, reference).reduce(0) {
        $0.isNaN ? $0 : max($0, ($1.0 - $1.1).magnitude)
      }
      let error = norm > 0 ? difference / norm : difference
      return Outcome(
        error: error, allowance: allowance, instance: error <= allowance ? "" : instance())
    }

    /// Checks `value <= bound`, both of the size `scale`.
    ///
    /// - Parameters:
    ///   - value: what must not be greater.
    ///   - bound: what bounds it.
    ///   - scale: the size against which rounding counts.
    ///   - allowance: what rounding allows, relative to the scale.
    ///   - instance: the inputs in words.
    /// - Returns: the comparison.
    public static func bound(
      _ value: Double, atMost bound: Double, scale: Double, allowance: Double,
      instance: @autoclosure () -> String
    ) -> Outcome {
      let error = value <= bound ? 0 : (value - bound) / scale
      return Outcome(
        error: error, allowance: allowance, instance: error <= allowance ? "" : instance())
    }
  }

  /// What is expected of the claim.
  public enum Expectation: Sendable {
    /// It holds on every instance.
    case holds

    /// It is printed wrongly, so that some instance breaks it.
    case fails(erratum: String)

    /// It holds on all but a stated share of the instances.
    case holdsOnShare(Double)
  }

  /// The identifier of the result.
  public let identifier: String

  /// What is compared with what, in a few words.
  public let comparison: String

  /// What is expected of the claim.
  public let expectation: Expectation

  /// Draws an instance and compares.
  let run: @Sendable (inout SeededGenerator) throws -> Outcome?

  /// Describes a check.
  ///
  /// - Parameters:
  ///   - identifier: of the result.
  ///   - comparison: what is compared with what.
  ///   - expectation: what is expected of the claim.
  ///   - run: draws an instance inside the domain and compares.
  init(
    _ identifier: String, _ comparison: String, expecting expectation: Expectation = .holds,
    run: @escaping @Sendable (inout SeededGenerator) throws -> Outcome?
  ) {
    self.identifier = identifier
    self.comparison = comparison
    self.expectation = expectation
    self.run = run
  }
}
