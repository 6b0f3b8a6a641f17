internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Gidel 2019, Figure 1: in rescaled time two layers become a staircase, one layer does not.
  static let rescaledTimeStaircase = Reproduction(
    identifier: "gidel2019/figure1",
    title: "Squared norm in rescaled time: two layers tend to a staircase",
    source: Source(.gidel2019, "Figure 1"),
    choices: [
      "sigma = lambda = (0.1, 0.01, 0.001): the levels are whole numbers only for lambda = sigma (erratum G20).",
      """
      Two readings of the start: the caption's product e^{-delta} I, whose steps are at 1 / (2 sigma), and Theorem 2's \
      factors e^{-delta} I, whose steps are at 1 / sigma.
      """,
    ],
    parts: [
      Part(
        "flow",
        """
        # Gidel 2019, Figure 1, for delta = 3 and Theorem 2's start: an autoencoder with these variances.
        name: gidel2019-figure1
        problem: {autoencoder: {inputs: {diagonal: [0.5477225575051661, 0.17320508075688773, 0.05477225575051661]}}}
        training: {flow: {until: 4000, tolerance: 1e-10}}
        record: {at: {logarithmic: 60}, quantities: [frobeniusNorm]}
        networks:
          - {depth: 2, initialization: {identical: 0.049787068367863944}}
          - {depth: 1, initialization: {identical: 0.0024787521766663585}}
        """, quickChanges: ["training.flow.until=300"])
    ]
  ) { results, _ in
    var findings = Findings()
    let strengths = [0.1, 0.01, 0.001]
    let deltas = [3.0, 7.5, 12]
    var panels: [Panel] = []
    for (reading, end) in [
      ("product e⁻ᵟI (caption)", 1e3), ("factors e⁻ᵟI (Theorem 2)", 5e3),
    ] {
      let isCaption = end == 1e3
      let times = (0...400).map { Double.exp(.log(end) * Double($0) / 400) }
      var shares: [[Double]] = []
      var curves: [Curve] = []
      for (i, delta) in deltas.enumerated() {
        let exponent = isCaption ? delta / 2 : delta
        let two = try times.map { try norm(strengths, exponent: exponent, time: delta * $0) }
        let one = times.map { oneLayer(strengths, start: .exp(-2 * exponent), time: delta * $0) }
        curves.append(Curve("two layers, δ = \(delta)", x: times, y: two, style: .indexed(i)))
        curves.append(Curve("one layer, δ = \(delta)", x: times, y: one, style: .indexed(i + 3)))
        shares.append([share(two), share(one)])
      }
      panels.append(
        Panel(
          title: PlotText(reading),
          xAxis: Axis("rescaled time", scale: .logarithmic, range: 1...end),
          yAxis: Axis("squared Frobenius norm", range: 0...3.05, ticks: .every(0.5)), curves: curves
        ))
      let (two, one) = (shares.map { $0[0] }, shares.map { $0[1] })
      findings.verdicts += [
        Verdict(
          "Two layers, \(reading): the share of log-time within 0.05 of a whole number grows with delta",
          holds: two[0] < two[1] && two[1] < two[2], evidence: text(two)),
        Verdict(
          "One layer, \(reading): it does not grow",
          holds: one[2] < one[0] + 0.02, evidence: text(one)),
      ]
    }
    findings.figures = [
      (
        "figure1",
        Figure(panels: panels, columnCount: 2, caption: "‖W(δt)‖² for three starts, closed forms.")
      )
    ]
    // The simulated run against the closed form, at every record.
    guard let run = results["flow"] else { return findings }
    let network = run.networks[0]
    let differences = try zip(network.trajectory.times, network.trajectory[.frobeniusNorm] ?? [])
      .map {
        try ($1 * $1 - norm(strengths, exponent: 3, time: $0)).magnitude
      }
    let largest = differences.largest
    findings.verdicts.append(
      Verdict(
        "Gradient flow of two layers follows the closed form (16)", holds: largest <= 1e-6,
        evidence: "largest difference \(Decimals.short(largest)), tolerance of the flow 1e-10"))
    return findings
  }

  /// The squared norm of two layers whose modes have sigma = lambda.
  private static func norm(_ strengths: [Double], exponent: Double, time: Double) throws -> Double {
    try strengths.reduce(0) { sum, strength in
      let product = try BalancedTwoLayerMode(
        strength: strength, inputVariance: strength, exponent: exponent
      ).product(at: time)
      return sum + product * product
    }
  }

  private static func oneLayer(_ strengths: [Double], start: Double, time: Double) -> Double {
    strengths.reduce(0) {
      let product = 1 + (start - 1) * .exp(-$1 * time)
      return $0 + product * product
    }
  }

  /// The share of the logarithmic grid on which a curve between 0.5 and 2.9 is within 0.05 of a whole number.
  private static func share(_ norms: [Double]) -> Double {
    let inside = norms.filter { $0 > 0.5 && $0 < 2.9 }
    guard !inside.isEmpty else { return 0 }
    return Double(inside.count { ($0 - $0.rounded()).magnitude < 0.05 }) / Double(inside.count)
  }

  private static func text(_ values: [Double]) -> String {
    values.listed
  }
}
