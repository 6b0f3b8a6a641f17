internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Table 2: two layers are faster than one if and only if 4 sigma^2 + lambda_0^2 > 1.
  static let accelerationTable = Reproduction(
    identifier: "tarmoun2021/table2",
    title: "Regimes: accelerated over one layer, or not",
    source: Source(.tarmoun2021, "Table 2"),
    choices: [
      "sigma in {0.2, 0.6}, lambda_0 in {0, 1}, product 0.05 at the start; the rate is fitted between gaps of 1e-4 and 1e-9.",
      "Rate and time differ: the time to 5 % is printed beside the rate and decides nothing.",
    ],
    parts: [
      Part(
        "flow",
        """
        # Tarmoun 2021, Table 2: small and large strengths, with and without imbalance.
        name: tarmoun2021-table2
        problem: {factorization: {target: {diagonal: [0.6, 0.2]}}}
        training: {flow: {until: 60, tolerance: 1e-12}}
        record: {at: {every: 0.1}, quantities: [singularValues]}
        networks:
          - {name: balanced, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05]}}}
          - {name: imbalanced, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05], imbalances: [[1, 1]]}}}
        """)
    ]
  ) { results, _ in
    guard let result = results["flow"] else { return Findings() }
    var findings = Findings()
    let imbalances: [Double] = [0, 1]
    let strengths: [Double] = [0.6, 0.2]
    for (network, imbalance) in zip(result.networks, imbalances) {
      let (times, values) = (network.trajectory.times, network.trajectory[.singularValues] ?? [])
      for (i, strength) in strengths.enumerated() {
        let gaps = values.map { (strength - $0[i]) / strength }
        let rate = fittedRate(times: times, gaps: gaps)
        let predicted = Double.hypot(2 * strength, imbalance)
        let time = gaps.firstIndex { $0 <= 0.05 }.map { times[$0] } ?? Double.nan
        // One layer from the same product: the gap falls as e^{-t}.
        let single = Double.log((strength - 0.05) / strength / 0.05)
        let isFaster = predicted > 1
        let setting =
          "sigma = \(Decimals.short(strength)), lambda_0 = \(Decimals.short(imbalance))"
        findings.verdicts.append(
          Verdict(
            "\(setting): \(isFaster ? "" : "not ")accelerated, as 4 sigma^2 + lambda_0^2 says",
            holds: (rate > 1) == isFaster,
            evidence: """
              rate \(Decimals.short(rate)), formula \(Decimals.short(predicted)); time to 5 % over one \
              layer's \(Decimals.short(time / single))
              """))
      }
    }
    let curves = result.networks.enumerated().flatMap { index, network in
      strengths.enumerated().map { i, strength in
        Curve(
          PlotText("σ = \(Decimals.short(strength)), \(network.name)"), x: network.clock,
          y: (network.trajectory[.singularValues] ?? []).map {
            (strength - $0[i]).magnitude / strength
          },
          style: .indexed(2 * index + i))
      }
    }
    findings.figures = [
      (
        "table2",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("time t", range: 0...25),
              yAxis: Axis("relative gap", scale: .logarithmic, range: 1e-9...1),
              curves: curves + [
                Curve(
                  "one layer's rate", x: [0, 20], y: [1, .exp(-20)],
                  style: CurveStyle(colour: .indexed(3), dash: .dashed))
              ])
          ], caption: "Relative gap of each mode; dashed: e^{-t}, the one-layer model.")
      )
    ]
    return findings
  }
}
