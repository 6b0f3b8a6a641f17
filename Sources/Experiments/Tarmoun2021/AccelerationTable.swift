internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Table 2: two layers are faster than one if and only if 4 sigma^2 + lambda_0^2 > 1.
  static let accelerationTable = Reproduction(
    identifier: "tarmoun2021/table2",
    title: "Regimes: accelerated over one layer, or not",
    source: Source(.tarmoun2021, "Table 2"),
    choices: [
      "sigma in {0.2, 0.6}, lambda_0 in {0, 1}, product 0.05 at the start; the rate is fitted between gaps of 1e-4 and 1e-9.",
      "The map of rates has sigma from 0.1 to 0.7 and lambda_0 from 0 to 1.2, from the same product.",
      "Rate and time differ: the time to 5 % is printed beside the rate and decides nothing.",
    ],
    parts: [
      Part(
        "table",
        """
        # Tarmoun 2021, Table 2: small and large strengths, with and without imbalance.
        name: tarmoun2021-table2
        problem: {factorization: {target: {diagonal: [0.6, 0.2]}}}
        training: {flow: {until: 60, tolerance: 1e-12}}
        record: {at: {every: 0.1}, quantities: [singularValues]}
        networks:
          - {name: balanced, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05]}}}
          - {name: imbalanced, depth: 2, initialization: {spectral: {strengths: [0.05, 0.05], imbalances: [[1, 1]]}}}
        """),
      Part("map", rateMapFile),
    ]
  ) { results, _ in
    guard let table = results["table"], let map = results["map"] else { return Findings() }
    var findings = Findings()
    let strengths = [0.6, 0.2]
    let imbalances = [0.0, 1]
    let cells = rates(table, strengths: strengths)
    for (network, (imbalance, rates)) in zip(table.networks, zip(imbalances, cells)) {
      for (i, strength) in strengths.enumerated() {
        findings.verdicts.append(
          cellVerdict(network, mode: i, strength: strength, imbalance: imbalance, rate: rates[i]))
      }
    }
    let mapCells = rates(map, strengths: mapStrengths)
    findings.verdicts += mapVerdicts(mapCells)
    findings.figures = [
      (
        "table2",
        Figure(
          panels: [
            tablePanel(cells, strengths: strengths, imbalances: imbalances), mapPanel(mapCells),
          ], columnCount: 2,
          caption: """
            Fitted rate of each mode, 1 for one layer. Left: measured rate / formula, and whether it is faster than one \
            layer. Right: the rate over strength and imbalance, and the circle where the formula gives 1.
            """)
      ),
      ("gaps", gapFigure(table, strengths: strengths)),
    ]
    return findings
  }

  // MARK: - The map

  private static let mapStrengths = (0...12).map { Double(70 - 5 * $0) / 100 }
  private static let mapImbalances = (0...12).map { Double($0) / 10 }

  private static var rateMapFile: String {
    func list(_ value: Double) -> String {
      "[" + mapStrengths.map { _ in "\(value)" }.joined(separator: ", ") + "]"
    }
    let networks = mapImbalances.map { imbalance in
      """
        - {name: imbalance \(imbalance), depth: 2, initialization: {spectral: {strengths: \(list(0.05)), \
      imbalances: [\(list(imbalance))]}}}
      """
    }
    return """
      # Tarmoun 2021, Table 2: the rate over strength and imbalance.
      name: tarmoun2021-table2-map
      problem: {factorization: {target: {diagonal: \(mapStrengths)}}}
      training: {flow: {until: 120, tolerance: 1e-12}}
      record: {at: {every: 0.25}, quantities: [singularValues]}
      networks:
      \(networks.joined(separator: "\n"))
      """
  }

  /// The rate of the formula, sqrt(4 sigma^2 + lambda_0^2).
  private static func formula(_ strength: Double, _ imbalance: Double) -> Double {
    .hypot(2 * strength, imbalance)
  }

  /// The fitted rates: a row for each network, an entry for each mode.
  private static func rates(_ result: ExperimentResult, strengths: [Double]) -> [[Double]] {
    result.networks.map { network in
      let values = network.trajectory[.singularValues] ?? []
      return strengths.enumerated().map { i, strength in
        fittedRate(
          times: network.trajectory.times, gaps: values.map { (strength - $0[i]) / strength })
      }
    }
  }

  // MARK: - Verdicts

  private static func cellVerdict(
    _ network: NetworkResult, mode: Int, strength: Double, imbalance: Double, rate: Double
  ) -> Verdict {
    let values = network.trajectory[.singularValues] ?? []
    let time = zip(network.trajectory.times, values).first {
      (strength - $1[mode]) / strength <= 0.05
    }
    // One layer from the same product: the gap falls as e^{-t}.
    let single = Double.log((strength - 0.05) / strength / 0.05)
    let isFaster = formula(strength, imbalance) > 1
    return Verdict(
      """
      sigma = \(Decimals.short(strength)), lambda_0 = \(Decimals.short(imbalance)): \
      \(isFaster ? "" : "not ")accelerated, as 4 sigma^2 + lambda_0^2 says
      """,
      holds: rate.isFinite && (rate > 1) == isFaster,
      evidence: """
        rate \(Decimals.short(rate)), formula \(Decimals.short(formula(strength, imbalance))); time to 5 % over one \
        layer's \(Decimals.short((time?.0 ?? .nan) / single))
        """)
  }

  private static func mapVerdicts(_ rates: [[Double]]) -> [Verdict] {
    // The window's upper end, where the next order of the gap is 1e-4, and the flow's tolerance over its lower end.
    let tolerance = 1e-4 + 1e-12 / 1e-9
    var (worst, wrong, count) = (0.0, 0, 0)
    for (imbalance, rates) in zip(mapImbalances, rates) {
      for (strength, rate) in zip(mapStrengths, rates) {
        let expected = formula(strength, imbalance)
        worst = [worst, (rate / expected - 1).magnitude].largest
        if (expected - 1).magnitude > tolerance {
          count += 1
          if !rate.isFinite || (rate > 1) != (expected > 1) { wrong += 1 }
        }
      }
    }
    return [
      Verdict(
        "The rate is sqrt(4 sigma^2 + lambda_0^2) over the whole map", holds: worst <= tolerance,
        evidence: "off by at most \(Decimals.short(worst)), allowed \(Decimals.short(tolerance))"),
      Verdict(
        "Two layers are faster than one exactly outside the circle 4 sigma^2 + lambda_0^2 = 1",
        holds: wrong == 0, evidence: "\(wrong) wrong of \(count) settings off the circle"),
    ]
  }

  // MARK: - Figures

  private static func tablePanel(
    _ rates: [[Double]], strengths: [Double], imbalances: [Double]
  ) -> Panel {
    let texts = zip(imbalances, rates).map { imbalance, rates in
      zip(strengths, rates).map { strength, rate in
        let expected = Decimals.short(formula(strength, imbalance))
        return PlotText("\(Decimals.short(rate)) / \(expected) \(rate > 1 ? "✓" : "✗")")
      }
    }
    return Panel(
      title: "Table 2: rate / formula", xAxis: Axis("strength σ", ticks: .at(strengths)),
      yAxis: Axis("imbalance λ\(subscript: 0)", ticks: .at(imbalances)),
      heatMap: HeatMap(
        x: strengths.reversed(), y: imbalances, values: rates.map { $0.reversed() },
        colourAxis: Axis("fitted rate", range: 0...2), colours: .diverging(around: 1),
        texts: .given(texts.map { $0.reversed() })))
  }

  private static func mapPanel(_ rates: [[Double]]) -> Panel {
    // Up to where the circle leaves the map.
    let angles = (0...90).map { .pi * Double($0) / 200 }
    return Panel(
      title: "Rate, 1 for one layer", xAxis: Axis("strength σ"),
      yAxis: Axis("imbalance λ\(subscript: 0)"),
      heatMap: HeatMap(
        x: mapStrengths.reversed(), y: mapImbalances, values: rates.map { $0.reversed() },
        colourAxis: Axis("fitted rate", range: 0...2), colours: .diverging(around: 1)),
      curves: [
        Curve(
          "4σ² + λ\(subscript: "0")² = 1", x: angles.map { 0.5 * .cos($0) },
          y: angles.map { .sin($0) },
          style: CurveStyle(colour: .indexed(3)))
      ])
  }

  private static func gapFigure(_ result: ExperimentResult, strengths: [Double]) -> Figure {
    let curves = result.networks.enumerated().flatMap { index, network in
      strengths.enumerated().map { i, strength in
        Curve(
          PlotText("σ = \(Decimals.short(strength)), \(network.name)"), x: network.clock,
          y: (network.trajectory[.singularValues] ?? []).map {
            (strength - $0[i]).magnitude / strength
          },
          style: .indexed(2 * index + i))
      }
    }
    return Figure(
      panels: [
        Panel(
          xAxis: Axis("time t", range: 0...25),
          yAxis: Axis("relative gap", scale: .logarithmic, range: 1e-9...1),
          curves: curves + [
            Curve(
              "one layer's rate", x: [0, 20], y: [1, .exp(-20)],
              style: CurveStyle(colour: .indexed(3), dash: .dashed))
          ])
      ], caption: "Relative gap of each mode; dashed: e^{-t}, the one-layer model.")
  }
}
