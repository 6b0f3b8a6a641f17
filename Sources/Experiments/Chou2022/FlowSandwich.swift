internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Lemma 2.6: descent between the flow and the flow delayed by s_N.
  static let flowSandwich = Reproduction(
    identifier: "chou2022/lemma26",
    title: "Descent lags behind the flow, by s_N iterations at most",
    source: Source(.chou2022, "Lemma 2.6"),
    choices: [
      "lambda = 1, alpha = 0.2, N = 2, 3, 4, step sizes 0.9 and 0.09 of the limit 1 / (N lambda^{2-2/N}).",
      "The factor d(k) is the N-th root of the simulated product.",
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Lemma 2.6: one mode from an identical start, large and small steps.
        name: chou2022-lemma26
        problem: {factorization: {target: {diagonal: [1]}}}
        record: {at: {every: 1}, quantities: [singularValues]}
        initialization: {identical: 0.2}
        networks:
        \(sandwichSettings.map { setting in
          "  - {name: '\(setting.name)', depth: \(setting.depth), training: {descent: {stepSize: \(setting.stepSize), steps: 1000}}}"
        }.joined(separator: "\n"))
        """)
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    var (panels, lags): ([Panel], [String]) = ([], [])
    var (early, late, ahead, count) = (0, 0, 0, 0)
    for setting in sandwichSettings {
      let values = result.network(setting.name).trajectory[.singularValues] ?? []
      let factors = values.map { Double.root($0[0], setting.depth) }
      let lag = try InflectionConstants.lag(depth: setting.depth, eigenvalue: 1, start: 0.2)
      let flow = try BalancedModeFlow(depth: setting.depth, eigenvalue: 1)
      let inflection = Double.root(
        try InflectionConstants(depth: setting.depth).share, setting.depth)
      let last = Int(try flow.time(from: 0.2, to: inflection) / setting.stepSize)
      let course = try (0...last).map {
        try flow.value(at: setting.stepSize * Double($0), from: 0.2)
      }
      // A step rounds the factor N times; the flow's value has a few roundings more.
      func rounding(_ k: Int) -> Double { Double(setting.depth * (k + 16)) * .ulpOfOne }
      count += course.count
      for (k, value) in course.enumerated() {
        if factors[k] > value + rounding(k) { early += 1 }
        if value > factors[k + lag] + rounding(k + lag) { late += 1 }
        if value > factors[k] + rounding(k) { ahead += 1 }
      }
      let least = (0...lag).first { shift in
        course.indices.allSatisfy { course[$0] <= factors[$0 + shift] + rounding($0 + shift) }
      }
      lags.append("\(setting.name): \(least.map(String.init) ?? "none") of \(lag)")
      panels.append(
        Panel(
          title: PlotText(setting.name),
          xAxis: Axis("iteration k", range: 0...Double(last + lag)), yAxis: Axis("d(k)"),
          curves: [
            .area(
              "Lemma 2.6", x: (0...(last + lag)).map(Double.init),
              lower: (0...(last + lag)).map { course[max(0, $0 - lag)] },
              upper: (0...(last + lag)).map { $0 <= last ? course[$0] : inflection },
              colour: .indexed(5)),
            Curve(
              "y(ηk)", x: course.indices.map(Double.init), y: course,
              style: CurveStyle(colour: .indexed(3), dash: .dashed, width: 1.6)),
            Curve(
              "y(η(k − s\(subscript: "N")))", x: course.indices.map { Double($0 + lag) },
              y: course, style: CurveStyle(colour: .indexed(3), dash: .dotted, width: 1.9)),
            Curve(
              "d(k)", x: (0...(last + lag)).map(Double.init),
              y: Array(factors[0...(last + lag)]), style: CurveStyle(colour: .indexed(1))),
          ], referenceLines: [.horizontal(inflection, "ζ")]))
    }
    findings.verdicts = [
      Verdict(
        "d(k) <= y(eta k) up to the inflection point", holds: early == 0,
        evidence: "\(early) violations in \(count)"),
      Verdict(
        "y(eta k) <= d(k + s_N) up to the inflection point", holds: late == 0,
        evidence:
          "\(late) violations in \(count); shifts that are needed, \(lags.joined(separator: ", "))"),
      Verdict(
        "A shift is needed: descent alone is behind the flow", holds: ahead > 0,
        evidence: "y(eta k) > d(k) at \(ahead) of \(count)"),
    ]
    findings.figures = [
      (
        "lemma26",
        Figure(
          panels: panels, columnCount: 3,
          caption: "Simulated factor between the flow and the flow s_N iterations later."
        )
      )
    ]
    return findings
  }

  private static let sandwichSettings = [0.9, 0.09].flatMap { share in
    (2...4).map { depth in
      (name: "N = \(depth), ηN = \(share)", depth: depth, stepSize: share / Double(depth))
    }
  }
}
