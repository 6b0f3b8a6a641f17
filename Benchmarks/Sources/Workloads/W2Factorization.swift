import DeepLinear

/// W2: a 5 x 10 target by two layers of k hidden units (Tarmoun 2021, Figure 1), error and singular values recorded.
enum W2Factorization: Workload {
  static let name = "W2"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let steps = inputs.steps(4000, quick: 400)
    var result: [Comparison] = []
    for scale in [0.01, 0.1, 1] {
      let problem = try Factorization(inputs, width: 50, scale: scale, steps: steps)
      result.append(
        problem.comparison(problem.peer("w2_jax", "scan-gram"), leastRatio: 2))
      if scale == 0.1 {
        result.append(problem.comparison(problem.peer("w2_numba", "loops"), leastRatio: 4))
        result.append(problem.comparison(problem.peer("w2_numpy", "UV")))
      }
    }
    guard !inputs.isQuick else { return result }
    let wide = try Factorization(inputs, width: 20_000, scale: 0.1, steps: 1000)
    let long = try Factorization(inputs, width: 20_000, scale: 0.1, steps: 20_000)
    return result + [
      wide.comparison(
        wide.peer("w2_jax", "scan-gram"), leastRatio: 2, startIsTimed: false),
      wide.comparison(wide.peer("w2_jax", "scan-gram, R R^T timed"), leastRatio: 1),
      long.comparison(long.peer("w2_numpy", "UV"), leastRatio: 300),
    ]
  }

  /// One width and scale of the problem.
  private struct Factorization {
    let width: Int
    let scale: Double
    let steps: Int
    let objective: QuadraticObjective
    let network: Network
    let agreement: Agreement

    init(_ inputs: Inputs, width: Int, scale: Double, steps: Int) throws {
      self.width = width
      self.scale = scale
      self.steps = steps
      objective = try QuadraticObjective(target: inputs.matrix("w2_Y"))
      network = try Network(
        weights: Weights(layers: [
          scale * inputs.matrix("w2_V\(width)").transpose(), scale * inputs.matrix("w2_U\(width)"),
        ]))
      let start = network.endToEndMatrix
      agreement = try .rounding(
        depth: 2, steps: steps, start: start,
        largest: max(objective.minimizer.spectralNorm(), start.spectralNorm()))
    }

    func peer(_ module: String, _ name: String) -> Peer {
      Peer(
        module: module, name: name,
        parameters: ["k": .integer(width), "sigma": .number(scale), "steps": .integer(steps)],
        threads: width > 1000 ? 2 : 1)
    }

    func comparison(
      _ peer: Peer, leastRatio: Double? = nil, startIsTimed: Bool = true
    ) -> Comparison {
      let recording = Recording(
        schedule: .every(10), scalars: [.testError], vectors: [.singularValues],
        cleanMatrix: objective.minimizer)
      let contender = Contender(name: "compression") { watch in
        let run = try trainedRun(
          objective, network, .descent(stepSize: 1e-3, steps: steps), recording,
          engine: .compression, startIsTimed: startIsTimed, watch: &watch)
        return {
          [
            "err": run.trajectory.values(.testError),
            "sv": run.trajectory.values(.singularValues).flatMap { $0 },
          ]
        }
      }
      return Comparison(
        workload: W2Factorization.name,
        problem:
          "5 x 10, k = \(width), scale \(scale), \(steps) steps, start \(startIsTimed ? "timed" : "untimed")",
        timed: startIsTimed
          ? "the start, all steps, error and singular values every 10 steps"
          : "all steps, error and singular values every 10 steps",
        ours: contender, opponent: .peer(peer), leastRatio: leastRatio, agreement: agreement
      ) { rates in
        rates.products(
          4500 * Double(steps), of: "three products of the compressed 5 x 15 and 15 x 10 a step")
      }
    }
  }
}
