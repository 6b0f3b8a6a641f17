internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule

extension Reproduction {
  /// Chou 2022, Figure 4: the perturbed factor of a negative eigenvalue changes its sign.
  static let factorSigns = Reproduction(
    identifier: "chou2022/figure4",
    title: "The first factor of a negative eigenvalue turns negative",
    source: Source(.chou2022, "Figure 4, Lemma 2.10"),
    choices: ["lambda = 5 and -5, N = 3, alpha = 0.1, beta = 0.05, eta = 1e-3."],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Figure 4: perturbed start, one eigenvalue of each sign.
        name: chou2022-figure4
        problem: {factorization: {target: {diagonal: [5, -5]}}}
        training: {descent: {stepSize: 1e-3, steps: 6000}}
        record: {at: {every: 20}, quantities: [singularValues]}
        networks:
          - {depth: 3, initialization: {identical: {scale: 0.1, perturbation: 0.05}}}
        """)
    ]
  ) { results, _ in
    var findings = Findings()
    var panels: [Panel] = []
    for eigenvalue in [5.0, -5] {
      func start() throws -> PerturbedFactorDescent {
        try PerturbedFactorDescent(
          depth: 3, eigenvalue: eigenvalue, start: 0.1, perturbation: 0.05, stepSize: 1e-3)
      }
      var descent = try start()
      var (first, others): ([Double], [Double]) = ([], [])
      for _ in 0...6000 {
        first.append(descent.firstFactor)
        others.append(descent.otherFactor)
        descent.step()
      }
      var turning = try start()
      let change = turning.signChange(within: 6000)
      let limit = Double.root(5, 3)
      let left = max(
        (first[6000] - (eigenvalue > 0 ? limit : -limit)).magnitude,
        (others[6000] - limit).magnitude)
      findings.verdicts += [
        Verdict(
          "lambda = \(Decimals.short(eigenvalue)): the first factor \(eigenvalue > 0 ? "keeps its sign" : "turns negative at k = 1210")",
          holds: change == (eigenvalue > 0 ? nil : 1210),
          evidence: change.map { "first negative at \($0)" } ?? "never negative"),
        Verdict(
          "lambda = \(Decimals.short(eigenvalue)): the factors end at \(eigenvalue > 0 ? "1.71, 1.71" : "-1.71, 1.71")",
          holds: left <= 0.005, evidence: "off by \(Decimals.short(left))"),
      ]
      let clock = (0...6000).map(Double.init)
      panels.append(
        Panel(
          title: PlotText("λ = \(Decimals.short(eigenvalue))"), xAxis: Axis("iteration k"),
          yAxis: Axis("factor", range: -2...2),
          curves: [
            Curve(
              "d\(subscript: 1)", x: clock, y: first,
              style: CurveStyle(colour: .indexed(1), dash: .dashed)),
            Curve("d\(subscript: 2)", x: clock, y: others, style: .indexed(0)),
          ], referenceLines: change.map { [.vertical(Double($0), "k₀")] } ?? []))
    }
    findings.figures = [
      (
        "figure4",
        Figure(panels: panels, columnCount: 2, caption: "First factor (dashed) and the others.")
      )
    ]
    guard let network = results["descent"]?.networks[0] else { return findings }
    let last = network.network.endToEndMatrix
    let left = max((last[0, 0] - 5).magnitude, (last[1, 1] + 5).magnitude)
    findings.verdicts.append(
      Verdict(
        "Descent on the matrices learns both eigenvalues", holds: left <= 1e-3,
        evidence: "off by \(Decimals.short(left)) after 6000 steps"))
    return findings
  }
}
