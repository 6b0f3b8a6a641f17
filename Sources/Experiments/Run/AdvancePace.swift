/// Steps of a simulation between two looks at the clock: at most doubled, so that they take about a twentieth of a second.
struct AdvancePace {
  /// Steps for the next part.
  private(set) var stepCount = 1

  /// Notes how many seconds the last part took.
  mutating func took(_ seconds: Double) {
    let ideal = Double(stepCount) * 0.05 / max(seconds, 1e-9)
    stepCount = max(1, min(Int(ideal), 2 * stepCount, 1_000_000))
  }
}
