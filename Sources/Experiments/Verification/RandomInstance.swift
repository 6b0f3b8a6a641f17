internal import LinearAlgebra
internal import RealModule

/// The distributions that random instances of the theory are drawn from.
extension SeededGenerator {
  /// A number of the interval, uniform in its logarithm.
  mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
    .exp(uniform(.log(range.lowerBound)...(.log(range.upperBound))))
  }

  /// A number of the interval, uniform.
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + unitUniform() * (range.upperBound - range.lowerBound)
  }

  /// 1 or -1.
  mutating func sign() -> Double {
    Bool.random(using: &self) ? 1 : -1
  }
}
