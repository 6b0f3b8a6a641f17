internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Proposition 4: off the manifold of its imbalance only the penalty weight 1/8 gives Riccati equations.
  static let riccatiForm = Reproduction(
    identifier: "tarmoun2021/proposition4",
    title: "Penalty on the imbalance: the weight 1/8 alone gives the Riccati form",
    source: Source(.tarmoun2021, "Proposition 4, equations (18) to (20)"),
    choices: [
      """
      Singular values 2 and 1 in a 2 x 3 target, random starts of standard deviation 0.7; Lambda = diag(1.5, 0.5, -0.5, -1) \
      for one step, Lambda = I_2 for the flow.
      """,
      """
      Another weight w is had from the program's fixed 1/8 by input variances l = 1 / (8 w) of a regression: its loss is l \
      times the misfit, so that the flow at time t / l is that of weight w at t.
      """,
    ],
    parts: penaltyWeights.map { weight in
      let variance = 1 / (8 * weight)
      let input = Double.sqrt(3 * variance)
      let times = riccatiTimes.map { $0 / variance }
      return Part(
        "w = \(weight)",
        """
        # Tarmoun 2021, Proposition 4: two layers whose imbalance is drawn to Lambda with weight \(fraction(weight)).
        name: tarmoun2021-proposition4
        seed: 1
        problem:
          regression:
            inputs: {diagonal: [\(input), \(input), \(input)]}
            outputs: {groundTruth: {matrix: {rows: [[2, 0, 0], [0, 1, 0]]}}}
        training: {flow: {until: \(times[times.count - 1]), tolerance: 1e-12}}
        record: {at: {times: \(times)}, quantities: [singularValues], snapshots: \(times)}
        initialization: {gaussian: 0.7}
        networks:
          - {name: one step, regularized: {width: 4, imbalance: [1.5, 0.5, -0.5, -1]}, training: {descent: {stepSize: \(1 / variance), steps: 1}}, record: {quantities: [loss]}}
          - {name: off, regularized: {width: 2, imbalance: 1}}
          - {name: on, regularized: {width: 2, imbalance: 1}, initialization: {spectral: {strengths: [0.3, 0.2], imbalances: 1}}}
          - {name: free, hidden: [2], initialization: {spectral: {strengths: [0.3, 0.2], imbalances: 1}}}
        """)
    }
  ) { results, _ in
    var findings = Findings()
    let target = Matrix(rows: [[2, 0, 0], [0, 1, 0]])
    let solution = try UniformImbalanceFlow(target: target, imbalance: 1)
    var (distances, spectra): ([Curve], [Curve]) = ([], [])
    for (i, weight) in penaltyWeights.enumerated() {
      guard let result = results["w = \(weight)"] else { continue }
      findings.verdicts.append(try stepVerdict(result, target: target, weight: weight))
      let (off, start) = (result.network("off"), try result.start(of: "off"))
      let expected = try riccatiTimes.map {
        try solution.product(at: $0, from: start.stackedFactors)
          .submatrix(rows: 0..<2, columns: 2..<5)
      }
      let gaps = zip(off.snapshots, expected).map { ($0.matrix - $1).frobeniusNorm }
      let largest = gaps.largest
      let allowance = flowAllowance(off, from: start, target: target)
      let isRiccati = weight == 0.125
      findings.verdicts.append(
        Verdict(
          isRiccati
            ? "Weight 1/8, start off Lambda: W is that of the Riccati solution (21) at every record"
            : "Weight \(fraction(weight)): W leaves (21), a thousand times further than the integrator's error",
          holds: isRiccati ? largest <= allowance : largest > 1e3 * allowance,
          evidence:
            "largest distance \(Decimals.short(largest)), integrator \(Decimals.short(allowance))"))
      let (on, free) = (result.network("on"), result.network("free"))
      let apart = zip(on.snapshots, free.snapshots).map { ($0.matrix - $1.matrix).frobeniusNorm }
        .largest
      let onAllowance = flowAllowance(on, from: try result.start(of: "on"), target: target)
      findings.verdicts.append(
        Verdict(
          "Weight \(fraction(weight)), start on Lambda: the penalty changes nothing",
          holds: apart <= onAllowance,
          evidence: "W differs by \(Decimals.short(apart)) from the flow without a penalty"))
      if isRiccati { findings.verdicts.append(excessVerdict(off.network, start: start)) }
      let label = PlotText("w = \(fraction(weight))")
      distances.append(Curve(label, x: riccatiTimes, y: gaps, style: .indexed(i)))
      for mode in 0..<2 {
        spectra.append(
          Curve(
            mode == 0 ? label : nil, x: riccatiTimes,
            y: (off.trajectory[.singularValues] ?? []).map { $0[mode] }, style: .indexed(i)))
      }
      guard isRiccati else { continue }
      let values = try expected.map { try $0.singularValues() }
      for mode in 0..<2 {
        spectra.append(
          Curve(
            mode == 0 ? "(21)" : nil, x: riccatiTimes, y: values.map { $0[mode] },
            style: CurveStyle(colour: .indexed(3), form: .points)))
      }
    }
    findings.figures = [
      (
        "proposition4",
        Figure(
          panels: [
            Panel(
              title: "Distance from the Riccati solution",
              xAxis: Axis("time t"),
              yAxis: Axis("‖W − W of (21)‖, Frobenius norm", scale: .logarithmic),
              curves: distances),
            Panel(
              title: "Start off Λ = I", xAxis: Axis("time t"),
              yAxis: Axis("singular value of W"), curves: spectra,
              referenceLines: [.horizontal(1), .horizontal(2)]),
          ], columnCount: 2,
          caption: "Two layers with the penalty w ‖UᵀU − VᵀV − Λ‖², started off Λ.")
      )
    ]
    return findings
  }

  /// The paper's weight of the penalty first.
  private static let penaltyWeights = [0.125, 0.0625, 0.25]

  private static func fraction(_ weight: Double) -> String { "1/\(Decimals.short(1 / weight))" }

  private static let riccatiTimes = (0...40).map { Double($0) / 10 }

  /// What a step of length 1 adds to the factors, against (18) and against (18) with the weight's own part.
  private static func stepVerdict(
    _ result: ExperimentResult, target: Matrix, weight: Double
  ) throws -> Verdict {
    let (start, end) = (try result.start(of: "one step"), result.network("one step").network)
    let (before, after) = (start.stackedFactors, end.stackedFactors)
    let (u, v) = (start.weights.layers[1], start.weights.layers[0].transpose())
    let system = try RegularizedFactorization(
      target: target, imbalance: [1.5, 0.5, -0.5, -1], penaltyWeight: weight, u: u, v: v)
    let excess = after - before - system.blockVelocity
    let predicted = Matrix(rowCount: before.rowCount, columnCount: before.columnCount) {
      $0 < u.rowCount
        ? system.firstVelocity[$0, $1] : system.secondVelocity[$0 - u.rowCount, $1]
    }
    let difference = (after - before - predicted).frobeniusNorm
    // Three nested products of at most k + m + n = 9 terms, of the size of R, S R and R R^T R.
    let size = before.frobeniusNorm
    let rounding = 3 * 9 * .ulpOfOne * size * (1 + target.frobeniusNorm + size * size)
    let share = excess.frobeniusNorm / system.blockVelocity.frobeniusNorm
    return weight == 0.125
      ? Verdict(
        "Weight 1/8: the simulator's velocity is (18) for a Lambda with different entries",
        holds: excess.frobeniusNorm <= rounding,
        evidence:
          "difference \(Decimals.short(excess.frobeniusNorm)), rounding \(Decimals.short(rounding))"
      )
      : Verdict(
        "Weight \(fraction(weight)): the velocity is off (18) by (4 w - 1/2) [-U M; V M], not by 0",
        holds: difference <= rounding && excess.frobeniusNorm > 1e3 * rounding,
        evidence: """
          off by \(Decimals.short(100 * share)) % of (18); (4 w - 1/2) [-U M; V M] met to \
          \(Decimals.short(difference))
          """)
  }

  /// The integrator's error in W: its tolerance at every evaluation, grown as the strongest mode grows from the start.
  private static func flowAllowance(
    _ network: NetworkResult, from start: Network, target: Matrix
  ) -> Double {
    let product = start.weights.layers[1] * start.weights.layers[0]
    return 1e-12 * Double(network.evaluationCount ?? 0) * target.frobeniusNorm
      * max(1, target.frobeniusNorm / product.frobeniusNorm)
  }

  private static func excessVerdict(_ end: Network, start: Network) -> Verdict {
    let (before, after) = (excess(start), excess(end))
    return Verdict(
      "Weight 1/8, start off Lambda: the imbalance is drawn to Lambda", holds: after < before,
      evidence:
        "||Q - Lambda||_F from \(Decimals.short(before)) to \(Decimals.short(after)) at t = 4")
  }

  /// ||Q - I||_F.
  private static func excess(_ network: Network) -> Double {
    var excess = network.weights.layers[1].gramian - network.weights.layers[0].leftGramian
    excess.addToDiagonal(-1)
    return excess.frobeniusNorm
  }
}
