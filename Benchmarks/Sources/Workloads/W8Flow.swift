import DeepLinear

/// W8: gradient flow of a 5 x 10 target, k = 50, to time 50 at tolerance 1e-10.
enum W8Flow: Workload {
  static let name = "W8"

  static func comparisons(_ inputs: Inputs) throws -> [Comparison] {
    let mild = [0.01, 0.1, 1].map { ("w2_Y", $0, "scale \($0)") }
    return try (mild + [("w8_Ystiff", 0.1, "stiff, scale 0.1")]).flatMap { data, scale, title in
      let objective = try QuadraticObjective(target: inputs.matrix(data))
      let network = try Network(
        weights: Weights(layers: [
          scale * inputs.matrix("w2_V50").transpose(), scale * inputs.matrix("w2_U50"),
        ]))
      let problem = Flow(
        title: title, parameters: ["data": .text(data), "sigma": .number(scale)],
        objective: objective, network: network)
      let gramian = try problem.comparison("w8_diffrax", "Dopri8-gram")
      return scale == 1 || data == "w8_Ystiff"
        ? [gramian, try problem.comparison("w8_scipy", "LSODA-gram")] : [gramian]
    }
  }

  private struct Flow {
    let title: String
    let parameters: [String: PeerArgument]
    let objective: QuadraticObjective
    let network: Network

    private static let end = 50.0
    private static let tolerance = 1e-10

    func comparison(_ module: String, _ name: String) throws -> Comparison {
      let contender = Contender(name: "flow") { watch in
        let products = try products(tolerance: Self.tolerance, watch: &watch)
        return { ["W": products] }
      }
      let start = network.endToEndMatrix
      let growth = try Agreement.escapeGrowth(
        depth: 2, start: start,
        largest: max(start.spectralNorm(), objective.minimizer.spectralNorm()))
      var comparison = Comparison(
        workload: W8Flow.name, problem: "flow to 50, \(title), 1e-10",
        timed: "the start, all steps, W at 51 times", ours: contender,
        opponent: .peer(Peer(module: module, name: name, parameters: parameters)), leastRatio: 4,
        agreement: Agreement(
          "tolerance x N x time x (S/s)^((N-1)/N)",
          tolerance: Self.tolerance * 2 * Self.end * growth))
      comparison.reference = Peer(
        module: "w8_reference", name: "Taylor", parameters: parameters)
      let scale = max(start.largestMagnitude, objective.minimizer.largestMagnitude)
      // Factors that are rounded by epsilon each change W by N epsilon ||W_2|| ||W_1|| at most.
      comparison.rounding = try network.weights.layers.reduce(2 * .ulpOfOne / scale) {
        try $0 * $1.spectralNorm()
      }
      return comparison
    }

    /// W at all times, row after row as the peers give it.
    private func products(tolerance: Double, watch: inout Stopwatch) throws -> [Double] {
      let times = (0...50).map { Double($0) }
      let recording = Recording(
        schedule: .every(1), scalars: [], vectors: [], snapshots: times)
      let run = try trainedRun(
        objective, network, .flow(until: Self.end, tolerance: tolerance), recording, watch: &watch)
      let (rows, columns) = (objective.outputWidth, objective.inputWidth)
      return run.trajectory.values(.snapshots).flatMap { elements in
        (0..<rows).flatMap { i in (0..<columns).map { elements[i + $0 * rows] } }
      }
    }
  }
}
