import DeepLinear

/// W7: a thousand runs of W2 from starts of all scales, on two cores.
enum W7Sweep: Workload {
  static let name = "W7"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let steps = inputs.steps(4000, quick: 800)
    let target = try inputs.matrix("w2_Y")
    let objective = try QuadraticObjective(target: target)
    let networks = try zip(inputs.matrices("w7_U"), inputs.matrices("w7_V")).map { u, v in
      try Network(weights: Weights(layers: [v.transpose(), u]))
    }
    let sweep = Sweep(objective: objective, networks: networks, steps: steps)
    let contender = Contender(name: "lanes", concurrency: Sweep.coreCount) { watch in
      let results = try sweep.run(&watch)
      return { results.observables }
    }
    let starts = networks.map(\.endToEndMatrix)
    let weakest = starts.min { $0.frobeniusNorm < $1.frobeniusNorm } ?? target
    return [
      Comparison(
        workload: name, problem: "\(networks.count) runs of 5 x 10, k = 50, \(steps) steps",
        timed:
          "all preparations and runs, the error of each every 10 steps, its singular values every 400; two batches of eight lanes at a time, against two processes of 500 runs, whose library chooses its threads",
        ours: contender,
        opponent: .peer(
          Peer(
            module: "w7_jax", name: "vmap-gram-2procs", parameters: ["steps": .integer(steps)],
            concurrency: 2)),
        leastRatio: 5,
        agreement: try .rounding(
          depth: 2, steps: steps, start: weakest, largest: target.spectralNorm())
      ) { rates in
        rates.products(
          4500 * Double(steps * networks.count), threads: Sweep.coreCount,
          of: "three products of the compressed 5 x 15 and 15 x 10 in each step of each run")
      }
    ]
  }
}

/// A thousand runs, prepared, grouped by what moves and advanced in batches of eight.
private struct Sweep {
  /// Batches at a time.
  static let coreCount = 2

  /// Runs of a batch: the lanes of a vector, and batches enough that no core waits for the other.
  private static let batchSize = 8

  let objective: QuadraticObjective
  let networks: [Network]
  let steps: Int

  /// All of it, against the clock.
  func run(_ watch: inout Stopwatch) throws -> SweepResults {
    let runs = try watch.time("preparation") {
      try concurrently(networks.count, cores: Self.coreCount) { try prepared(networks[$0]) }
    }
    // Equal shapes stand together, and a batch holds one of them.
    let batches = Dictionary(grouping: runs.indices) { runs[$0].shape }.values.flatMap { places in
      stride(from: 0, to: places.count, by: Self.batchSize).map {
        Array(places[$0..<min($0 + Self.batchSize, places.count)])
      }
    }
    let records = try watch.time("runs") {
      try concurrently(batches.count, cores: Self.coreCount) {
        try advanced(batches[$0].map { runs[$0] })
      }
    }
    var results = SweepResults(
      records: Array(repeating: RunRecord(errors: [], values: []), count: runs.count))
    for (places, batch) in zip(batches, records) {
      for (place, record) in zip(places, batch) { results.records[place] = record }
    }
    return results
  }

  private func prepared(_ network: Network) throws -> LaneRun {
    try LaneRun(
      objective: objective, network: network, stepSize: 1e-3, steps: steps,
      recording: Recording(
        schedule: .every(10), scalars: [.testError], vectors: [], cleanMatrix: objective.minimizer,
        snapshots: (0...(steps / 400)).map { Double(400 * $0) }))
  }

  /// Runs of one shape to their end, with the singular values of W wherever it was kept.
  private func advanced(_ runs: [LaneRun]) throws -> [RunRecord] {
    var lanes = LaneSimulation(runs)
    lanes.advance()
    let trajectories = try lanes.outcomes.map { outcome in
      guard let trajectory = try outcome?.get().trajectory else { throw UnfinishedRun() }
      return trajectory
    }
    var values = try singularValues(of: trajectories.flatMap(\.snapshots))[...]
    return trajectories.map { trajectory in
      defer { values = values.dropFirst(trajectory.snapshots.count) }
      return RunRecord(
        errors: trajectory.values(.testError),
        values: Array(values.prefix(trajectory.snapshots.count)))
    }
  }

  /// The singular values of matrices that are kept column after column.
  private func singularValues(of matrices: [[Double]]) throws -> [[Double]] {
    let (rows, columns) = (objective.outputWidth, objective.inputWidth)
    var batch = SingularValueBatch(rowCount: rows, columnCount: columns)
    var result: [[Double]] = []
    for first in stride(from: 0, to: matrices.count, by: batch.capacity) {
      for elements in matrices[first..<min(first + batch.capacity, matrices.count)] {
        try batch.append(Matrix(rowCount: rows, columnCount: columns, columnMajor: elements))
      }
      let count = batch.count
      try batch.decompose()
      let size = batch.values.count / count
      result += (0..<count).map { Array(batch.values[($0 * size)..<(($0 + 1) * size)]) }
    }
    return result
  }
}

/// What was observed of one run.
private struct RunRecord {
  let errors: [Double]

  /// The singular values at each record that keeps W.
  let values: [[Double]]
}

/// What was observed of all runs.
private struct SweepResults {
  var records: [RunRecord]

  /// Errors and singular values in the middle and at the end, record by record.
  var observables: Observables {
    func places(_ count: Int) -> [Int] { [count / 2, count - 1] }
    return [
      "err": places(records[0].errors.count).flatMap { place in records.map { $0.errors[place] } },
      "sv": places(records[0].values.count).flatMap { place in
        records.flatMap { $0.values[place] }
      },
    ]
  }
}

/// A run that has not ended although all its steps were taken.
private struct UnfinishedRun: Error {}
