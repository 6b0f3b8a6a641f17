internal import DynamicsTheory
internal import Plotting
internal import RealModule

extension Reproduction {
  /// Chou 2022, Theorem 2.3: the bounds on iteration counts over depths, accuracies and step sizes.
  static let boundsOnCounts = Reproduction(
    identifier: "chou2022/theorem23",
    title: "Upper bound over true count, by accuracy and step size",
    source: Source(.chou2022, "Theorem 2.3, Remark 3.5"),
    choices: [
      "lambda = 1, alpha = 0.1, N = 2, 3, 4, step sizes 1, 1/10 and 1/100 of the limit (21)."
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Theorem 2.3: one mode whose iterations are counted.
        name: chou2022-theorem23
        problem: {factorization: {target: {diagonal: [1]}}}
        training: {descent: {stepSize: 0.05, steps: 400}}
        record: {at: {every: 1}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 0.1}}
        """)
    ]
  ) { _, size in
    var findings = Findings()
    let accuracies = (0...24).map { Double.exp(-Double($0) * .log(10) / 4) * 0.5 }
    var panels: [Panel] = []
    var (violations, count) = (0, 0)
    var ratios: [Double: [Double]] = [:]
    for depth in 2...4 {
      var curves: [Curve] = []
      for (i, share) in [0.999, 0.1, size == .quick ? 0.03 : 0.01].enumerated() {
        let limit = try StepSizeLimits.counted(depth: depth, eigenvalue: 1, start: 0.1).value
        let counts = try IterationCount(
          depth: depth, eigenvalue: 1, start: 0.1, stepSize: share * limit)
        var quotients: [Double] = []
        for accuracy in accuracies {
          let exact = try counts.exact(accuracy: accuracy).map(Double.init) ?? .infinity
          let (upper, lower) = (
            try counts.upper(accuracy: accuracy).value, try counts.lower(accuracy: accuracy)
          )
          count += 1
          if !(lower <= exact && exact <= upper.rounded(.up)) { violations += 1 }
          quotients.append(upper / exact)
        }
        ratios[share, default: []] += quotients
        curves.append(
          Curve(
            PlotText("η = \(Decimals.short(share)) of the limit"), x: accuracies, y: quotients,
            style: .indexed(i)))
      }
      panels.append(
        Panel(
          title: PlotText("N = \(depth)"), xAxis: Axis("accuracy ε", scale: .logarithmic),
          yAxis: Axis("upper bound / true count", range: 1...4), curves: curves))
    }
    let means = ratios.sorted { $0.key > $1.key }.map {
      $0.value.reduce(0, +) / Double($0.value.count)
    }
    findings.verdicts = [
      Verdict(
        "lower bound <= T <= ceil(T^Id) everywhere", holds: violations == 0,
        evidence: "\(violations) violations in \(count)"),
      Verdict(
        "The gap shrinks with the step size (Remark 3.5)", holds: means == means.sorted(by: >),
        evidence: "mean quotients " + means.map(Decimals.short).joined(separator: ", ")),
    ]
    findings.figures = [
      ("theorem23", Figure(panels: panels, columnCount: 3, caption: "T^Id over the true count."))
    ]
    return findings
  }
}
