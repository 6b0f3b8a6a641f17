internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Gidel 2019, Appendix A: a tied autoencoder finds the directions that it starts with.
  static let tiedAutoencoder = Reproduction(
    identifier: "gidel2019/appendixA",
    title: "Tied autoencoder: principal directions only if it starts on them",
    source: Source(.gidel2019, "Appendix A"),
    choices: ["Variances 4, 2, 1, 1/2; two hidden units, started on directions 1, 2 and on 2, 4."],
    parts: [
      Part(
        "flow",
        """
        # Gidel 2019, Appendix A: tied factors U, one on the leading directions, one on others.
        name: gidel2019-appendixA
        problem: {autoencoder: {inputs: {diagonal: [4, 2.8284271247461903, 2, 1.4142135623730951]}}}
        training: {flow: {until: 40}}
        record: {at: {linear: 200}, quantities: [singularValues], snapshots: [40]}
        networks:
          - {name: leading, tied: {width: 2}, initialization: {files: [{rows: [[0.1, 0], [0, 0.1], [0, 0], [0, 0]]}]}}
          - {name: others, tied: {width: 2}, initialization: {files: [{rows: [[0, 0], [0.1, 0], [0, 0], [0, 0.1]]}]}}
        """)
    ]
  ) { results, _ in
    guard let result = results["flow"] else { return Findings() }
    var findings = Findings()
    func distance(_ network: NetworkResult, _ directions: [Double]) -> Double {
      (network.network.endToEndMatrix - Matrix(diagonal: directions)).frobeniusNorm
    }
    let (leading, others) = (result.network("leading"), result.network("others"))
    let principal = [1.0, 1, 0, 0]
    for (network, isExpected) in [(leading, true), (others, false)] {
      let found = distance(network, principal)
      findings.verdicts.append(
        Verdict(
          "\(network.name): the limit is principal component analysis\(isExpected ? "" : " (erratum G26)")",
          holds: found <= 1e-6, isExpected: isExpected,
          evidence: "distance \(Decimals.short(found))"))
    }
    let own = distance(others, [0, 1, 0, 1])
    findings.verdicts.append(
      Verdict(
        "others: the limit is the projector on the directions of the start", holds: own <= 1e-6,
        evidence: "distance \(Decimals.short(own))"))
    findings.figures = [
      (
        "appendixA",
        Figure(
          panels: [leading, others].map { network in
            Panel(
              title: PlotText(network.name), xAxis: Axis("time t", range: 0...8),
              yAxis: Axis("singular value of W"),
              curves: Curve.singularValues(
                network.trajectory[.singularValues] ?? [], over: network.clock, count: 2))
          }, columnCount: 2, caption: "Singular values of W under flow from two starts.")
      )
    ]
    return findings
  }
}
