import DeepLinear
import Foundation

/// W4: a 200 x 200 target of rank 3 with noise, all layers alpha I (Chou 2022, Figure 5), recorded at every step.
enum W4IdenticalStart: Workload {
  static let name = "W4"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let steps = inputs.steps(1000, quick: 50)
    return try [2, 3, 4].flatMap { depth in
      let problem = try IdenticalStart(
        inputs, data: "w4_What", depth: depth, scale: pow(1e-4, 1 / Double(depth)),
        stepSize: 1e-2, steps: steps, recordedEvery: 1)
      return [
        problem.comparison(name, .modes, "eigen-recursion", leastRatio: 4),
        problem.comparison(
          name, .modes, "eigen-recursion, decomposed before", leastRatio: 20, startIsTimed: false),
        problem.comparison(name, .dense, "svd", leastRatio: 1.3),
      ]
    }
  }
}

/// W5: the same with a stronger first direction and 20 000 steps (Chou 2022, Figure 6).
enum W5LongRun: Workload {
  static let name = "W5"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let problem = try IdenticalStart(
      inputs, data: "w5_What", depth: 2, scale: 0.05, stepSize: 1e-4,
      steps: inputs.steps(20_000, quick: 400), recordedEvery: 40)
    return [problem.comparison(name, .modes, "eigen-recursion", leastRatio: 20)]
  }
}

/// The factorisation of a symmetric target from multiples of the identity.
private struct IdenticalStart {
  let data: String
  let depth: Int
  let scale: Double
  let stepSize: Double
  let steps: Int
  let interval: Int
  let objective: QuadraticObjective
  let network: Network
  let agreement: Agreement

  init(
    _ inputs: Inputs, data: String, depth: Int, scale: Double, stepSize: Double, steps: Int,
    recordedEvery interval: Int
  ) throws {
    self.data = data
    self.depth = depth
    self.scale = scale
    self.stepSize = stepSize
    self.steps = steps
    self.interval = interval
    let target = try inputs.matrix(data)
    objective = try QuadraticObjective(target: target)
    let layer = scale * Matrix.identity(target.rowCount)
    network = try Network(weights: Weights(layers: Array(repeating: layer, count: depth)))
    let least = try SymmetricEigendecomposition(target).values.min() ?? 0
    agreement = try .rounding(
      depth: depth, steps: steps, start: network.endToEndMatrix, largest: target.spectralNorm(),
      standing: stepSize * max(0, -least))
  }

  func comparison(
    _ workload: String, _ engine: EngineChoice, _ peer: String, leastRatio: Double,
    startIsTimed: Bool = true
  ) -> Comparison {
    let recording = Recording(
      schedule: .every(Double(interval)), scalars: [.loss], vectors: [.singularValues])
    let contender = Contender(name: engine.rawValue, threads: engine == .dense ? 2 : 1) { watch in
      let run = try trainedRun(
        objective, network, .descent(stepSize: stepSize, steps: steps), recording, engine: engine,
        startIsTimed: startIsTimed, watch: &watch)
      return {
        let values = run.trajectory.values(.singularValues)
        let places = [steps / 10, steps / 2, steps].map { $0 / interval }
        return [
          "loss": run.trajectory.values(.loss), "sv": places.flatMap { values[$0] },
        ]
      }
    }
    let rows = network.outputWidth
    return Comparison(
      workload: workload,
      problem:
        "\(rows) x \(rows), N = \(depth), \(steps) steps, singular values every \(interval == 1 ? "step" : "\(interval) steps")\(startIsTimed ? "" : ", decomposed before")",
      timed: startIsTimed
        ? "the start with its decomposition, all steps, loss and all singular values at each record (the opponent: the loss at each step)"
        : "all steps, loss and all singular values at each record (the opponent: the loss at each step)",
      ours: contender,
      opponent: .peer(
        Peer(
          module: "w4_w5", name: peer,
          parameters: [
            "data": .text(data), "N": .integer(depth), "alpha": .number(scale),
            "eta": .number(stepSize), "steps": .integer(steps), "every": .integer(interval),
          ], threads: contender.threads)),
      leastRatio: leastRatio, agreement: agreement
    ) { rates in
      try limit(of: engine, startIsTimed: startIsTimed, rates)
    }
  }

  /// What LAPACK and the products take: the decomposition for modes, the recorded values for dense.
  private func limit(
    of engine: EngineChoice, startIsTimed: Bool, _ rates: MachineRates
  ) throws -> PhysicalLimit {
    let target = objective.outputInputCovariance
    let count = Double(steps)
    if engine == .dense {
      let size = Double(target.rowCount)
      let products = rates.products(
        6 * Double(depth - 1) * size * size * size * count, threads: 2, of: "the products")
      let values = try rates.leastSeconds(threads: 2) { _ = try target.singularValues() }
      return PhysicalLimit(
        basis:
          "\(products.basis), and \(inUnits(values)) for LAPACK's singular values of each record",
        seconds: products.seconds + values * count / Double(interval))
    }
    let chain = rates.chain(
      Double(depth + 1) * count, of: "\(depth + 1) dependent operations a step")
    guard startIsTimed else { return chain }
    let start = try rates.leastSeconds(threads: 1) {
      _ = try SymmetricEigendecomposition(target)
    }
    return PhysicalLimit(
      basis: "\(chain.basis), and \(inUnits(start)) for LAPACK's eigendecomposition",
      seconds: chain.seconds + start)
  }
}
