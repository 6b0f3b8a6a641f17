internal import DynamicsTheory
internal import Observables
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figure 2: error and effective rank come down in the same steps.
  static let lossAndRank = Reproduction(
    identifier: "chou2022/figure2",
    title: "Error and effective rank, with the same plateaus",
    source: Source(.chou2022, "Figure 2"),
    choices: [
      "The figure's setting is open; that of Figure 5 without noise: N = 2, n = 200, eigenvalues 10, 5, 1, alpha = eta = 1e-2.",
      "Shaded: where the effective rank rests, found in the run.",
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Figure 2, in the setting of Figure 5.
        name: chou2022-figure2
        problem: {factorization: {target: {symmetric: {size: 200, eigenvalues: [10, 5, 1]}}}}
        training: {descent: {stepSize: 1e-2, steps: 600}}
        record: {at: {every: 2}, quantities: [loss, nuclearRank]}
        networks:
          - {depth: 2, initialization: {identical: 1e-2}}
        """, quickChanges: ["problem.factorization.target.symmetric.size=60"])
    ]
  ) { results, size in
    guard let network = results["descent"]?.networks[0] else { return Findings() }
    var findings = Findings()
    let ranks = network.trajectory[.nuclearRank] ?? []
    let errors = network.targetErrors
    let eigenvalues = [10, 5, 1] + Array(repeating: 0.0, count: size == .quick ? 57 : 197)
    let levels = [1, 1.5, 1.6]
    let rests = [26.0, 1, 0].map { $0.squareRoot() }
    let bands = network.plateaus.map {
      network.clock[$0.records.lowerBound]...network.clock[$0.records.upperBound]
    }
    let heights = network.plateaus.map(\.height)
    // Half of the smallest step between two levels, 1.5 and 1.6.
    let isAtLevels =
      heights.count == 3 && zip(heights, levels).allSatisfy { ($0 - $1).magnitude <= 0.05 }
    findings.verdicts.append(
      Verdict(
        "The effective rank rests three times, at 1, 1.5 and 1.6", holds: isAtLevels,
        evidence: zip(heights, bands).map {
          "\(Decimals.short($0)) for k from \(Decimals.short($1.lowerBound)) to \(Decimals.short($1.upperBound))"
        }.joined(separator: ", ")))
    let ends = network.plateaus.map {
      (errors[$0.records.lowerBound], errors[$0.records.upperBound])
    }
    findings.verdicts += [
      Verdict(
        "In the first two bands the error passes what the best approximation of that rank leaves",
        holds: ends.count == 3
          && zip(ends, rests).prefix(2).allSatisfy { $0.0 >= $1 && $0.1 <= $1 },
        evidence: zip(ends, rests).map {
          "from \(Decimals.short($0.0)) to \(Decimals.short($0.1)) (\(Decimals.short($1)))"
        }.joined(separator: ", ")),
      Verdict(
        "Between the bands it falls more than within the second: both steps are common",
        holds: ends.count == 3
          && min(ends[0].1 / ends[1].0, ends[1].1 / ends[2].0) > ends[1].0 / ends[1].1,
        evidence: ends.count == 3
          ? "factors \(Decimals.short(ends[0].1 / ends[1].0)) and \(Decimals.short(ends[1].1 / ends[2].0)), within \(Decimals.short(ends[1].0 / ends[1].1))"
          : "\(ends.count) bands"),
      try IdenticalModes(eigenvalues: eigenvalues, depth: 2, start: 0.01, stepSize: 0.01).verdict(
        for: network, "The matrices' effective rank is that of the recurrence (15), mode by mode"),
    ]
    let xAxis = Axis("iteration k", range: 0...600)
    let marks = bands.enumerated().map { Band.vertical($1, PlotText("L = \($0 + 1)")) }
    findings.figures = [
      (
        "figure2",
        Figure(
          panels: [
            Panel(
              title: "Figure 5's setting, without noise", xAxis: xAxis,
              yAxis: Axis("error ‖W − Ŵ‖\(subscript: "F")", range: 0...12),
              curves: [Curve(x: network.clock, y: errors)],
              referenceLines: rests.map { .horizontal($0) }, bands: marks),
            Panel(
              xAxis: xAxis, yAxis: Axis("effective rank ‖W‖∗/‖W‖", range: 0.95...2.2),
              curves: [Curve(x: network.clock, y: ranks)],
              referenceLines: levels.map { .horizontal($0) }, bands: marks),
          ], columnCount: 1,
          caption:
            "Shaded: where the effective rank rests; lines: best approximations of rank 1, 2, 3."
        )
      )
    ]
    return findings
  }
}
