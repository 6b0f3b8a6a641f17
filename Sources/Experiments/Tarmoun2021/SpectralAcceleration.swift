internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Four imbalances, one product at the start, in the target's singular vectors.
  static let spectralStarts = Part(
    "spectral",
    """
    # Tarmoun 2021, Figure 1: one product at the start, four imbalances.
    name: tarmoun2021-figure1-spectral
    problem: {factorization: {target: {diagonal: [2, 0.6, 0.2]}}}
    training: {descent: {stepSize: 1e-3, steps: 60000}}
    record: {at: {every: 100}, quantities: [singularValues]}
    networks:
      - {name: imbalance 0, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05, 0.05]}}}
      - {name: imbalance 0.5, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05, 0.05], imbalances: [[0.5, 0.5, 0.5]]}}}
      - {name: imbalance 1, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05, 0.05], imbalances: [[1, 1, 1]]}}}
      - {name: imbalance 3, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05, 0.05], imbalances: [[3, 3, 3]]}}}
    """)

  /// The rates of spectral starts against the formula of Proposition 3.
  static func spectralFindings(_ result: ExperimentResult) -> Findings {
    var findings = Findings()
    let strengths = [2.0, 0.6, 0.2]
    for (network, imbalance) in zip(result.networks, [0, 0.5, 1, 3]) {
      let values = network.trajectory[.singularValues] ?? []
      var errors: [Double] = []
      for (i, strength) in strengths.enumerated() {
        let rate = fittedRate(
          times: network.trajectory.times, gaps: values.map { (strength - $0[i]) / strength })
        errors.append((rate / .hypot(2 * strength, imbalance) - 1).magnitude)
      }
      let worst = errors.largest
      findings.verdicts.append(
        Verdict(
          "Spectral start, \(network.name): every mode's rate is sqrt(4 sigma^2 + lambda_0^2), within 0.3 %",
          holds: worst <= 0.003, evidence: "worst: off by \(Decimals.short(100 * worst)) %"))
    }
    findings.figures = [
      (
        "figure1-spectral",
        Figure(
          panels: result.networks.map { network in
            Panel(
              title: PlotText(network.name), xAxis: Axis("iteration k", range: 0...12000),
              yAxis: Axis("singular value of W"),
              curves: Curve.singularValues(
                network.trajectory[.singularValues] ?? [], over: network.clock, count: 3),
              referenceLines: strengths.map { .horizontal($0) })
          }, columnCount: 2, caption: "Spectral starts: one product and four imbalances.")
      )
    ]
    return findings
  }
}
