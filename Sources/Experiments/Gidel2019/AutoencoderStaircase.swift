internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Gidel 2019, Figure 2: a two-layer autoencoder learns one component after another, one layer does not.
  static let autoencoderStaircase = Reproduction(
    identifier: "gidel2019/figure2",
    title: "Linear autoencoder under descent: components one after another",
    source: Source(.gidel2019, "Figure 2"),
    choices: [
      """
      Start, step size and axis are open: factors e^{-7.5} I (one layer e^{-15} I), step size 0.4 / lambda_1, \
      logarithmic iterations.
      """,
      """
      The data keep the paper's spectrum (4, 2, 1, 1/2, 1/4 of the factors, weight 1e-3 of the noise) with \
      orthogonal mixing in place of B, so that the modes' times are known beforehand.
      """,
    ],
    parts: [
      Part(
        "descent",
        """
        # Gidel 2019, Figure 2: an autoencoder of low-rank data.
        name: gidel2019-figure2
        seed: 1
        problem:
          autoencoder:
            inputs: {lowRank: {rows: 1000, columns: 20, singularValues: [200, 80, 50, 32, 18]}}
        record: {at: {logarithmic: 400}, quantities: [traceNorm, singularValues]}
        networks:
          - {name: two layers, depth: 2, initialization: {identical: 5.530843701478336e-4}, training: {descent: {stepSize: 0.01, steps: 20000}}}
          - {name: one layer, depth: 1, initialization: {identical: 3.059023205018258e-7}, training: {descent: {stepSize: 0.01, steps: 20000}}}
        """,
        quickChanges: [
          "problem.autoencoder.inputs.lowRank.rows=40",
          "problem.autoencoder.inputs.lowRank.singularValues=[40, 16, 10, 6.4, 3.6]",
        ])
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    let (two, one) = (result.network("two layers"), result.network("one layer"))
    let values = two.trajectory[.singularValues] ?? []
    let covariance = result.experiment.problem.quadratic?.inputCovariance
    let spectrum = try covariance.map { try SymmetricEigendecomposition($0).values } ?? []
    var findings = Findings()
    // Half-rise of mode i, which tends to 1, against delta / (eta sigma_i).
    var worst = 0.0
    for i in 1..<5 {
      let half = values.firstIndex { $0[i] >= 0.5 }.map { two.clock[$0] } ?? .nan
      worst = max(worst, (half / (7.5 / (0.01 * spectrum[i])) - 1).magnitude)
    }
    findings.verdicts = [
      Verdict(
        "Modes 2 to 5 of two layers are half learned at delta / (eta sigma_i), within 7 %",
        holds: worst <= 0.07, evidence: "worst: off by \(Decimals.short(100 * worst)) %"),
      staircase(two, name: "Two layers rest at whole trace norms", atLeast: 0.4),
      staircase(one, name: "One layer rests at whole trace norms", atLeast: 0.4, isExpected: false),
    ]
    let curves = [two, one].enumerated().map { i, network in
      Curve(
        PlotText(network.name), x: network.clock, y: network.trajectory[.traceNorm] ?? [],
        style: .indexed(i))
    }
    findings.figures = [
      (
        "figure2",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("iteration k", scale: .logarithmic), yAxis: Axis("trace norm of W"),
              curves: curves, referenceLines: (1...5).map { .horizontal(Double($0)) })
          ], caption: "Trace norm of W under descent; dashed: whole numbers.")
      )
    ]
    return findings
  }

  /// Whether a share of the records between 0.5 and 4.9 is within 0.08 of a whole number.
  private static func staircase(
    _ network: NetworkResult, name: String, atLeast share: Double, isExpected: Bool = true
  ) -> Verdict {
    let norms = (network.trajectory[.traceNorm] ?? []).filter { $0 > 0.5 && $0 < 4.9 }
    let near = norms.count { ($0 - $0.rounded()).magnitude < 0.08 }
    let found = Double(near) / Double(max(1, norms.count))
    return Verdict(
      "\(name): at least \(Decimals.short(100 * share)) % of log-time within 0.08",
      holds: found >= share, isExpected: isExpected, evidence: "\(Decimals.short(100 * found)) %")
  }
}
