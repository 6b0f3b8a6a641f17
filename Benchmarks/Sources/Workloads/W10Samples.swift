import DeepLinear

/// W10: regression on 200 000 samples, d = 300, p = 10, 50 hidden units.
enum W10Samples: Workload {
  static let name = "W10"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let (x, y) = (try inputs.matrix("w10_X"), try inputs.matrix("w10_Y"))
    let network = try Network(
      weights: Weights(layers: [
        inputs.matrix("w10_W1").transpose(), inputs.matrix("w10_W2").transpose(),
      ]))
    let samples = x.rowCount

    func comparison(
      steps: Int, _ peer: String, peerSteps: Int, leastRatio: Double
    ) throws -> Comparison {
      func run(
        _ objective: QuadraticObjective, steps: Int, _ watch: inout Stopwatch
      ) throws -> Simulation {
        let recording = Recording(
          schedule: .at([]), scalars: [.loss], vectors: [], snapshots: [Double(steps)])
        return try trainedRun(
          objective, network, .descent(stepSize: 0.1, steps: steps), recording, watch: &watch)
      }
      let isWhole = peerSteps == steps
      let contender = Contender(name: "statistics", threads: 2) { watch in
        let objective = try watch.time("statistics") {
          try QuadraticObjective(inputs: x, outputs: y)
        }
        let whole = try run(objective, steps: steps, &watch)
        return {
          // What the opponent did not do cannot be compared: then our run as far as its own.
          var unused = Stopwatch()
          let run = isWhole ? whole : try run(objective, steps: peerSteps, &unused)
          return [
            "loss": [run.trajectory.values(.loss).last ?? .nan],
            "W": run.trajectory.snapshots.last ?? [],
          ]
        }
      }
      return Comparison(
        workload: name,
        problem:
          "n = \(samples), d = 300, p = 10, \(steps) steps\(isWhole ? "" : ", the opponent's scaled from \(peerSteps)")",
        timed: isWhole
          ? "the statistics and all steps"
          : "the statistics and all steps; compared are loss and W after the opponent's \(peerSteps)",
        ours: contender,
        opponent: .peer(
          Peer(module: "w10", name: peer, parameters: ["steps": .integer(peerSteps)], threads: 2)),
        leastRatio: leastRatio, opponentShare: Double(steps) / Double(peerSteps),
        agreement: try .rounding(
          depth: 2, steps: peerSteps, start: network.endToEndMatrix, largest: 1)
      ) { rates in
        let passing = Double(8 * samples * x.columnCount) / rates.readRate
        let limit = rates.products(
          Double(samples) * 300 * (300 + 20), threads: 2, of: "half of X^T X and X^T Y")
        let gramian = rates.leastSeconds(threads: 2) { _ = x.gramian }
        return PhysicalLimit(
          basis: """
            \(limit.basis), while one passage through X takes \(inUnits(passing)); BLAS's own dsyrk takes \
            \(inUnits(gramian)) for X^T X, and the loss of the best fit, which the opponent leaves out, another \
            passage with p products for each element
            """, seconds: max(limit.seconds, passing))
      }
    }
    let steps = inputs.steps(1000, quick: 20)
    return [
      try comparison(steps: steps, "stats", peerSteps: steps, leastRatio: 1.5),
      try comparison(
        steps: steps, "data-X(W1W2)", peerSteps: inputs.steps(20, quick: 10), leastRatio: 500),
    ]
  }
}
