internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Random starts from lazy to active, held against the self-consistent flow.
  static let randomStartRegimes = Reproduction(
    identifier: "beyond/randomstart",
    title: "Random starts, lazy to active, against the self-consistent flow",
    source: Source(.tu2024, "equation of the end-to-end matrix"),
    choices: [
      """
      Target 200 x 200 with singular values 4, 2, 1; hidden width k = 2000; entries of standard deviation s, the scale \
      c = s^2 k from 0.01 (active) to 8 (lazy); gradient flow.
      """,
      """
      What is compared is the strength u_i^T W v_i of the target's three modes, relative to the largest. All of W is off by \
      more where c is large: W_2 W_2^T is c I but for fluctuations of the order sqrt(d / k), which the equation leaves out.
      """,
    ],
    parts: [
      Part(
        "flow",
        """
        # Two wide layers from random starts: c = s^2 k against the target's singular values 4, 2, 1.
        name: beyond-randomstart
        seed: 11
        problem: {factorization: {target: {lowRank: {rows: 200, columns: 200, singularValues: [4, 2, 1]}}}}
        networks:
        \(regimes.map { $0.text }.joined(separator: "\n"))
        """,
        quickChanges: [
          "problem.factorization.target.lowRank.rows=40",
          "problem.factorization.target.lowRank.columns=40",
        ] + regimes.enumerated().map { "networks[\($0.offset)].hidden=[800]" }
          + regimes.enumerated().map {
            "networks[\($0.offset)].initialization.gaussian=\(Double.sqrt($0.element.scale / 800))"
          },
        engine: .compression)
    ]
  ) { results, size in
    guard let result = results["flow"], let target = result.experiment.problem.target else {
      return Findings()
    }
    var findings = Findings()
    let modes = try SingularValueDecomposition(target)
    var (panels, ratios, expectedRatios): ([Panel], [Double], [Double]) = ([], [], [])
    for (index, (network, regime)) in zip(result.networks, regimes).enumerated() {
      let start = try result.experiment.network(index).endToEndMatrix
      let flow = try SelfConsistentFlow(target: target, start: start, scale: regime.scale)
      var (times, strengths, predicted): ([Double], [[Double]], [[Double]]) = ([], [], [])
      var distance = 0.0
      for (time, matrix) in network.snapshots {
        let expected = try flow.endToEndMatrix(at: time)
        times.append(time)
        strengths.append(modes.strengths(of: matrix))
        predicted.append(modes.strengths(of: expected))
        let scale = max(target.frobeniusNorm, start.frobeniusNorm)
        distance = [distance, (matrix - expected).frobeniusNorm / scale].largest
      }
      let differences = zip(strengths, predicted).flatMap { pair in
        zip(pair.0, pair.1).map { ($0 - $1).magnitude / 4 }
      }
      let largest = differences.largest
      ratios.append(halfTime(of: 1, times, strengths) / halfTime(of: 0, times, strengths))
      expectedRatios.append(
        halfTime(of: 1, times, predicted) / halfTime(of: 0, times, predicted))
      // W_2 W_2^T is c I up to sqrt(d / k), whose share of the motion the equation leaves out.
      let width = Double(network.network.weights.layers[0].rowCount)
      let fluctuation = Double.sqrt(Double(target.rowCount) / width)
      findings.verdicts.append(
        Verdict(
          "c = \(Decimals.short(regime.scale)): all of W stays within sqrt(d / k) of it, in the Frobenius norm",
          holds: distance <= fluctuation,
          evidence:
            "largest distance \(Decimals.short(100 * distance)) %, sqrt(d / k) = \(Decimals.short(100 * fluctuation)) %"
        ))
      findings.verdicts.append(
        Verdict(
          "c = \(Decimals.short(regime.scale)): the modes stay within 5 % of the self-consistent flow",
          holds: largest <= 0.05,
          evidence: "largest difference \(Decimals.short(100 * largest)) %"))
      panels.append(
        Panel(
          title: PlotText("c = \(Decimals.short(regime.scale))"), xAxis: Axis("time t"),
          yAxis: Axis("mode strength uᵢᵀWvᵢ"),
          curves: (0..<3).flatMap { i in
            [
              Curve(
                PlotText("mode \(i + 1)"), x: times, y: strengths.map { $0[i] },
                style: .indexed(i)),
              Curve(
                i == 0 ? "self-consistent flow" : nil, x: times, y: predicted.map { $0[i] },
                style: CurveStyle(colour: Colour(red: 0, green: 0, blue: 0), form: .points)),
            ]
          }, referenceLines: [4, 2, 1].map { .horizontal($0) }))
    }
    let text = ratios.listed
    findings.verdicts += [
      Verdict(
        "Active (c = 0.01): the second value takes 1.6 times as long as the first, or more",
        holds: ratios[0] >= 1.6, evidence: "quotients of the half-way times \(text)"),
      Verdict(
        "The larger c, the nearer are the two times to each other: lazy learning has no order",
        holds: zip(ratios, ratios.dropFirst()).allSatisfy { $0 > $1 },
        evidence: "from c = 0.01 to 8: \(text)"),
    ]
    panels.append(
      Panel(
        title: "active to lazy", xAxis: Axis("c = s²k", scale: .logarithmic),
        yAxis: Axis("half-way times, mode 2 / mode 1", range: 0.9...2),
        curves: [
          Curve(
            "simulated", x: regimes.map(\.scale), y: ratios,
            style: .indexed(0, form: .lineAndPoints)),
          Curve(
            "self-consistent flow", x: regimes.map(\.scale), y: expectedRatios,
            style: CurveStyle(colour: Colour(red: 0, green: 0, blue: 0), form: .points)),
        ]))
    findings.figures = [
      (
        "randomstart",
        Figure(
          panels: panels, columnCount: 3,
          caption: """
            Modes of one target and five scales of the start; dots: the self-consistent flow from the \
            same W(0); dotted lines: the target's values.
            """)
      )
    ]
    return findings
  }

  /// A scale of the start, c = s^2 k, and how long its run takes.
  private struct Regime {
    let scale: Double
    let end: Double

    var text: String {
      let times = (0...24).map { "\(end * Double($0) / 24)" }.joined(separator: ", ")
      return """
          - name: c = \(scale)
            hidden: [2000]
            initialization: {gaussian: \(Double.sqrt(scale / 2000))}
            training: {flow: {until: \(end), tolerance: 1e-6}}
            record: {at: {linear: 24}, quantities: [loss], snapshots: [\(times)]}
        """
    }
  }

  private static let regimes = [
    Regime(scale: 0.01, end: 6), Regime(scale: 0.1, end: 5), Regime(scale: 1, end: 3),
    Regime(scale: 3, end: 1.5), Regime(scale: 8, end: 0.6),
  ]

  /// When a mode is half way from its start to its end, between two records.
  private static func halfTime(
    of mode: Int, _ times: [Double], _ strengths: [[Double]]
  ) -> Double {
    let values = strengths.map { $0[mode] }
    guard let first = values.first, let last = values.last else { return .nan }
    let shares = values.map { ($0 - first) / (last - first) }
    guard let after = shares.firstIndex(where: { $0 >= 0.5 }), after > 0 else { return .nan }
    let slope = (times[after] - times[after - 1]) / (shares[after] - shares[after - 1])
    return times[after - 1] + slope * (0.5 - shares[after - 1])
  }
}

extension SingularValueDecomposition {
  /// u_i^T W v_i for the three leading modes.
  fileprivate func strengths(of matrix: Matrix) -> [Double] {
    let u = leftVectors.submatrix(rows: 0..<leftVectors.rowCount, columns: 0..<3)
    let v = rightVectorsTransposed.submatrix(
      rows: 0..<3, columns: 0..<rightVectorsTransposed.columnCount)
    return (u.transpose() * matrix * v.transpose()).diagonal
  }
}
