internal import DynamicsTheory
internal import ExperimentFiles
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Figure 3: with a sigmoid after the product imbalance is faster too, and still conserved.
  static let sigmoidOutput = Reproduction(
    identifier: "tarmoun2021/figure3",
    title: "Sigmoid output: imbalance is faster, and conserved there too",
    source: Source(.tarmoun2021, "Figure 3"),
    choices: [
      "N(0, 10^-1) is read as standard deviation 0.1 and the norm of Q as Frobenius: the printed 4.6 comes out so.",
      """
      The balanced start has the singular vectors and values of a random product of the same distribution, not of the \
      same draw; step size 1e-3.
      """,
    ],
    parts: [
      Part("descent", ExperimentPreset.sigmoid.text, quickChanges: ["record.at.every=10"])
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    let (imbalanced, balanced, single) = (
      result.network("imbalanced"), result.network("balanced"), result.network("one layer")
    )
    func loss(_ network: NetworkResult, _ iteration: Double) -> Double {
      let record = network.clock.firstIndex { $0 >= iteration } ?? network.clock.count - 1
      return network.trajectory[.loss]?[record] ?? .nan
    }
    func imbalance(_ network: NetworkResult) -> [Double] {
      (network.trajectory[.imbalance] ?? []).map { $0[0] }
    }
    let late = [imbalanced, balanced, single].map { loss($0, 100) }
    findings.verdicts.append(
      Verdict(
        "At k = 100 the imbalanced network is ahead of the balanced one and of one layer",
        holds: late[0] < late[1] && late[0] < late[2],
        evidence: "losses " + late.map(Decimals.short).joined(separator: ", ")))
    let norms = imbalance(imbalanced)
    if let first = norms.first, let largest = norms.map({ ($0 - first).magnitude }).max() {
      findings.verdicts += [
        Verdict(
          "The start's imbalance is the printed 4.6, within 5 %",
          holds: (first / 4.6 - 1).magnitude <= 0.05,
          evidence: "||Q_0||_F = \(Decimals.short(first))"),
        // Descent changes Q by the square of the step size at every step.
        Verdict(
          "Its norm is conserved to 5 %, though the output is not linear",
          holds: largest <= 0.05 * first,
          evidence: "changes by \(Decimals.short(100 * largest / first)) %"),
      ]
    }
    let networks = [imbalanced, balanced, single]
    findings.figures = [
      (
        "figure3",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("iteration k"), yAxis: Axis("training loss", scale: .logarithmic),
              curves: networks.enumerated().map { i, network in
                Curve(
                  PlotText(network.name), x: network.clock, y: network.trajectory[.loss] ?? [],
                  style: .indexed(i))
              }),
            Panel(
              xAxis: Axis("iteration k"), yAxis: Axis("‖Q‖, Frobenius norm"),
              curves: [imbalanced, balanced].enumerated().map { i, network in
                Curve(
                  PlotText(network.name), x: network.clock, y: imbalance(network),
                  style: .indexed(i))
              }),
          ], columnCount: 2,
          caption: "Training loss and imbalance with a sigmoid after the product.")
      )
    ]
    return findings
  }
}
