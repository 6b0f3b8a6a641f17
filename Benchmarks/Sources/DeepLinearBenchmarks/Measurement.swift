/// The durations of one workload over all rounds.
struct Measurement: Encodable {
  let name: String
  let operationCount: Double
  let runsPerSample: Int

  /// Seconds of one run, one entry per round, in ascending order.
  let sortedSeconds: [Double]

  let medianSeconds: Double

  /// Operations per second at the median, divided by 10^9.
  let gigaflops: Double

  init(workload: any Workload, runsPerSample: Int, seconds: [Double]) {
    name = workload.name
    operationCount = workload.operationCount
    self.runsPerSample = runsPerSample
    sortedSeconds = seconds.sorted()
    let middle = seconds.count / 2
    medianSeconds =
      seconds.count.isMultiple(of: 2)
      ? (sortedSeconds[middle - 1] + sortedSeconds[middle]) / 2 : sortedSeconds[middle]
    gigaflops = operationCount / medianSeconds / 1e9
  }
}

/// Measures workloads in turn, round after round.
///
/// A slow spell of the machine then falls on all of them alike, and the median drops it.
///
/// - Parameters:
///   - workloads: what to measure.
///   - roundCount: number of samples of each workload.
///   - sampleSeconds: the time one sample should take; short work is repeated to fill it.
/// - Returns: one measurement for each workload, in the same order.
func measure(
  _ workloads: [any Workload], roundCount: Int, sampleSeconds: Double
) -> [Measurement] {
  var workloads = workloads
  // The first run touches fresh memory and starts BLAS, the second sets the number of repetitions.
  let runCounts = workloads.indices.map { index in
    _ = secondsOfRuns(1, of: &workloads[index])
    let seconds = secondsOfRuns(1, of: &workloads[index])
    return max(1, Int((sampleSeconds / max(seconds, 1e-9)).rounded()))
  }
  var seconds: [[Double]] = workloads.map { _ in [] }
  for _ in 0..<roundCount {
    for index in workloads.indices {
      let total = secondsOfRuns(runCounts[index], of: &workloads[index])
      seconds[index].append(total / Double(runCounts[index]))
    }
  }
  return workloads.indices.map {
    Measurement(workload: workloads[$0], runsPerSample: runCounts[$0], seconds: seconds[$0])
  }
}

private func secondsOfRuns(_ count: Int, of workload: inout any Workload) -> Double {
  let duration = ContinuousClock().measure {
    for _ in 0..<count { workload.run() }
  }
  return duration / .seconds(1)
}
