import DeepLinear

/// Seconds of so many runs of 2000 steps on the 5 x 10 factorisation, eight to a batch of lanes, the shortest of nine.
///
/// - Parameters:
///   - count: runs.
///   - cores: cores that take batches.
/// - Returns: seconds, with what each run prepares.
/// - Throws: errors of the starts.
func secondsOfSweep(runs count: Int, cores: Int) throws -> Double {
  let problem = try GaussianFactorization(width: 50)
  let networks = try (0..<count).map {
    try GaussianFactorization(width: 50, seed: UInt64($0)).network
  }
  let recording = Recording(schedule: .at([]), scalars: [.loss], vectors: [])
  let batches = stride(from: 0, to: count, by: 8).map { $0..<min($0 + 8, count) }
  var least = Double.infinity
  for _ in 0..<9 {
    var watch = Stopwatch()
    try watch.time("sweep") {
      _ = try concurrently(batches.count, cores: cores) { batch in
        var lanes = LaneSimulation(
          try batches[batch].map {
            try LaneRun(
              objective: problem.objective, network: networks[$0], stepSize: 1e-3, steps: 2000,
              recording: recording)
          })
        lanes.advance()
        return lanes.outcomes.count
      }
    }
    least = min(least, watch.seconds)
  }
  return least
}
