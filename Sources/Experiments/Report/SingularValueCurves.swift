internal import Plotting

extension Curve {
  /// One curve for each of the leading singular values.
  ///
  /// - Parameters:
  ///   - values: for each moment the singular values, descending.
  ///   - clock: the moments.
  ///   - count: how many are drawn at most.
  /// - Returns: σ₁, σ₂ and so on, in the styles of their places.
  static func singularValues(
    _ values: [[Double]], over clock: [Double], count: Int
  ) -> [Curve] {
    (0..<min(count, values.map(\.count).min() ?? 0)).map { i in
      Curve("σ\(subscript: i + 1)", x: clock, y: values.map { $0[i] }, style: .indexed(i))
    }
  }
}
