internal import DynamicsTheory
internal import LinearAlgebra
internal import Observables
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figures 9 to 11: one of the ones along the way.
  static let onesPictures: [Reproduction] = [
    pictures(figure: 9, names: ["N = 1"]), pictures(figure: 10, names: ["N = 2"]),
    pictures(figure: 11, names: ["N = 3", "N = 4"]),
  ]

  private static func pictures(figure: Int, names: [String]) -> Reproduction {
    Reproduction(
      identifier: "chou2022/figure\(figure)",
      title: "A handwritten one as it is learned, "
        + names.joined(separator: " and "),
      source: Source(.chou2022, "Figure \(figure)"),
      choices: HandwrittenOnes.choices + ["The fourth picture, grey from 0 to 255."],
      parts: [HandwrittenOnes.part()]
    ) { results, _ in
      guard let result = results["descent"], let clean = result.experiment.problem.clean,
        let truncation = try HandwrittenOnes.truncation(of: result),
        let pictures = ReportPictures(result: result, truncation: truncation, row: 3)
      else { return Findings() }
      let truth = Matrix(rows: [clean.row(3)])
      func error(_ row: [Double]) -> Double { Matrix(rows: [row]).relativeError(to: truth) }
      let best = error(truncation.matrix(ofRank: 2).row(3))
      var findings = Findings(
        strips: pictures.strips.filter { !$0.title.hasPrefix("N = ") || names.contains($0.title) })
      for network in result.networks where names.contains(network.name) {
        let errors = (network.trajectory[.rows] ?? []).map(error)
        guard let least = errors.indices.min(by: { errors[$0] < errors[$1] }),
          let last = errors.last
        else { continue }
        let isDeep = network.name != "N = 1"
        let place = "\(Decimals.short(errors[least])) at \(network.clockText(at: least))"
        findings.verdicts += [
          Verdict(
            """
            \(network.name): at its best the picture is \(isDeep ? "" : "not ")nearer to the clean one than the best \
            approximation of rank 2 shows it
            """,
            holds: (errors[least] < best) == isDeep,
            evidence: "relative error \(place), rank 2 \(Decimals.short(best))"),
          Verdict(
            "\(network.name): later the noise comes back", holds: last > 1.2 * errors[least],
            evidence: "at the end \(Decimals.short(last))"),
        ]
      }
      return findings
    }
  }
}
