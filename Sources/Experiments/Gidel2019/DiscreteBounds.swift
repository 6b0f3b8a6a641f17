internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Gidel 2019, Theorem 3: the printed upper bound on descent is crossed, the corrected one is not.
  static let discreteBounds = Reproduction(
    identifier: "gidel2019/theorem3",
    title: "Iterates of two layers between their bounds, printed and corrected",
    source: Source(.gidel2019, "Theorem 3"),
    choices: [
      "sigma = lambda = 1, a0 = 0.5, eta = 0.4, and sigma = 0.7, lambda = 1, a0 = e^{-10}, eta = 0.05."
    ],
    parts: [
      Part(
        "descent",
        """
        # Gidel 2019, Theorem 3: one mode, product 0.5 at the start.
        name: gidel2019-theorem3
        problem: {factorization: {target: {diagonal: [1]}}}
        training: {descent: {stepSize: 0.4, steps: 12}}
        record: {at: {every: 1}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 0.7071067811865476}}
        """)
    ]
  ) { results, _ in
    var findings = Findings()
    let settings = [
      (
        title: "σ = λ = 1, a₀ = 0.5, η = 0.4", strength: 1.0, start: 0.5, stepSize: 0.4, steps: 12,
        isCrossed: true
      ),
      (
        title: "σ = 0.7, λ = 1, a₀ = e⁻¹⁰, η = 0.05", strength: 0.7, start: .exp(-10),
        stepSize: 0.05, steps: 300, isCrossed: false
      ),
    ]
    var panels: [Panel] = []
    for setting in settings {
      let descent = try TwoLayerDescent(
        strength: setting.strength, inputVariance: 1, start: setting.start,
        stepSize: setting.stepSize)
      let bounds = try (0...setting.steps).map { try descent.bounds(at: $0) }
      let iterates = (0...setting.steps).map { descent.product(at: $0) }
      let clock = (0...setting.steps).map(Double.init)
      let flow = try BalancedTwoLayerMode(
        strength: setting.strength, inputVariance: 1, exponent: -.log(setting.start) / 2)
      let upper = bounds.map { min($0.upper, $0.cap) }
      let rounding = 64 * Double(setting.steps) * Double.ulpOfOne
      let worst =
        zip(iterates, zip(bounds, upper)).map { iterate, bound in
          max(bound.0.lower - iterate, iterate - bound.1)
        }.largest
      let printed = zip(iterates, bounds).map { $0 - $1.printedUpper }.largest
      findings.verdicts += [
        Verdict(
          "\(setting.title): the iterates stay between the corrected bounds",
          holds: worst <= rounding, evidence: "largest excess \(Decimals.short(worst))"),
        Verdict(
          "\(setting.title): they stay below the printed upper bound (erratum G11)",
          holds: printed <= rounding, isExpected: !setting.isCrossed,
          evidence: """
            largest excess \(Decimals.short(printed)); at k = 3 the iterate is \(Decimals.short(iterates[3])), the bound \
            \(Decimals.short(bounds[3].printedUpper))
            """),
      ]
      panels.append(
        Panel(
          title: PlotText(setting.title), xAxis: Axis("iteration k"), yAxis: Axis("product a"),
          curves: [
            .area(
              "corrected bounds", x: clock, lower: bounds.map(\.lower), upper: upper,
              colour: .indexed(5)),
            Curve(
              "printed upper bound", x: clock, y: bounds.map(\.printedUpper),
              style: CurveStyle(colour: .indexed(1), dash: .dashed)),
            Curve(
              "flow", x: clock, y: clock.map { flow.product(at: setting.stepSize * $0) },
              style: .indexed(2)),
            Curve(
              "descent", x: clock, y: iterates,
              style: CurveStyle(colour: .indexed(3), form: .points)),
          ]))
    }
    findings.figures = [
      (
        "theorem3",
        Figure(panels: panels, columnCount: 2, caption: "Iterates of (22) and their bounds.")
      )
    ]
    guard let network = results["descent"]?.networks[0] else { return findings }
    let descent = try TwoLayerDescent(strength: 1, inputVariance: 1, start: 0.5, stepSize: 0.4)
    let differences = zip(network.trajectory.iterations, network.trajectory[.singularValues] ?? [])
      .map {
        ($1[0] - descent.product(at: $0)).magnitude
      }
    let largest = differences.largest
    findings.verdicts.append(
      Verdict(
        "Descent on the matrices is the recurrence (22), corrected", holds: largest <= 1e-14,
        evidence: "largest difference \(Decimals.short(largest))"))
    return findings
  }
}
