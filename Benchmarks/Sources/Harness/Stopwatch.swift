/// Measures the parts of one repetition; what is done between two parts is not counted.
struct Stopwatch {
  /// A part and how long it took.
  struct Phase {
    let name: String
    var seconds: Double
  }

  private(set) var phases: [Phase] = []

  /// All parts together.
  var seconds: Double { phases.reduce(0) { $0 + $1.seconds } }

  /// Does one part of the work against the clock; equal names add up.
  mutating func time<Result>(
    _ phase: String, _ work: () throws -> Result
  ) rethrows -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try work()
    let seconds = start.duration(to: clock.now) / .seconds(1)
    if let index = phases.firstIndex(where: { $0.name == phase }) {
      phases[index].seconds += seconds
    } else {
      phases.append(Phase(name: phase, seconds: seconds))
    }
    return result
  }
}
