internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figure 6: intervals of flow and of descent for a spectrum with one large eigenvalue.
  static let wideIntervals = Reproduction(
    identifier: "chou2022/figure6",
    title: "Intervals of the effective rank for flow and for descent",
    source: Source(.chou2022, "Figure 6, Theorems 3.1 and 3.4"),
    choices: [
      """
      The printed 1292 is ceil(1291.8), which comes out with s = 200 in place of s_N (no factor c_N) and the accuracy \
      lambda_1^{1/N} eps / (8 N) in place of lambda_1^{1/N} / (2 N): presumably constants of an earlier version.
      """,
      "The noise is symmetric and Gaussian; its spectral norm, 0.05 of the target's as in Figure 5, is the second eigenvalue, 5.",
      "Without noise (n = 20) the plateaus 1.05 and 1.06 are too near each other to see.",
      "eps = 0.019 and C = 5 for the flow, eps = 1/8 for descent; the caption states neither.",
    ],
    parts: [
      Part(
        "noisy", wideFile(size: 200, noise: 5, steps: 15_000),
        quickChanges: ["problem.factorization.target.symmetric.size=30"]),
      Part("clean", wideFile(size: 20, noise: 0, steps: 15_000)),
      Part("full target", wideFile(size: 200, noise: 5, steps: 0)),
    ]
  ) { results, _ in
    guard let result = results["noisy"], let clean = results["clean"]?.networks[0],
      let target = result.experiment.problem.target,
      let fullTarget = results["full target"]?.experiment.problem.target
    else { return Findings() }
    var findings = Findings()
    let noisy = result.networks[0]
    let eigenvalues = [100, 5, 1] + Array(repeating: 0.0, count: 17)
    let windows = try EffectiveRankWindows(eigenvalues: eigenvalues, rank: 1, start: 0.05)
    let flow = try windows.windows(accuracy: 0.019, growth: 5).all.first ?? 0...0
    let (first, last) = (flow.lowerBound / 1e-4, flow.upperBound / 1e-4)
    let range = try EffectiveRankRange(
      depth: 2, eigenvalues: eigenvalues, rank: 1, initializationScale: 0.05, accuracy: 0.125,
      stepSize: 1e-4)
    let start = range.start.rounded(.up)
    let inside = zip(clean.clock, clean.trajectory[.nuclearRank] ?? []).filter {
      $0.0 >= start && $0.0 <= range.end
    }
    let worst = inside.map { ($0.1 - windows.plateau).magnitude }.largest
    let noisyModes = wideModes(try SymmetricEigendecomposition(target).values)
    let fullModes = wideModes(try SymmetricEigendecomposition(fullTarget).values)
    let errors = try fullModes.course(at: [0, 1000, 4000]).errors
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
      Verdict(
        "Descent: by the corrected bound it begins at 1105 (erratum C26)", holds: start == 1105,
        evidence: Decimals.short(start)),
      Verdict(
        "Clean: within descent's interval the effective rank is as near to 1 as Theorem 3.4 says",
        holds: worst <= range.bound,
        evidence: "largest distance \(Decimals.short(worst)), bound \(Decimals.short(range.bound))"),
      try noisyModes.verdict(
        for: noisy, "Noisy: the matrices' effective rank is that of the recurrence (15)"),
      try fullModes.verdict(
        "Noisy, n = 200",
        expecting: [
          (460, 1.0264, 0.0005), (1292, 1.0062, 0.0001), (3936, 1.0261, 0.0013),
          (6100, 1.1283, 0.01), (10_000, 1.7885, 0.0441),
        ]),
      // Means and deviations of the same computation.
      Verdict(
        "Noisy, n = 200: the error falls from 106 to 36 and rests there from k = 1000 to 4000",
        holds: (errors[0] - 106.36).magnitude <= 3 * 0.345
          && (errors[1] - 35.775).magnitude <= 3 * 0.566 && errors[2] >= 0.98 * errors[1],
        evidence: "at k = 0, 1000, 4000: \(errors.listed)"),
    ]
    let intervals = [
      ("descent, Theorem 3.4", start...range.end), ("descent, caption", 1292...3936),
    ]
    let band = Band.vertical(first...last, "flow")
    findings.figures = [
      (
        "figure6",
        Figure(
          panels: widePanels("noisy", noisy, band, intervals)
            + widePanels("clean, n = 20", clean, band, intervals),
          columnCount: 2,
          caption:
            "Shaded: the interval of Theorem 3.1 for the flow; bars: that of descent, ours and the caption's."
        )
      )
    ]
    return findings
  }

  private static func wideFile(size: Int, noise: Double, steps: Int) -> String {
    """
    # Chou 2022, Figure 6: N = 2, alpha = 0.05, eta = 1e-4, eigenvalues 100, 5, 1.
    name: chou2022-figure6
    problem: {factorization: {target: {symmetric: {size: \(size), eigenvalues: [100, 5, 1]}}, noise: {symmetric: {spectralNorm: \(noise)}}}}
    training: {descent: {stepSize: 1e-4, steps: \(steps)}}
    record: {at: {every: 100}, quantities: [loss, nuclearRank]}
    networks:
      - {depth: 2, initialization: {identical: 0.05}}
    """
  }

  private static func wideModes(_ eigenvalues: [Double]) -> IdenticalModes {
    IdenticalModes(eigenvalues: eigenvalues, depth: 2, start: 0.05, stepSize: 1e-4)
  }

  private static func widePanels(
    _ title: String, _ network: NetworkResult, _ band: Band,
    _ intervals: [(name: String, iterations: ClosedRange<Double>)]
  ) -> [Panel] {
    let xAxis = Axis("iteration k", range: 0...15_000)
    let errors = network.targetErrors
    func bars(_ heights: [Double]) -> [Curve] {
      zip(intervals, heights).enumerated().map { index, bar in
        let (interval, height) = bar
        return Curve(
          PlotText(interval.name),
          x: [interval.iterations.lowerBound, interval.iterations.upperBound],
          y: [height, height], style: CurveStyle(colour: .indexed(index + 1), width: 3))
      }
    }
    return [
      Panel(
        title: PlotText(title), xAxis: xAxis,
        yAxis: Axis("error ‖W − Ŵ‖\(subscript: "F")", range: 0...110),
        curves: [Curve(x: network.clock, y: errors)] + bars([85, 75]), bands: [band]),
      Panel(
        title: PlotText(title), xAxis: xAxis,
        yAxis: Axis("effective rank ‖W‖∗/‖W‖", range: 0.9...2.6),
        curves: [Curve(x: network.clock, y: network.trajectory[.nuclearRank] ?? [])]
          + bars([2.2, 2.05]), bands: [band]),
    ]
  }
}
