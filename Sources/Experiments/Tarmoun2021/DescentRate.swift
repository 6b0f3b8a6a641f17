internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Appendix G: the rate of descent on U U^T beside that of the flow.
  static let descentRate = Reproduction(
    identifier: "tarmoun2021/appendixG",
    title: "Rate of descent against e^{-4 sigma eta k}",
    source: Source(.tarmoun2021, "Appendix G, equations (63) and (64)"),
    choices: [
      "sigma = 1 and 0.5, both modes from x0 = 0.05, four step sizes; rates between relative gaps of 1e-4 and 1e-9."
    ],
    parts: [
      Part(
        "descent",
        """
        # Tarmoun 2021, Appendix G: tied factors under descent with four step sizes.
        name: tarmoun2021-appendixG
        problem: {factorization: {target: {diagonal: [1, 0.5]}}}
        initialization: {spectral: {strengths: [0.05, 0.05]}}
        record: {at: {every: 1}, quantities: [singularValues]}
        networks:
        \(descentStepSizes.map { stepSize in
          """
            - name: step size \(stepSize)
              tied: {width: 2}
              training: {descent: {stepSize: \(stepSize), steps: \(Int(16 / stepSize))}}
          """
        }.joined(separator: "\n"))
        """),
      Part(
        "flow",
        """
        # Tarmoun 2021, equation (63): the flow of the same factors.
        name: tarmoun2021-appendixG-flow
        problem: {factorization: {target: {diagonal: [1, 0.5]}}}
        training: {flow: {until: 8, tolerance: 1e-13}}
        record: {at: {every: 0.1}, quantities: [singularValues]}
        networks:
          - {tied: {width: 2}, initialization: {spectral: {strengths: [0.05, 0.05]}}}
        """),
    ]
  ) { results, _ in
    guard let descent = results["descent"], let flow = results["flow"]?.networks[0] else {
      return Findings()
    }
    var findings = Findings()
    var (ratios, gapCurves): ([[Double]], [Curve]) = ([[], []], [])
    var (recurrence, slowest, signed): (Double, Double, Double) = (0, -1, 1)
    var (asymptotic, firstOrder): ([Double], [Double]) = ([], [])
    for (index, (network, stepSize)) in zip(descent.networks, descentStepSizes).enumerated() {
      let values = network.trajectory[.singularValues] ?? []
      for (mode, strength) in [1.0, 0.5].enumerated() {
        let gaps = values.map { (strength - $0[mode]) / strength }
        // (64) moves the root of x as (15) of Chou 2022 does for depth 2, with twice the step size.
        var exact = try FactorDescent(
          depth: 2, eigenvalue: strength, start: .sqrt(0.05), stepSize: 2 * stepSize)
        for value in values {
          recurrence = max(recurrence, (value[mode] - exact.value * exact.value).magnitude)
          exact.step()
        }
        let x = 4 * stepSize * strength
        let rate = fittedRate(times: network.clock, gaps: gaps)
        ratios[mode].append(rate / x)
        // The factor is 1 - 4 eta x_k (1 + eta (sigma - x_k)), and in the window x_k is sigma up to 1e-4.
        let window = 1e-4 / (1 - x)
        asymptotic.append((rate / -.log(onePlus: -x) - 1).magnitude / window)
        // -ln(1 - x) / x = 1 + x / 2 + x^2 / 3 + ...
        let rest = x * x / (3 * (1 - x)) + 2 * window
        firstOrder.append((rate / x - 1 - x / 2).magnitude / rest)
        // Below a gap of 1e-6 rounding decides the ratio of two gaps.
        for (before, after) in zip(gaps, gaps.dropFirst()) where after > 1e-6 {
          slowest = max(slowest, after / before - (1 - x))
          signed = min(signed, after / before - (1 - x))
        }
        guard mode == 1, stepSize >= 0.05 else { continue }
        let clock = network.clock.map { stepSize * $0 }
        gapCurves.append(
          Curve(
            "descent, η = \(stepSize)", x: clock, y: gaps,
            style: CurveStyle(
              colour: .indexed(index), form: .points, marker: index == 0 ? .circle : .triangle)))
      }
    }
    findings.verdicts = [
      Verdict(
        "Descent of the matrices is the recurrence (64)",
        // A rounding at each of at most 1600 steps.
        holds: recurrence <= 1600 * .ulpOfOne,
        evidence: "largest difference \(Decimals.short(recurrence))"),
      Verdict(
        "The factor of one step tends to 1 - 4 eta sigma", holds: asymptotic.largest <= 1,
        evidence: """
          at \(descentStepSizes.count) step sizes and two modes off by at most \
          \(Decimals.short(asymptotic.largest)) of what the window allows
          """),
      Verdict(
        "So descent is faster than e^{-4 sigma eta k}, by the share 2 eta sigma and its square",
        holds: firstOrder.largest <= 1,
        evidence: "rate over 4 sigma eta: " + ratios.map(text).joined(separator: "; ")),
      Verdict(
        "|x_k - sigma| falls by 1 - 4 eta sigma or more at every step (erratum T15)",
        holds: slowest <= 0, isExpected: false,
        evidence: "the factor is up to \(Decimals.short(slowest)) above it"),
      Verdict(
        "From below, x_k - sigma <= (1 - 4 eta sigma)(x_{k-1} - sigma) as signed numbers",
        holds: signed >= -1e6 * 4 * .ulpOfOne,
        evidence: "least excess of the factor \(Decimals.short(signed))"),
    ]
    let rows = flow.trajectory[.singularValues] ?? []
    findings.verdicts += expansion(times: flow.clock, values: rows.map { $0[1] })
    findings.figures = [
      figure(flowClock: flow.clock, flowGaps: rows.map { 1 - $0[1] / 0.5 }, gapCurves, ratios)
    ]
    return findings
  }

  private static let descentStepSizes = [0.1, 0.05, 0.02, 0.01]

  private static func text(_ values: [Double]) -> String {
    values.map { Decimals.short($0) }.joined(separator: ", ")
  }

  /// The expansion (63) for sigma = 1/2 at the last record, printed and corrected.
  private static func expansion(times: [Double], values: [Double]) -> [Verdict] {
    let (strength, start) = (0.5, 0.05)
    let last = times.count - 1
    let decay = Double.exp(-4 * strength * times[last])
    let constant = (strength - start) / start
    let gap = strength - values[last]
    let (corrected, printed) = (gap / (strength * constant * decay), gap / (constant * decay))
    // The next term of the expansion is c e^{-4 sigma t} times the first.
    let allowance = 2 * constant * decay
    return [
      Verdict(
        "The flow approaches sigma as sigma c e^{-4 sigma t}, c = (sigma - x0) / x0",
        holds: (corrected - 1).magnitude <= allowance,
        evidence: "ratio \(corrected) at t = \(Decimals.short(times[last]))"),
      Verdict(
        "It approaches sigma as c e^{-4 sigma t}, as (63) is printed (erratum T14)",
        holds: (printed - 1).magnitude <= allowance, isExpected: false,
        evidence: "ratio \(printed)"),
    ]
  }

  private static func figure(
    flowClock: [Double], flowGaps: [Double], _ gapCurves: [Curve], _ ratios: [[Double]]
  ) -> (name: String, figure: Figure) {
    let stepSizes = (1...100).map { 0.0012 * Double($0) }
    let curves = [1.0, 0.5].enumerated().flatMap { mode, strength in
      [
        Curve(
          "σ = \(Decimals.short(strength))", x: descentStepSizes, y: ratios[mode],
          style: CurveStyle(
            colour: .indexed(mode), form: .points, marker: mode == 0 ? .circle : .triangle)),
        Curve(
          "−ln(1 − 4ησ) / (4ησ)", x: stepSizes,
          y: stepSizes.map { -.log(onePlus: -4 * $0 * strength) / (4 * $0 * strength) },
          style: CurveStyle(colour: .indexed(mode))),
      ]
    }
    return (
      "appendixG",
      Figure(
        panels: [
          Panel(
            title: "σ = 0.5", xAxis: Axis("ηk", range: 0...8),
            yAxis: Axis("(σ − x) / σ", scale: .logarithmic, range: 1e-6...1),
            curves: gapCurves + [
              Curve(
                "flow", x: flowClock, y: flowGaps,
                style: CurveStyle(colour: .indexed(3), dash: .dashed))
            ]),
          Panel(
            title: "Rate per step", xAxis: Axis("step size η", range: 0...0.12),
            yAxis: Axis("rate / (4ση)"), curves: curves, referenceLines: [.horizontal(1, "flow")]),
        ], columnCount: 2, caption: "Symmetric factorisation: descent beside e^{-4σηk}.")
    )
  }
}
