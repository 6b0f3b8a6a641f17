internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Propositions 1 and 2, Corollary 1: the symmetric factorisation U U^T under flow.
  static let symmetricRates = Reproduction(
    identifier: "tarmoun2021/symmetric",
    title: "Symmetric factorisation: Riccati solution, rates above and below one layer's, rank",
    source: Source(.tarmoun2021, "Propositions 1 and 2, Corollary 1"),
    choices: [
      "Eigenvalues 1, 0.5, 0.15, -0.6 in a random basis, U(0) random of widths 4 and 2, standard deviation 0.3."
    ],
    parts: [
      Part(
        "flow",
        """
        # Tarmoun 2021, section 3: tied factors of an indefinite target.
        name: tarmoun2021-symmetric
        seed: 3
        problem: {factorization: {target: {symmetric: {size: 4, eigenvalues: [1, 0.5, 0.15, -0.6]}}}}
        training: {flow: {until: 60, tolerance: 1e-12}}
        record: {at: {every: 0.1}, quantities: [singularValues]}
        networks:
          - {name: width 4, tied: {width: 4}, initialization: {gaussian: 0.3}}
          - {name: width 2, tied: {width: 2}, initialization: {gaussian: 0.3}}
        """)
    ]
  ) { results, _ in
    guard let result = results["flow"] else { return Findings() }
    var findings = Findings()
    var curves: [Curve] = []
    for (index, network) in result.networks.enumerated() {
      let comparison = result.theory[index]
      let difference = comparison.largest?.relative ?? .infinity
      findings.verdicts.append(
        Verdict(
          "\(network.name): the flow is the Riccati solution (6) at every record",
          holds: difference <= 1e-9,
          evidence: "largest difference \(Decimals.short(difference)), tolerance of the flow 1e-12")
      )
      let values = network.trajectory[.singularValues] ?? []
      let width = network.network.weights.layers[0].columnCount
      let rank = values.last.map { $0.count { $0 > 1e-12 } } ?? 0
      // As many columns as rows leave nothing to check.
      if width < 4 {
        findings.verdicts.append(
          Verdict(
            "\(network.name): the rank of U U^T never exceeds that of the start",
            holds: values.allSatisfy { $0.count { $0 > 1e-9 } <= width },
            evidence: "at the end \(rank), width \(width)"))
      }
      // The eigenvalues 1 and 0.5 are learned at 4 sigma, faster than e^{-t}; 0.15 slower, if there is room for it.
      for (i, eigenvalue) in [1.0, 0.5, 0.15].prefix(width).enumerated() {
        let gaps = values.map { ($0[i] - eigenvalue).magnitude / eigenvalue }
        let rate = fittedRate(times: network.trajectory.times, gaps: gaps)
        findings.verdicts.append(
          Verdict(
            "\(network.name): eigenvalue \(Decimals.short(eigenvalue)) is \(4 * eigenvalue > 1 ? "" : "not ")faster than one layer",
            holds: (rate > 1) == (4 * eigenvalue > 1),
            evidence: "rate \(Decimals.short(rate)), 4 sigma = \(Decimals.short(4 * eigenvalue))"))
        curves.append(
          Curve(
            PlotText("\(network.name), λ = \(Decimals.short(eigenvalue))"), x: network.clock,
            y: gaps,
            style: .indexed(3 * index + i)))
      }
    }
    findings.figures = [
      (
        "symmetric",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("time t", range: 0...40),
              yAxis: Axis("relative gap", scale: .logarithmic, range: 1e-10...10),
              curves: curves + [
                Curve(
                  "e⁻ᵗ, one layer", x: [0, 23], y: [1, .exp(-23)],
                  style: CurveStyle(colour: .indexed(3), dash: .dashed))
              ], legend: .right)
          ], caption: "Relative gaps of the positive eigenvalues.")
      )
    ]
    return findings
  }
}
