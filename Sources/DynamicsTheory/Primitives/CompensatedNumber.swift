/// A number that is changed by many small increments without losing their digits.
///
/// The sum of value and remainder is exact to about two epsilons squared for each increment (Knuth's two-sum), so
/// that a million steps of a recurrence cost no more digits than their increments' own roundings.
struct CompensatedNumber {
  /// The number, rounded.
  private(set) var value: Double
  private var remainder = 0.0

  init(_ value: Double) {
    self.value = value
  }

  /// Adds an increment; answers whether anything changed.
  @discardableResult
  mutating func add(_ increment: Double) -> Bool {
    let change = increment + remainder
    let sum = value + change
    let part = sum - value
    let rest = (value - (sum - part)) + (change - part)
    let isChanged = sum != value || rest != remainder
    value = sum
    remainder = rest
    return isChanged
  }
}
