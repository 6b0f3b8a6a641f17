import DeepLinear

/// W9: three large square layers.
enum W9LargeSquare: Workload {
  static let name = "W9"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let sizes = inputs.isQuick ? [(100, 4)] : [(1000, 40), (2000, 6)]
    return try sizes.flatMap { size, steps in
      let layers = try [2, 1, 0].map { try inputs.matrix("w9_\(size)_A\($0)") }
      let descent = LayeredDescent(
        workload: name, problem: "\(size) x \(size), N = 3, \(steps) steps",
        objective: try QuadraticObjective(target: inputs.matrix("w9_\(size)_What")),
        network: try Network(weights: Weights(layers: layers)), stepSize: 1e-2, steps: steps)
      let peer = Peer(
        module: "w9", name: "inplace", parameters: ["n": .integer(size), "steps": .integer(steps)])
      return [
        try descent.comparison(
          peer, ours: descent.contender(recordedEvery: 1, singularValues: false),
          timed: "all steps, the loss at each"),
        descent.comparisonWithProducts(leastRatio: 0.92),
      ]
    }
  }
}
