internal import DynamicsTheory
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figure 6: intervals of flow and of descent for a spectrum with one large eigenvalue.
  static let wideIntervals = Reproduction(
    identifier: "chou2022/figure6",
    title: "Intervals of the effective rank for flow and for descent",
    source: Source(.chou2022, "Figure 6, Theorems 3.1 and 3.4"),
    choices: [
      "Without noise: the plateaus 1.05 and 1.06 are too near each other to see, the first interval is what is judged.",
      "eps = 0.019 and C = 5 for the flow, eps = 1/8 for descent; the caption states neither.",
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Figure 6: N = 2, alpha = 0.05, eta = 1e-4, eigenvalues 100, 5, 1.
        name: chou2022-figure6
        problem: {factorization: {target: {symmetric: {size: 200, eigenvalues: [100, 5, 1]}}}}
        training: {descent: {stepSize: 1e-4, steps: 15000}}
        record: {at: {every: 20}, quantities: [loss, nuclearRank]}
        networks:
          - {depth: 2, initialization: {identical: 0.05}}
        """, quickChanges: ["problem.factorization.target.symmetric.size=20"])
    ]
  ) { results, size in
    guard let network = results["descent"]?.networks[0] else { return Findings() }
    var findings = Findings()
    let eigenvalues = [100, 5, 1] + Array(repeating: 0.0, count: size == .quick ? 17 : 197)
    let windows = try EffectiveRankWindows(eigenvalues: eigenvalues, rank: 1, start: 0.05)
    let flow = try windows.windows(accuracy: 0.019, growth: 5).all[0]
    let (first, last) = (flow.lowerBound / 1e-4, flow.upperBound / 1e-4)
    let range = try EffectiveRankRange(
      depth: 2, eigenvalues: eigenvalues, rank: 1, initializationScale: 0.05, accuracy: 0.125,
      stepSize: 1e-4)
    let start = range.start.rounded(.up)
    findings.verdicts = [
      Verdict(
        "Flow: the interval is the caption's [460, 6100], within a hundredth",
        holds: (first / 460 - 1).magnitude <= 0.01 && (last / 6100 - 1).magnitude <= 0.01,
        evidence: "[\(Decimals.short(first)), \(Decimals.short(last))]"),
      Verdict(
        "Descent: the interval ends where the caption says, at 3936",
        holds: range.end.rounded(.down) == 3936,
        evidence: Decimals.short(range.end.rounded(.down))),
      Verdict(
        "Descent: it begins at the caption's 1292 (errata C19, C26)", holds: start == 1292,
        isExpected: false, evidence: "the corrected bound gives \(Decimals.short(start))"),
    ]
    let ranks = network.trajectory[.nuclearRank] ?? []
    let inside = zip(network.clock, ranks).filter { $0.0 >= start && $0.0 <= range.end }
    let worst = inside.map { ($0.1 - windows.plateau).magnitude }.max() ?? .infinity
    findings.verdicts.append(
      Verdict(
        "Descent: within its interval the effective rank is as near to 1 as Theorem 3.4 says",
        holds: worst <= range.bound,
        evidence: "largest distance \(Decimals.short(worst)), bound \(Decimals.short(range.bound))")
    )
    findings.figures = [
      (
        "figure6",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("iteration k"), yAxis: Axis("effective rank ‖W‖∗/‖W‖", range: 0.9...2.6),
              curves: [Curve(x: network.clock, y: ranks)],
              bands: [.vertical(first...last, "flow"), .vertical(start...range.end, "descent")])
          ], caption: "Shaded: the intervals of Theorems 3.1 (flow) and 3.4 (descent).")
      )
    ]
    return findings
  }
}
