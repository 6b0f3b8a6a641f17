internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Figure 2: one imbalance lambda_0 I imitates a random start's own imbalance.
  static let regularizedImitation = Reproduction(
    identifier: "tarmoun2021/figure2",
    title: "A penalty with one imbalance lambda_0 I follows the free descent",
    source: Source(.tarmoun2021, "Figure 2"),
    choices: [
      "m = 5, n = 10, standard deviation 1, step size 1e-5, 4000 iterations; the same start for both.",
      """
      The criterion for lambda_0 is open: we take the mean of ||X_I - X||_F over 21 equally spaced records, on a grid of \
      lambda_0 / k over [-4, 4], refined by the parabola through the three best points. The grid has steps of 1/4 for the \
      draw shown, of 1/2 for the others.
      """,
      """
      The sign is open: the landscape has a minimum on each side of 0, often the deeper one on the negative; the positive \
      one is drawn, as the printed values are.
      """,
      "Twenty draws, the first is shown; at quick size two of k = 50 with four times the step size.",
    ],
    parts: imitationWidths.flatMap { width in
      imitationSeeds.map { seed in
        Part(
          "k = \(width), seed \(seed)", ImbalanceSearch.file(seed: seed, width: width),
          quickChanges: ImbalanceSearch.quickChanges, isFullOnly: width > 50 || seed > 2)
      }
    }
  ) { results, _ in
    var findings = Findings()
    var columns: [ImitationColumn] = []
    for (width, printed) in zip(imitationWidths, [2.23, 2.04, 2.30]) {
      let draws = imitationSeeds.compactMap { seed in
        results["k = \(width), seed \(seed)"].map { ImbalanceSearch($0, seed: seed, width: width) }
      }
      guard !draws.isEmpty else { continue }
      let column = ImitationColumn(width: width, printedRatio: printed, draws: draws)
      findings.verdicts += try column.verdicts()
      columns.append(column)
    }
    let shares = columns.map(\.positiveShares)
    if shares.count > 1 {
      findings.verdicts.append(
        Verdict(
          "The more hidden units, the better the imitation: every draw is below every draw of fewer",
          holds: zip(shares, shares.dropFirst()).allSatisfy {
            ($1.max() ?? .nan) < ($0.min() ?? .nan)
          },
          evidence: shares.map(ImitationColumn.range).joined(separator: "; ")))
    }
    findings.figures = [
      (
        "figure2",
        Figure(
          panels: columns.map(\.errorPanel) + columns.map(\.spectrumPanel)
            + columns.map(\.landscapePanel), columnCount: columns.count,
          caption: """
            Relative error and singular values of free descent (red, dashed) and of descent drawn to λ₀I (black); mean \
            distance of the two over λ₀.
            """)
      )
    ]
    return findings
  }

  private static let imitationWidths = [50, 100, 200]
  private static let imitationSeeds = 1...20
}
