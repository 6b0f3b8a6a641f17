import DeepLinear
import Dispatch

/// Seconds of so many runs of 2000 steps on the 5 x 10 factorisation, the shortest of three.
func secondsOfSweep(runs count: Int, cores: Int) throws -> Double {
  let problem = try GaussianFactorization(width: 50)
  let networks = try (0..<count).map {
    try GaussianFactorization(width: 50, seed: UInt64($0)).network
  }
  var least = Double.infinity
  for _ in 0..<3 {
    var watch = Stopwatch()
    watch.time("sweep") {
      DispatchQueue.concurrentPerform(iterations: cores) { core in
        for index in stride(from: core, to: count, by: cores) {
          var unused = Stopwatch()
          _ = try? trainedRun(
            problem.objective, networks[index], .descent(stepSize: 1e-3, steps: 2000),
            Recording(schedule: .at([]), scalars: [.loss], vectors: []), watch: &unused)
        }
      }
    }
    least = min(least, watch.seconds)
  }
  return least
}
