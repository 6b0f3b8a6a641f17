import DeepLinear
import Dispatch
import Synchronization

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
    let recording = Recording(
      schedule: .every(10), scalars: [.testError], vectors: [], cleanMatrix: target,
      snapshots: (0...(steps / 400)).map { Double(400 * $0) })
    let threads = 2
    let contender = Contender(name: "two runs at a time", threads: 1) { watch in
      let runs = Mutex<[Trajectory?]>(Array(repeating: nil, count: networks.count))
      watch.time("runs") {
        DispatchQueue.concurrentPerform(iterations: networks.count) { index in
          var unused = Stopwatch()
          let run = try? trainedRun(
            objective, networks[index], .descent(stepSize: 1e-3, steps: steps), recording,
            watch: &unused)
          runs.withLock { $0[index] = run?.trajectory }
        }
      }
      let trajectories = runs.withLock { $0 }.compactMap { $0 }
      return { try observables(trajectories, of: target) }
    }
    let starts = networks.map(\.endToEndMatrix)
    let weakest = starts.min { $0.frobeniusNorm < $1.frobeniusNorm } ?? target
    return [
      Comparison(
        workload: name, problem: "\(networks.count) runs of 5 x 10, k = 50, \(steps) steps",
        timed: "all runs, the error of each every 10 steps, its singular values every 400",
        ours: contender,
        opponent: .peer(
          Peer(
            module: "w7_jax", name: "vmap-gram-2procs", parameters: ["steps": .integer(steps)])),
        leastRatio: 5,
        agreement: try .rounding(
          depth: 2, steps: steps, start: weakest, largest: target.spectralNorm())
      ) { rates in
        rates.products(
          4500 * Double(steps * networks.count), threads: threads,
          of: "three products of the compressed 5 x 15 and 15 x 10 in each step of each run")
      }
    ]
  }

  /// Errors and singular values of every run in the middle and at the end, record by record.
  private static func observables(
    _ trajectories: [Trajectory], of target: Matrix
  ) throws -> Observables {
    let errors = trajectories.map { $0.values(.testError) }
    let products = trajectories.map(\.snapshots)
    func places(_ count: Int) -> [Int] { [count / 2, count - 1] }
    return [
      "err": places(errors[0].count).flatMap { place in errors.map { $0[place] } },
      "sv": try places(products[0].count).flatMap { place in
        try products.flatMap {
          try Matrix(
            rowCount: target.rowCount, columnCount: target.columnCount, columnMajor: $0[place]
          ).singularValues()
        }
      },
    ]
  }
}
