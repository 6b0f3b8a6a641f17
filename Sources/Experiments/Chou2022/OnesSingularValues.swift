internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figure 7: the deeper the network, the more its singular values are learned one after another.
  static let onesSingularValues = Reproduction(
    identifier: "chou2022/figure7",
    title: "Handwritten ones: singular values are learned one after another, N = 1 to 4",
    source: Source(.chou2022, "Figure 7"),
    choices: HandwrittenOnes.choices,
    parts: [HandwrittenOnes.part()]
  ) { results, _ in
    guard let result = results["descent"],
      let target = try result.experiment.problem.target?.singularValues()
    else { return Findings() }
    var findings = Findings()
    // How much of the second value is learned when half of the first is: 1/2 where all are learned alike.
    let shares = result.networks.map { network in
      let values = network.trajectory[.singularValues] ?? []
      return values.first { $0[0] >= target[0] / 2 }.map { $0[1] / target[1] } ?? .nan
    }
    let text = shares.listed
    findings.verdicts.append(
      Verdict(
        "The deeper, the less of the second singular value is learned with half of the first",
        holds: zip(shares, shares.dropFirst()).allSatisfy { $0 > $1 },
        evidence: "shares \(text) for N = 1 to 4"))
    findings.figures = [
      (
        "figure7",
        Figure(
          panels: result.networks.enumerated().map { i, network in
            Panel(
              title: PlotText(network.name),
              xAxis: i == 0
                ? Axis("iteration k", scale: .logarithmic, range: 1e3...1e8)
                : Axis("iteration k"),
              yAxis: Axis("singular value of W", range: 0...16_000),
              curves: Curve.singularValues(
                network.trajectory[.singularValues] ?? [], over: network.clock, count: 10),
              referenceLines: target.prefix(10).map { .horizontal($0) },
              legend: i % 2 == 1 ? .right : .none)
          }, columnCount: 2,
          caption: """
            The ten largest singular values of W for N = 1 to 4; dotted: those of the noisy matrix. N = 1 has a \
            logarithmic axis of its own.
            """)
      )
    ]
    return findings
  }
}
