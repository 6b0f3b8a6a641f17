internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022's conjecture: once least, the effective rank does not fall again.
  static let monotoneRank = Reproduction(
    identifier: "chou2022/conjecture",
    title: "The effective rank after its minimum: monotone up to the tail",
    source: Source(.chou2022, "Conjecture after Theorem 3.1"),
    choices: [
      "Figure 5's own setting under flow, N = 2, alpha = 0.01 and 0.1, by the closed form of every mode."
    ],
    parts: [
      Part(
        "flow",
        """
        # Chou 2022, Figure 5's setting under gradient flow.
        name: chou2022-conjecture
        problem: {factorization: {target: {symmetric: {size: 200, eigenvalues: [10, 5, 1]}}}}
        training: {flow: {until: 40}}
        record: {at: {linear: 400}, quantities: [nuclearRank]}
        networks:
          - {depth: 2, initialization: {identical: 1e-2}}
        """,
        quickChanges: ["problem.factorization.target.symmetric.size=40", "training.flow.until=10"])
    ]
  ) { results, size in
    var findings = Findings()
    var curves: [Curve] = []
    let times = (0...4000).map { 1e-2 * Double($0) }
    for (i, start) in [0.01, 0.1].enumerated() {
      let ranks = try times.map { try rank(at: $0, start: start, size: 200) }
      let least = ranks.indices.min { ranks[$0] < ranks[$1] } ?? 0
      var (highest, fall) = (0.0, 0.0)
      for rank in ranks[least...] {
        highest = max(highest, rank)
        fall = max(fall, highest - rank)
      }
      // n - L' modes without target decay from alpha^2.
      let tail = 197 * start * start / 10
      findings.verdicts += [
        Verdict(
          "alpha = \(start): it never falls after its minimum (erratum C30)", holds: fall <= 1e-9,
          isExpected: false,
          evidence:
            "least \(Decimals.short(ranks[least])) at t = \(Decimals.short(times[least])), then falls by \(Decimals.short(fall))"
        ),
        Verdict(
          "alpha = \(start): it falls by no more than the tail (n - L') alpha^2 / lambda_1",
          holds: fall <= tail, evidence: "\(Decimals.short(fall)) <= \(Decimals.short(tail))"),
      ]
      curves.append(Curve(PlotText("α = \(start)"), x: times, y: ranks, style: .indexed(i)))
    }
    findings.figures = [
      (
        "conjecture",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("time t", range: 0...20),
              yAxis: Axis("effective rank ‖W‖∗/‖W‖", range: 0.95...2.2),
              curves: curves, referenceLines: [.horizontal(1.6)])
          ], caption: "Effective rank under flow from two starts.")
      )
    ]
    guard let network = results["flow"]?.networks[0] else { return findings }
    let width = size == .quick ? 40 : 200
    let worst =
      try zip(network.trajectory.times, network.trajectory[.nuclearRank] ?? []).map {
        try ($1 - rank(at: $0, start: 0.01, size: width)).magnitude / $1
      }.max() ?? .infinity
    findings.verdicts.append(
      Verdict(
        "Flow of the matrices has the effective rank of the closed forms", holds: worst <= 1e-5,
        evidence: "largest relative difference \(Decimals.short(worst)), tolerance of the flow 1e-8"
      ))
    return findings
  }

  /// The effective rank under flow with the spectrum (10, 5, 1, 0, ..., 0).
  private static func rank(at time: Double, start: Double, size: Int) throws -> Double {
    let modes = try [10.0, 5, 1, 0].map {
      try BalancedTwoLayerMode(strength: $0, inputVariance: 1, exponent: -.log(start))
        .product(at: time)
    }
    let sum = modes[0] + modes[1] + modes[2] + Double(size - 3) * modes[3]
    return sum / modes.reduce(0, max)
  }
}
