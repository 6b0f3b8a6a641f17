internal import DynamicsTheory
internal import Observables
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, abstract and section 5: matrix sensing goes through the same effective ranks.
  static let sensingRank = Reproduction(
    identifier: "chou2022/sensing",
    title: "Matrix sensing: the effective rank rests at that of each leading part",
    source: Source(.chou2022, "abstract and section 5"),
    choices: [
      """
      Target 20 x 20 with singular values 4, 2, 1, 300 random measurements of its 400 entries; small starts, step sizes \
      0.02 (N = 2) and 0.01 (N = 3); one layer from 0 for comparison.
      """
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, section 5: a low-rank matrix from random inner products.
        name: chou2022-sensing
        seed: 3
        problem:
          sensing:
            target: {lowRank: {rows: 20, columns: 20, singularValues: [4, 2, 1]}}
            measurements: 300
        record: {at: {linear: 400}, quantities: [loss, testError, nuclearRank, singularValues]}
        networks:
          - {name: N = 1, depth: 1, initialization: {identical: 0}, training: {descent: {stepSize: 0.1, steps: 2000}}}
          - {name: N = 2, depth: 2, initialization: {gaussian: 1e-7}, training: {descent: {stepSize: 0.02, steps: 2000}}}
          - {name: N = 3, depth: 3, initialization: {gaussian: 1e-2}, training: {descent: {stepSize: 0.01, steps: 6000}}}
        """)
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    for network in result.networks.dropFirst() {
      let heights = network.plateaus.map(\.height)
      // Sampling turns singular values by a share of sqrt(n r / m) at most; the ranks of leading parts are further apart.
      for rank in [1.0, 1.5, 1.75] {
        let nearest = heights.min { ($0 - rank).magnitude < ($1 - rank).magnitude } ?? .nan
        findings.verdicts.append(
          Verdict(
            "\(network.name): the effective rank rests near \(Decimals.short(rank))",
            holds: (nearest - rank).magnitude <= 0.1,
            evidence: "plateau at \(Decimals.short(nearest))"))
      }
    }
    let errors = result.networks.map { ($0.trajectory[.testError] ?? []).last ?? .nan }
    // One layer from 0 ends at the projection of the target on the span of the measurements.
    let left = Double.sqrt(1 - 300.0 / 400)
    findings.verdicts += [
      Verdict(
        "Two and three layers recover the matrix, to 1 %",
        holds: errors[1] <= 0.01 && errors[2] <= 0.01,
        evidence: "relative test errors "
          + errors.dropFirst().listed),
      Verdict(
        "One layer does not: what no measurement sees, a share of 1 - m/n^2 of the square, stays",
        holds: (errors[0] / left - 1).magnitude <= 0.2,
        evidence: "\(Decimals.short(errors[0])), square root of the share \(Decimals.short(left))"),
    ]
    findings.figures = [
      (
        "sensing",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("iteration k", scale: .logarithmic, range: 10...6000),
              yAxis: Axis("effective rank ‖W‖∗/‖W‖", range: 0.9...4),
              curves: curves(result, .nuclearRank),
              referenceLines: [1, 1.5, 1.75].map { .horizontal($0) }),
            Panel(
              xAxis: Axis("iteration k", scale: .logarithmic, range: 10...6000),
              yAxis: Axis("relative test error", scale: .logarithmic),
              curves: curves(result, .testError)),
          ], columnCount: 2,
          caption: """
            Effective rank and error to the target from 300 measurements of 400 entries; dotted: the effective ranks of \
            the target's leading parts.
            """)
      )
    ]
    return findings
  }

  /// A curve of a recorded number for each network.
  static func curves(_ result: ExperimentResult, _ quantity: ScalarQuantity) -> [Curve] {
    result.networks.enumerated().map { i, network in
      Curve(
        PlotText(network.name), x: network.clock, y: network.trajectory[quantity] ?? [],
        style: .indexed(i))
    }
  }
}
