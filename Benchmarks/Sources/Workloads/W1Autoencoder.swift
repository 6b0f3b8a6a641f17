import DeepLinear
import Foundation

/// W1: a linear autoencoder of two layers from a tiny multiple of the identity (Gidel 2019, section 4.2).
enum W1Autoencoder: Workload {
  static let name = "W1"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let objective = try QuadraticObjective.autoencoder(inputs: inputs.matrix("w1_X"))
    let (covariance, projector) = (try inputs.matrix("w1_BDB"), try inputs.matrix("w1_proj"))
    let layer = exp(-10) * Matrix.identity(covariance.rowCount)
    let network = try Network(weights: Weights(layers: [layer, layer]))
    let steps = inputs.steps(100_000, quick: 2000)
    let records = logarithmicSteps(steps)
    let recording = Recording(
      schedule: .at(records), scalars: [.traceNorm], vectors: [], snapshots: records)
    let agreement = try Agreement.rounding(
      depth: 2, steps: steps, start: network.endToEndMatrix, largest: 1)

    func contender(_ engine: EngineChoice) -> Contender {
      Contender(name: engine.rawValue) { watch in
        let run = try trainedRun(
          objective, network, .descent(stepSize: 1e-3, steps: steps), recording, engine: engine,
          watch: &watch)
        let distances = watch.time("distances") {
          run.trajectory.values(.snapshots).map { elements in
            let product = Matrix(
              rowCount: covariance.rowCount, columnCount: covariance.columnCount,
              columnMajor: elements)
            return ((product - covariance).frobeniusNorm, (product - projector).frobeniusNorm)
          }
        }
        return {
          [
            "trace_norm": run.trajectory.values(.traceNorm),
            "err28": distances.map(\.0), "err_proj": distances.map(\.1),
          ]
        }
      }
    }
    func comparison(
      _ engine: EngineChoice, _ peer: Peer, leastRatio: Double,
      limit: @escaping (MachineRates) -> PhysicalLimit
    ) -> Comparison {
      Comparison(
        workload: name, problem: "20 x 20 autoencoder, \(steps) steps, \(records.count) records",
        timed: "start, all steps, trace norm and two distances at each record",
        ours: contender(engine), opponent: .peer(peer), leastRatio: leastRatio,
        agreement: agreement, limit: limit)
    }
    return [
      comparison(
        .modes,
        Peer(
          module: "w1_numpy", name: "eigen-recursion", parameters: ["steps": .integer(steps)]),
        leastRatio: 10
      ) { $0.chain(3 * Double(steps), of: "three dependent operations a step") },
      comparison(
        .dense, Peer(module: "w1_jax", name: "scan-stats", parameters: ["steps": .integer(steps)]),
        leastRatio: 3
      ) { $0.products(10 * 8000 * Double(steps), of: "five products of 20 x 20 a step") },
    ]
  }

  /// 0 and the distinct values of 500 steps at equal ratios, rounded.
  private static func logarithmicSteps(_ last: Int) -> [Double] {
    let exponents = (0..<500).map { log10(Double(last)) * Double($0) / 499 }
    return Set([0] + exponents.map { pow(10, $0).rounded(.toNearestOrEven) }).sorted()
  }
}
