internal import DynamicsTheory
internal import Plotting
internal import RealModule

extension Reproduction {
  /// Chou 2022, Figure 3: true iteration counts between the lower bound and T^Id.
  static let iterationCounts = Reproduction(
    identifier: "chou2022/figure3",
    title: "Iterations until an accuracy, and the bounds on them",
    source: Source(.chou2022, "Figure 3, Theorem 2.3"),
    choices: ["N = 3, alpha = 0.1, eta = 1e-3; accuracies of the factor."],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Figure 3: one positive and one negative eigenvalue, identical start.
        name: chou2022-figure3
        problem: {factorization: {target: {diagonal: [5, -5]}}}
        training: {descent: {stepSize: 1e-3, steps: 4000}}
        record: {at: {every: 20}, quantities: [singularValues]}
        networks:
          - {depth: 3, initialization: {identical: 0.1}}
        """)
    ]
  ) { _, _ in
    var findings = Findings()
    let settings: [(eigenvalue: Double, accuracies: [Double])] = [
      (5, [0.5, 0.1, 0.01, 1e-3, 1e-4, 1e-6]), (-5, [0.05, 0.02, 0.01]),
    ]
    var panels: [Panel] = []
    for setting in settings {
      let count = try IterationCount(
        depth: 3, eigenvalue: setting.eigenvalue, start: 0.1, stepSize: 1e-3)
      var marks: [(lower: Double, exact: Double, upper: Double)] = []
      for accuracy in setting.accuracies {
        let exact = try count.exact(accuracy: accuracy).map(Double.init) ?? .infinity
        let lower = setting.eigenvalue > 0 ? try count.lower(accuracy: accuracy) : 0
        marks.append((lower, exact, try count.upper(accuracy: accuracy).value))
      }
      findings.verdicts.append(
        Verdict(
          "lambda = \(Decimals.short(setting.eigenvalue)): lower bound <= T <= ceil(T^Id) at every accuracy",
          holds: marks.allSatisfy { $0.lower <= $0.exact && $0.exact <= $0.upper.rounded(.up) },
          evidence: marks.map {
            "\(Decimals.short($0.lower)) <= \(Decimals.short($0.exact)) <= \(Decimals.short($0.upper))"
          }.joined(separator: "; ")))
      let last = Int(marks.map(\.upper).max() ?? 0) + 50
      var descent = try FactorDescent(
        depth: 3, eigenvalue: setting.eigenvalue, start: 0.1, stepSize: 1e-3)
      var products: [Double] = []
      for _ in 0...last {
        products.append(.pow(descent.value, 3))
        descent.step()
      }
      panels.append(
        Panel(
          title: PlotText("λ = \(Decimals.short(setting.eigenvalue))"),
          xAxis: Axis("iteration k", range: (setting.eigenvalue > 0 ? 1500 : 0)...Double(last)),
          yAxis: Axis("d(k)ᴺ"),
          curves: [
            Curve("descent", x: products.indices.map(Double.init), y: products, style: .indexed(0)),
            Curve(
              "true count T", x: marks.map(\.exact), y: marks.map { products[Int($0.exact)] },
              style: CurveStyle(colour: .indexed(1), form: .points)),
          ],
          referenceLines: marks.map { .vertical($0.upper) }))
    }
    findings.figures = [
      (
        "figure3",
        Figure(panels: panels, columnCount: 2, caption: "Dots: true counts; dashed lines: T^Id.")
      )
    ]
    return findings
  }
}
