internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

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
        training: {descent: {stepSize: 1e-3, steps: 20000}}
        record: {at: {every: 1}, quantities: [loss], images: {rows: [0, 1], at: [0], shape: [1, 2]}}
        networks:
          - {depth: 3, initialization: {identical: 0.1}}
        """)
    ]
  ) { results, _ in
    guard let network = results["descent"]?.networks[0] else { return Findings() }
    var findings = Findings()
    let lag = try InflectionConstants.lag(depth: 3, eigenvalue: 5, start: 0.1)
    findings.verdicts.append(
      Verdict("lambda = 5: s_N = 159", holds: lag == 159, evidence: "\(lag)"))
    var panels: [Panel] = []
    for (setting, products) in zip(countSettings, network.diagonalCurves) {
      let isPositive = setting.eigenvalue > 0
      let counts = try IterationCount(
        depth: 3, eigenvalue: setting.eigenvalue, start: 0.1, stepSize: 1e-3)
      let limit = isPositive ? Double.root(setting.eigenvalue, 3) : 0
      var marks: [(lower: Double, exact: Int, upper: Double)] = []
      var counted: [Int?] = []
      for accuracy in setting.accuracies {
        counted.append(products.firstIndex { (.root($0, 3) - limit).magnitude <= accuracy })
        let lower = isPositive ? try counts.lower(accuracy: accuracy) : 0
        marks.append(
          (
            lower, try counts.exact(accuracy: accuracy) ?? 0,
            try counts.upper(accuracy: accuracy).value
          ))
      }
      let name = "lambda = \(Decimals.short(setting.eigenvalue))"
      findings.verdicts += [
        Verdict(
          "\(name): lower bound <= T <= ceil(T^Id) at every accuracy",
          holds: zip(marks, counted).allSatisfy { mark, count in
            count.map { mark.lower <= Double($0) && Double($0) <= mark.upper.rounded(.up) } ?? false
          },
          evidence: marks.map {
            "\(Decimals.short($0.lower)) <= \($0.exact) <= \(Decimals.short($0.upper))"
          }.joined(separator: "; ")),
        Verdict(
          "\(name): the matrices' T is that of the recurrence (15)",
          holds: counted == marks.map(\.exact),
          evidence: counted.map { $0.map(String.init) ?? "never" }.joined(separator: ", ")),
        // Rounded to whole iterations there.
        Verdict(
          "\(name): T, T^Id and the lower bound are those that were computed independently",
          holds: marks.map(\.exact) == setting.expected.map(\.exact)
            && marks.map { $0.upper.rounded() } == setting.expected.map { Double($0.upper) }
            && marks.map { $0.lower.rounded() } == setting.expected.map { Double($0.lower) },
          evidence: marks.map {
            "\(Decimals.short($0.lower.rounded())), \($0.exact), \(Decimals.short($0.upper.rounded()))"
          }.joined(separator: "; ")),
      ]
      let every = stride(from: 0, through: 20_000, by: 10).map { $0 }
      var curves = [
        Curve(
          "descent", x: every.map(Double.init), y: every.map { products[$0] },
          style: .indexed(0)),
        Curve(
          "true count T", x: marks.map { Double($0.exact) }, y: marks.map { products[$0.exact] },
          style: CurveStyle(colour: .indexed(1), form: .points, markerSize: 1.6)),
      ]
      if isPositive {
        curves.append(
          Curve(
            "lower bound (23)", x: marks.map(\.lower), y: marks.map { products[Int($0.lower)] },
            style: CurveStyle(
              colour: .indexed(2), form: .points, marker: .triangle, markerSize: 1.6)))
      }
      panels.append(
        Panel(
          title: PlotText("λ = \(Decimals.short(setting.eigenvalue))"),
          xAxis: Axis("iteration k", range: isPositive ? 1500...3800 : 0...20_000),
          yAxis: Axis("d(k)ᴺ", range: isPositive ? 0...5.5 : -1e-4...1.1e-3), curves: curves,
          referenceLines: marks.map { .vertical($0.upper) }))
    }
    findings.figures = [
      (
        "figure3",
        Figure(
          panels: panels, columnCount: 2,
          caption: "Dots: true counts; triangles: lower bounds; dashed lines: T^Id.")
      )
    ]
    return findings
  }

  private typealias ExpectedCount = (lower: Int, exact: Int, upper: Int)

  /// Accuracies with counts and bounds of an independent computation.
  private static let countSettings:
    [(eigenvalue: Double, accuracies: [Double], expected: [ExpectedCount])] = [
      (
        5, [0.5, 0.1, 0.01, 1e-3, 1e-4, 1e-6],
        [
          (1869, 1872, 2028), (1917, 1975, 2237), (2006, 2070, 2540), (2094, 2159, 2844),
          (2183, 2248, 3147), (2360, 2425, 3754),
        ]
      ),
      (-5, [0.05, 0.02, 0.01], [(0, 2000, 2000), (0, 7999, 8000), (0, 17_998, 18_000)]),
    ]
}
