internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Gidel 2019, Corollary 2: between its jumps the flow is at the regression of each rank, if two orders agree.
  static let reducedRankPath = Reproduction(
    identifier: "gidel2019/corollary2",
    title: "Reduced-rank regression on the way, or not",
    source: Source(.gidel2019, "Corollary 2"),
    choices: [
      """
      sigma = lambda = (2, 1, 0.5), an autoencoder, and sigma = (2, 1.5) with lambda = (10, 1), where the orders of \
      sigma and of sigma^2 / lambda differ (erratum G6); delta = 40.
      """
    ],
    parts: [
      Part(
        "flow",
        """
        # Gidel 2019, Corollary 2: an autoencoder with variances 2, 1, 0.5.
        name: gidel2019-corollary2
        problem: {autoencoder: {inputs: {diagonal: [2.449489742783178, 1.7320508075688772, 1.2247448713915890]}}}
        training: {flow: {until: 40, tolerance: 1e-10}}
        record: {at: {linear: 400}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 1e-4}}
        """)
    ]
  ) { results, _ in
    var findings = Findings()
    let settings: [(name: String, strengths: [Double], variances: [Double], isExpected: Bool)] = [
      ("autoencoder", [2, 1, 0.5], [2, 1, 0.5], true),
      ("σ = (2, 1.5), λ = (10, 1)", [2, 1.5], [10, 1], false),
    ]
    let delta = 40.0
    var panels: [Panel] = []
    for setting in settings {
      let limit = try RescaledTimeLimit(
        strengths: setting.strengths, inputVariances: setting.variances)
      let jumps = setting.strengths.map { 1 / $0 }
      let times = (0...400).map { 1.5 * jumps[jumps.count - 1] * Double($0) / 400 }
      let modes = try zip(setting.strengths, setting.variances).map {
        try BalancedTwoLayerMode(strength: $0, inputVariance: $1, exponent: delta)
      }
      var curves: [Curve] = []
      for rank in 1...setting.strengths.count {
        let optimum = limit.reducedRankRegression(rank: rank)
        func distance(_ time: Double) -> Double {
          zip(modes, optimum).reduce(0) {
            let gap = $1.0.product(at: delta * time) - $1.1
            return $0 + gap * gap
          }.squareRoot()
        }
        curves.append(
          Curve(
            PlotText("rank \(rank)"), x: times, y: times.map(distance), style: .indexed(rank - 1)))
        // In the middle between its jump and the next.
        let next = rank < jumps.count ? jumps[rank] : 1.5 * jumps[rank - 1]
        let middle = distance((jumps[rank - 1] + next) / 2)
        let isLast = rank == setting.strengths.count
        findings.verdicts.append(
          Verdict(
            "\(setting.name): after jump \(rank) the flow is at the regression of rank \(rank)",
            holds: middle <= 1e-3, isExpected: setting.isExpected || isLast,
            evidence: "distance \(Decimals.short(middle))"))
      }
      panels.append(
        Panel(
          title: PlotText(setting.name), xAxis: Axis("rescaled time"),
          yAxis: Axis("distance to the regression of each rank"), curves: curves,
          referenceLines: jumps.map { .vertical($0) }))
    }
    findings.figures = [
      (
        "corollary2",
        Figure(panels: panels, columnCount: 2, caption: "Dashed: the jumps at 1 / sigma_i.")
      )
    ]
    guard let network = results["flow"]?.networks[0] else { return findings }
    let modes = try [2, 1, 0.5].map {
      try BalancedTwoLayerMode(strength: $0, inputVariance: $0, exponent: -.log(1e-4))
    }
    let largest =
      zip(network.trajectory.times, network.trajectory[.singularValues] ?? []).map {
        time, values in
        zip(values, modes).map { ($0 - $1.product(at: time)).magnitude }.largest
      }.largest
    findings.verdicts.append(
      Verdict(
        "Flow of the matrices is the closed form of every mode", holds: largest <= 1e-6,
        evidence: "largest difference \(Decimals.short(largest)), tolerance of the flow 1e-10"))
    return findings
  }
}
