internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Theorem 3.1: how near the effective rank of the flow is to that of the best approximation.
  static let flowRankBounds = Reproduction(
    identifier: "chou2022/theorem31",
    title: "Effective rank of the flow against that of each rank, with the bound",
    source: Source(.chou2022, "Theorem 3.1, equation (49)"),
    choices: [
      "Figure 5's setting: n = 200, eigenvalues 10, 5, 1, alpha = 0.01; iterations are times over eta = 0.01.",
      "C = 1.5, 5, 50, eps = 0.02, 0.05, 0.1, 0.2, L = 1, 2, 3; the theorem leaves both constants free.",
    ],
    parts: [
      Part(
        "flow",
        """
        # Chou 2022, Theorem 3.1: gradient flow in Figure 5's setting.
        name: chou2022-theorem31
        problem: {factorization: {target: {symmetric: {size: 200, eigenvalues: [10, 5, 1]}}}}
        training: {flow: {until: 12, tolerance: 1e-10}}
        record: {at: {every: 0.02}, quantities: [nuclearRank]}
        networks:
          - {depth: 2, initialization: {identical: 0.01}}
        """,
        quickChanges: ["problem.factorization.target.symmetric.size=30", "record.at.every=0.05"])
    ]
  ) { results, size in
    guard let network = results["flow"]?.networks[0] else { return Findings() }
    var findings = Findings()
    let ranks = network.trajectory[.nuclearRank] ?? []
    let iterations = network.clock.map { $0 / 0.01 }
    let eigenvalues = [10, 5, 1] + Array(repeating: 0.0, count: size == .quick ? 27 : 197)
    var panels: [Panel] = []
    for rank in 1...3 {
      let windows = try EffectiveRankWindows(eigenvalues: eigenvalues, rank: rank, start: 0.01)
      var stretches: [RankBound] = []
      for growth in [1.5, 5, 50] {
        for accuracy in [0.02, 0.05, 0.1, 0.2] {
          let bound = try windows.bound(accuracy: accuracy, growth: growth)
          for window in try windows.windows(accuracy: accuracy, growth: growth).all {
            stretches.append(
              RankBound(
                name: "C = \(Decimals.short(growth))",
                iterations: window.lowerBound / 0.01...window.upperBound / 0.01, bound: bound))
          }
        }
      }
      let course = RankCourse(iterations: iterations, ranks: ranks, plateau: windows.plateau)
      // The flow's tolerance is relative to each factor; the rank is a quotient of sums of their products.
      let tally = course.tally(stretches, tolerance: 4 * 1e-10 * windows.plateau)
      findings.verdicts.append(
        Verdict(
          "L = \(rank): |r - \(Decimals.short(windows.plateau))| is below (49) on every window",
          holds: tally.violations == 0 && tally.count > 0, evidence: tally.text))
      panels.append(course.panel("L = \(rank)", stretches, range: 20...1200))
    }
    findings.figures = [
      (
        "theorem31",
        Figure(
          panels: panels, columnCount: 3,
          caption:
            "Distance of the effective rank under flow from that of rank L; bars: the bound (49) on its window."
        )
      )
    ]
    return findings
  }
}
