import DeepLinear

/// W3: which uniform imbalance makes the regularised system follow the free one (Tarmoun 2021, Figure 2).
enum W3Regularization: Workload {
  static let name = "W3"

  /// Where the search stops, in lambda_0.
  private static let tolerance = 1e-3

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let width = 200
    let steps = inputs.steps(4000, quick: 100)
    let objective = try QuadraticObjective(target: inputs.matrix("w2_Y"))
    let target = objective.minimizer
    let weights = try Weights(layers: [
      inputs.matrix("w2_V\(width)").transpose(), inputs.matrix("w2_U\(width)"),
    ])
    let free = try Network(weights: weights)
    let records = (0...(steps / 10)).map { Double(10 * $0) }
    let recording = Recording(
      schedule: .every(10), scalars: [], vectors: [], snapshots: records)
    let training = Training.descent(stepSize: 1e-5, steps: steps)

    let contender = Contender(name: "compression") { watch in
      func snapshots(_ network: Network) throws -> [[Double]] {
        var unused = Stopwatch()
        return try trainedRun(
          objective, network, training, recording, engine: .compression, watch: &unused
        ).trajectory.values(.snapshots)
      }
      let (reference, best) = try watch.time("search") {
        let reference = try snapshots(free)
        let best = try boundedMinimum(in: 0...(6 * Double(width)), tolerance: tolerance) {
          let penalised = try Network(
            architecture: .regularized(
              targetImbalance: Array(repeating: $0, count: width)), weights: weights)
          let products = try snapshots(penalised)
          return zip(products, reference).reduce(0) { $0 + squaredDistance($1.0, $1.1) }
        }
        return (reference, best)
      }
      return {
        let last = Matrix(
          rowCount: target.rowCount, columnCount: target.columnCount,
          columnMajor: reference.last ?? [])
        return [
          "lambda0": [best.argument], "misfit": [best.value],
          "err_end": [last.relativeError(to: target)], "sv_end": try last.singularValues(),
          Agreement.stepCount: [Double((best.evaluations + 1) * steps)],
        ]
      }
    }
    let rounding = try Agreement.rounding(
      depth: 2, steps: steps, start: free.endToEndMatrix,
      largest: free.endToEndMatrix.spectralNorm())
    // The error is what cancellation leaves of ||Y||, so it is compared on that scale. The minimum is flat: where
    // lambda_0 is known to 1e-3, the misfit is known to the square of its share.
    let agreement = Agreement(
      "\(rounding.formula), the error on the scale of its target; lambda_0 and its misfit to twice xatol / lambda_0"
    ) { ours, theirs in
      let share = 2 * tolerance / max(theirs["lambda0"]?.first ?? 0, tolerance)
      return try rounding.checks(ours, theirs).map { check in
        switch check.quantity {
        case "err_end":
          Check(
            quantity: check.quantity,
            difference: check.difference * (theirs["err_end"]?.first ?? .infinity),
            tolerance: check.tolerance)
        case "lambda0", "misfit":
          Check(quantity: check.quantity, difference: check.difference, tolerance: share)
        default: check
        }
      }
    }
    return [
      Comparison(
        workload: name, problem: "regularised 5 x 10, k = \(width), search of lambda_0, per step",
        timed:
          "the whole search: a free run and a regularised run for each value tried, \(steps) steps each with W every 10, their misfits and the minimiser; compared per step, the opponent's time scaled to our number of steps",
        ours: contender,
        opponent: .peer(
          Peer(
            module: "w3_jax", name: "scan-manual",
            parameters: ["k": .integer(width), "steps": .integer(steps)])),
        leastRatio: 8, agreement: agreement
      ) { rates in
        // Twelve runs, ten to eleven of them regularised: W, three Gramians' products, two updates.
        rates.products(
          11 * Double(steps) * 16_500, of: "the products of eleven compressed runs")
      }
    ]
  }
}

private func squaredDistance(_ first: [Double], _ second: [Double]) -> Double {
  var sum = 0.0
  for index in first.indices {
    let difference = first[index] - second[index]
    sum += difference * difference
  }
  return sum
}
