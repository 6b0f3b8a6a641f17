internal import DynamicsTheory
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figures 2 and 5: the effective rank rests at 1, 1.5 and 1.6.
  static let effectiveRankPlateaus = Reproduction(
    identifier: "chou2022/figure5",
    title: "Effective rank rests on plateaus, in the predicted intervals",
    source: Source(.chou2022, "Figures 2 and 5, Theorem 3.1"),
    choices: [
      "Without noise. The captions' intervals [50, 70] and [150, 415] come from eps = 0.019 and C = 5, which are not stated."
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Figure 5: N = 2, n = 200, alpha = eta = 1e-2.
        name: chou2022-figure5
        problem: {factorization: {target: {symmetric: {size: 200, eigenvalues: [10, 5, 1]}}}}
        training: {descent: {stepSize: 1e-2, steps: 1000}}
        record: {at: {every: 5}, quantities: [loss, nuclearRank]}
        networks:
          - {depth: 2, initialization: {identical: 1e-2}}
        """, quickChanges: ["problem.factorization.target.symmetric.size=60"])
    ]
  ) { results, size in
    guard let network = results["descent"]?.networks[0] else { return Findings() }
    var findings = Findings()
    let ranks = network.trajectory[.nuclearRank] ?? []
    let count = size == .quick ? 60 : 200
    let eigenvalues = [10, 5, 1] + Array(repeating: 0.0, count: count - 3)
    var bands: [Band] = []
    for (rank, caption) in [(1, 50.0...70), (2, 150...415)] {
      let windows = try EffectiveRankWindows(eigenvalues: eigenvalues, rank: rank, start: 0.01)
      let interval = try windows.windows(accuracy: 0.019, growth: 5).all[0]
      let (lower, upper) = (interval.lowerBound / 0.01, interval.upperBound / 0.01)
      findings.verdicts.append(
        Verdict(
          "L = \(rank): the interval of Theorem 3.1 is the caption's, rounded to tens of iterations or fives",
          holds: (lower - caption.lowerBound).magnitude <= 5
            && (upper - caption.upperBound).magnitude <= 5,
          evidence: "[\(Decimals.short(lower)), \(Decimals.short(upper))]"))
      let bound = try windows.bound(accuracy: 0.019, growth: 5)
      let inside = zip(network.clock, ranks).filter { $0.0 >= lower && $0.0 <= upper }
      let worst = inside.map { ($0.1 - windows.plateau).magnitude }.max() ?? .infinity
      // Descent at step size 0.01 is near the flow, whose bound this is; the difference is of the order eta lambda_1.
      findings.verdicts.append(
        Verdict(
          "L = \(rank): within it descent's effective rank is within the flow's bound of \(Decimals.short(windows.plateau)), up to eta lambda_1",
          holds: worst <= bound + 0.01 * 10 * windows.plateau,
          evidence: "largest distance \(Decimals.short(worst)), bound \(Decimals.short(bound))"))
      bands.append(.vertical(lower...upper, PlotText("L = \(rank)")))
    }
    findings.figures = [
      (
        "figure5",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("iteration k"), yAxis: Axis("loss"),
              curves: [Curve(x: network.clock, y: network.trajectory[.loss] ?? [])], bands: bands),
            Panel(
              xAxis: Axis("iteration k"), yAxis: Axis("effective rank ‖W‖∗/‖W‖", range: 0.95...2.2),
              curves: [Curve(x: network.clock, y: ranks)],
              referenceLines: [1, 1.5, 1.6].map { .horizontal($0) }, bands: bands),
          ], columnCount: 2, caption: "Shaded: the intervals of Theorem 3.1.")
      )
    ]
    return findings
  }
}
