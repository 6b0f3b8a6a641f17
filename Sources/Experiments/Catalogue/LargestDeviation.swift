extension Sequence<Double> {
  /// The largest; infinite where there is none or one is not a number, so that "at most" fails then.
  var largest: Double {
    var largest: Double?
    for value in self {
      if value.isNaN { return .infinity }
      largest = Swift.max(largest ?? value, value)
    }
    return largest ?? .infinity
  }
}
