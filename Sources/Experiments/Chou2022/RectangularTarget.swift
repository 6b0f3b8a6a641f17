internal import DynamicsTheory
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, section 5: singular values take the part of eigenvalues for a target that is not symmetric.
  static let rectangularTarget = Reproduction(
    identifier: "chou2022/rectangular",
    title: "A rectangular target: singular values are learned as eigenvalues are",
    source: Source(.chou2022, "section 5, first item"),
    choices: [
      """
      Target 30 x 20 with singular values 5, 3, 2; N = 2 and 3 from balanced starts of strength 1e-4 and 1e-3 along its \
      singular vectors, and from small random ones; step size 5e-3.
      """
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, section 5: a target that is not symmetric.
        name: chou2022-rectangular
        seed: 2
        problem: {factorization: {target: {lowRank: {rows: 30, columns: 20, singularValues: [5, 3, 2]}}}}
        record: {at: {linear: 400}, quantities: [loss, nuclearRank, singularValues]}
        networks:
          - {name: "N = 2, spectral", depth: 2, initialization: {spectral: {strengths: [1e-4, 1e-4, 1e-4], gauge: random}}, training: {descent: {stepSize: 5e-3, steps: 1500}}}
          - {name: "N = 3, spectral", depth: 3, initialization: {spectral: {strengths: [1e-3, 1e-3, 1e-3], gauge: random}}, training: {descent: {stepSize: 5e-3, steps: 2000}}}
          - {name: "N = 2, random", depth: 2, initialization: {gaussian: 1e-3}, training: {descent: {stepSize: 5e-3, steps: 1500}}}
          - {name: "N = 3, random", depth: 3, initialization: {gaussian: 0.02}, training: {descent: {stepSize: 5e-3, steps: 4000}}}
        """)
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    let strengths = [5.0, 3, 2]
    for (index, network) in result.networks.enumerated() {
      let values = network.trajectory[.singularValues] ?? []
      let learned = strengths.enumerated().map { i, strength in
        values.firstIndex { $0[i] >= strength / 2 }.map { network.clock[$0] } ?? .infinity
      }
      let times = learned.listed
      findings.verdicts.append(
        Verdict(
          "\(network.name): the singular values are learned in order of size",
          holds: learned == learned.sorted() && learned[2].isFinite,
          evidence: "half-way at k = \(times)"))
      guard index < 2 else { continue }
      // The recurrence of a symmetric target's eigenvalues, mode by mode.
      let difference = result.theory[index].largest?.relative ?? .infinity
      let limit = 100 * Double(network.iteration) * .ulpOfOne
      findings.verdicts.append(
        Verdict(
          "\(network.name): each singular value follows the recurrence of an eigenvalue",
          holds: difference <= limit,
          evidence:
            "largest difference \(Decimals.short(difference)), rounding of all steps \(Decimals.short(limit))"
        ))
    }
    findings.figures = [
      (
        "rectangular",
        Figure(
          panels: result.networks.map { network in
            Panel(
              title: PlotText(network.name), xAxis: Axis("iteration k"),
              yAxis: Axis("singular value of W"),
              curves: Curve.singularValues(
                network.trajectory[.singularValues] ?? [], over: network.clock, count: 4),
              referenceLines: strengths.map { .horizontal($0) })
          }, columnCount: 2, caption: "Singular values of W; dotted: those of the 30 x 20 target.")
      )
    ]
    return findings
  }
}
