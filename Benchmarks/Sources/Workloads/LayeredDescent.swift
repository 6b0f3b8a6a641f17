import DeepLinear

/// Descent of plain layers on a target, as W6 and W9 measure it.
struct LayeredDescent {
  let workload: String
  let problem: String
  let objective: QuadraticObjective
  let network: Network
  let stepSize: Double
  let steps: Int
  let threads = 2

  /// Our side, with loss and perhaps singular values every so many steps.
  func contender(recordedEvery interval: Int, singularValues: Bool) -> Contender {
    let recording = Recording(
      schedule: .every(Double(interval)), scalars: [.loss],
      vectors: singularValues ? [.singularValues] : [])
    return Contender(name: "dense", threads: threads) { watch in
      let run = try trainedRun(
        objective, network, .descent(stepSize: stepSize, steps: steps), recording, engine: .dense,
        watch: &watch)
      return {
        var result = ["loss": run.trajectory.values(.loss)]
        if singularValues {
          result["sv"] = run.trajectory.values(.singularValues).flatMap { $0 }
        }
        return result
      }
    }
  }

  /// Against a peer that does the same.
  func comparison(_ peer: Peer, ours: Contender, timed: String) throws -> Comparison {
    let start = network.endToEndMatrix
    var peer = peer
    peer.threads = threads
    return Comparison(
      workload: workload, problem: problem, timed: timed, ours: ours, opponent: .peer(peer),
      leastRatio: 1,
      agreement: try .rounding(
        depth: network.weights.depth, steps: steps, start: start,
        largest: max(start.spectralNorm(), objective.minimizer.spectralNorm()))
    ) { $0.products(operations, threads: threads, of: "the products") }
  }

  /// The steps alone against the products that they are made of.
  func comparisonWithProducts(leastRatio: Double) -> Comparison {
    let (objective, network, stepSize, steps) = (objective, network, stepSize, steps)
    let descent = Contender(name: "dense, steps alone", threads: threads) { watch in
      var descent = GradientDescent(objective: objective, network: network, stepSize: stepSize)
      watch.time("steps") { for _ in 0..<steps { descent.step() } }
      return { [:] }
    }
    let products = DeepProducts(
      thin: network.outputWidth, width: network.inputWidth, depth: network.weights.depth,
      threads: threads)
    let dgemm = Contender(name: "our dgemm on the step's shapes", threads: threads) { watch in
      var products = products
      products.form()
      watch.time("products") { for _ in 0..<steps { products.form() } }
      return { [:] }
    }
    return Comparison(
      workload: workload, problem: "\(problem), share of dgemm",
      timed: "the steps; the opponent: as many products of the same shapes, nothing else",
      ours: descent, opponent: .own(dgemm), leastRatio: leastRatio, agreement: .none
    ) { $0.products(operations, threads: threads, of: "the products") }
  }

  /// 3 (N - 1) products.
  private var operations: Double {
    let (thin, width) = (Double(network.outputWidth), Double(network.inputWidth))
    return 6 * Double(network.weights.depth - 1) * thin * width * width * Double(steps)
  }
}
