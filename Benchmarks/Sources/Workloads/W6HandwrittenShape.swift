import DeepLinear

/// W6: a target of a hundred pictures, 100 x 784, with large noise and Gaussian layers (Chou 2022, section 4).
enum W6HandwrittenShape: Workload {
  static let name = "W6"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let objective = try QuadraticObjective(target: inputs.matrix("w6_What"))
    let steps = inputs.steps(300, quick: 20)
    return try [2, 3, 4].flatMap { depth in
      let layers = try (1...depth).reversed().map { try inputs.matrix("w6_A\($0)") }
      let descent = LayeredDescent(
        workload: name, problem: "100 x 784, N = \(depth), \(steps) steps", objective: objective,
        network: try Network(weights: Weights(layers: layers)), stepSize: 1e-7, steps: steps)
      let peer = Peer(
        module: "w6", name: "inplace", parameters: ["N": .integer(depth), "steps": .integer(steps)])
      return [
        try descent.comparison(
          peer, ours: descent.contender(recordedEvery: 10, singularValues: true),
          timed:
            "all steps, loss and singular values every 10 (the opponent: the loss at each step)"),
        descent.comparisonWithProducts(leastRatio: 0.9),
      ]
    }
  }
}
