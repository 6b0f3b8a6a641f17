internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule

extension Reproduction {
  /// Tarmoun 2021, Proposition 5: the regularised flow with one imbalance, its exact solution and its rates.
  static let uniformImbalanceRates = Reproduction(
    identifier: "tarmoun2021/proposition5",
    title: "One imbalance for all units: exact solution, rates for m = n and m < n",
    source: Source(.tarmoun2021, "Proposition 5, equation (21)"),
    choices: [
      """
      S = diag(1.2, 0.6, 0.3), and diag(1.2, 0.6) as a 2 x 3 matrix; lambda_0 = 0.5 and 0; random starts of standard \
      deviation 0.6 with k = m + n units, so that R(0) has full rank.
      """,
      "P = R R^T is read from the factors at the end of runs of different lengths from one start.",
    ],
    parts: imbalanceCases.map { setting in
      let networks = setting.times.enumerated().map { i, time in
        let start = i == 0 ? "{gaussian: 0.6}" : "{sameAs: until \(setting.times[0])}"
        return """
            - name: until \(time)
              regularized: {width: \(setting.width), imbalance: \(setting.imbalance)}
              initialization: \(start)
              training: {flow: {until: \(time), tolerance: 1e-13}}
          """
      }
      return Part(
        setting.name,
        """
        # Tarmoun 2021, Proposition 5: two layers whose imbalance is drawn to \(setting.imbalance) I, runs of growing length.
        name: tarmoun2021-proposition5
        seed: 2
        problem: {factorization: {target: {rows: \(setting.target)}}}
        record: {at: {linear: 1}, quantities: [loss]}
        networks:
        \(networks.joined(separator: "\n"))
        """)
    }
  ) { results, _ in
    var findings = Findings()
    var (exponential, algebraic): ([Curve], [Curve]) = ([], [])
    for (i, setting) in imbalanceCases.enumerated() {
      guard let result = results[setting.name] else { continue }
      let target = Matrix(rows: setting.target)
      let solution = try UniformImbalanceFlow(target: target, imbalance: setting.imbalance)
      let start = try result.experiment.network(0).stackedFactors
      let limit = try solution.limit()
      var (gaps, largest): ([Double], Double) = ([], 0)
      for (time, network) in zip(setting.times, result.networks) {
        let product = network.network.stackedFactors.leftGramian
        let exact = try solution.product(at: time, from: start)
        largest =
          [
            largest, (product - exact).frobeniusNorm / limit.frobeniusNorm,
          ].largest
        gaps.append((product - limit).frobeniusNorm)
      }
      // The tolerance at every evaluation, grown as the strongest direction grows from the start.
      let evaluations = result.networks.compactMap(\.evaluationCount).max() ?? 0
      let growth = max(1, limit.frobeniusNorm / start.leftGramian.frobeniusNorm)
      let allowance = 1e-13 * Double(evaluations) * growth
      findings.verdicts.append(
        Verdict(
          "\(setting.name): R R^T is the exact solution (21) at every time",
          holds: largest <= allowance,
          evidence: """
            largest relative difference \(Decimals.short(largest)), integrator \
            \(Decimals.short(allowance))
            """))
      findings.verdicts += try rateVerdicts(setting, solution: solution, gaps: gaps)
      let times = (1...200).map { setting.times[setting.times.count - 1] * Double($0) / 200 }
      let curves = [
        Curve(
          "\(setting.name), (21)", x: times,
          y: try times.map { (try solution.product(at: $0, from: start) - limit).frobeniusNorm },
          style: CurveStyle(colour: .indexed(i))),
        Curve(
          "simulated", x: setting.times, y: gaps,
          style: CurveStyle(colour: .indexed(i), form: .points)),
        slope(setting, rate: try solution.rate(), gaps: gaps),
      ]
      if setting.imbalance == 0 { algebraic += curves } else { exponential += curves }
    }
    let label: PlotText = "‖RRᵀ − P\(subscript: "∞")‖, Frobenius norm"
    findings.figures = [
      (
        "proposition5",
        Figure(
          panels: [
            Panel(
              title: "λ₀ = 0.5: exponential", xAxis: Axis("time t"),
              yAxis: Axis(label, scale: .logarithmic), curves: exponential),
            Panel(
              title: "λ₀ = 0 and m < n: algebraic", xAxis: Axis("time t", scale: .logarithmic),
              yAxis: Axis(label, scale: .logarithmic), curves: algebraic),
          ], columnCount: 2,
          caption:
            "Distance of R Rᵀ from its limit; dots: runs of the simulator; dashed: the rates.")
      )
    ]
    return findings
  }

  /// One target with one imbalance, and the lengths of its runs.
  private struct ImbalanceCase {
    let name: String
    let target: [[Double]]
    let imbalance: Double
    let times: [Double]

    var isSquare: Bool { target.count == target[0].count }
    var width: Int { target.count + target[0].count }
  }

  private static let imbalanceCases = [
    ImbalanceCase(
      name: "m = n = 3", target: [[1.2, 0, 0], [0, 0.6, 0], [0, 0, 0.3]], imbalance: 0.5,
      times: [2, 4, 8, 12, 16, 20, 24, 28]),
    ImbalanceCase(
      name: "m = 2, n = 3", target: [[1.2, 0, 0], [0, 0.6, 0]], imbalance: 0.5,
      times: [2, 4, 8, 12, 16, 20, 24, 28]),
    ImbalanceCase(
      name: "m = 2, n = 3, lambda_0 = 0", target: [[1.2, 0, 0], [0, 0.6, 0]], imbalance: 0,
      times: [2, 5, 10, 20, 50, 100, 200]),
  ]

  private static func rateVerdicts(
    _ setting: ImbalanceCase, solution: UniformImbalanceFlow, gaps: [Double]
  ) throws -> [Verdict] {
    guard setting.imbalance != 0 else { return [algebraicVerdict(setting, gaps: gaps)] }
    let (predicted, strengths) = (
      try solution.rate(), try Matrix(rows: setting.target).singularValues()
    )
    let first = gaps.count - 4
    let span = setting.times[gaps.count - 1] - setting.times[first]
    let measured = Double.log(gaps[first] / gaps[gaps.count - 1]) / span
    // The next slowest pair of directions, of an amplitude up to e times the slowest one's, still counts.
    let magnitudes = try solution.eigenvalues().map(\.magnitude).sorted()
    let slowest = magnitudes[0]
    let next = slowest + (magnitudes.first { $0 > slowest * (1 + 1e-9) } ?? slowest)
    let allowance = Double.exp(1 - (next - predicted) * setting.times[first]) / span
    let strict = strengths.map { Double.hypot(2 * $0, setting.imbalance) }.min() ?? 0
    let formula = setting.isSquare ? "the least sqrt(4 sigma^2 + lambda_0^2)" : "|lambda_0|"
    let verdict = Verdict(
      "\(setting.name): the rate is \(formula)",
      holds: (measured - predicted).magnitude <= allowance,
      evidence: """
        measured \(Decimals.short(measured)), predicted \(Decimals.short(predicted)), up to \
        \(Decimals.short(allowance))
        """)
    guard !setting.isSquare else { return [verdict] }
    return [
      verdict,
      Verdict(
        "\(setting.name): it is the least sqrt(4 sigma^2 + lambda_0^2) there too (erratum T10)",
        holds: (measured - strict).magnitude <= allowance, isExpected: false,
        evidence: "that would be \(Decimals.short(strict))"),
    ]
  }

  /// t ||P - P(inf)|| = sqrt(n - m) (1 - x / t + ...): two times give the limit up to x^2 / t^2.
  private static func algebraicVerdict(_ setting: ImbalanceCase, gaps: [Double]) -> Verdict {
    let last = gaps.count - 1
    let (early, late) = (setting.times[last - 1] * gaps[last - 1], setting.times[last] * gaps[last])
    let limit = 2 * late - early
    let expected = Double.sqrt(Double(setting.target[0].count - setting.target.count))
    let allowance = (early - limit) * (early - limit)
    return Verdict(
      "\(setting.name): only algebraic, t ||P - P(inf)||_F tends to sqrt(n - m)",
      holds: (limit - expected).magnitude <= allowance,
      evidence: """
        \(Decimals.short(late)) at t = 200, \(limit) in the limit, up to \(Decimals.short(allowance))
        """)
  }

  /// The predicted decay, through the last run.
  private static func slope(_ setting: ImbalanceCase, rate: Double, gaps: [Double]) -> Curve {
    let last = setting.times.count - 1
    let times = setting.times
    let heights =
      rate == 0
      ? times.map { 1 / $0 } : times.map { gaps[last] * .exp(rate * (times[last] - $0)) }
    return Curve(
      rate == 0 ? "1 / t" : "rate \(Decimals.short(rate))", x: times, y: heights,
      style: CurveStyle(colour: .indexed(3), dash: .dashed))
  }
}
