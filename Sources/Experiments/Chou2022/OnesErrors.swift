internal import DeepLinearCore
internal import DynamicsTheory
internal import Observables
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figure 8: errors and effective rank, for both readings of the noise.
  static let onesErrors = Reproduction(
    identifier: "chou2022/figure8",
    title:
      "Handwritten ones: stopped in time, two layers or more are nearer to the truth than any rank",
    source: Source(.chou2022, "Figure 8"),
    choices: HandwrittenOnes.choices,
    parts: [
      HandwrittenOnes.part(),
      HandwrittenOnes.part(
        "two-point", depths: Array(HandwrittenOnes.depths[1...2]), noise: "twoPoint: 255"),
    ]
  ) { results, _ in
    guard let result = results["descent"], let other = results["two-point"],
      let ranks = try HandwrittenOnes.truncation(of: result),
      let otherRanks = try HandwrittenOnes.truncation(of: other)
    else { return Findings() }
    var findings = Findings()
    func errors(_ truncation: Truncation) -> String {
      "errors of rank 1, 2, 3: "
        + truncation.errors.prefix(3).listed
    }
    findings.verdicts = [
      Verdict(
        "Uniform noise: the best approximation of the noisy matrix has rank 2, as the paper says",
        holds: ranks.bestRank == 2, evidence: errors(ranks)),
      Verdict(
        "Noise of -255 or +255: it has rank 2 too", holds: otherRanks.bestRank == 2,
        isExpected: false, evidence: errors(otherRanks)),
    ]
    for network in result.networks {
      findings.verdicts += Self.verdicts(network, best: ranks.errors)
      findings.verdicts.append(Self.placeOfDip(network))
    }
    for network in other.networks {
      let least = (network.trajectory[.nuclearRank] ?? []).min() ?? .nan
      findings.remarks.append(
        """
        Noise of -255 or +255, \(network.name): smallest effective rank \(Decimals.short(least)), smallest test error \
        \(Decimals.short(network.value(.testError, at: network.dip))) at \(network.clockText(at: network.dip)).
        """)
    }
    findings.figures = [("figure8", Self.figure(result, ranks))]
    // Panel (d): one picture, clean and noisy.
    if let strip = ReportPictures(result: result, truncation: nil, row: 3)?.strips.first {
      findings.strips = [strip]
    }
    return findings
  }

  /// What is claimed of a depth, held against the best approximations by rank.
  private static func verdicts(_ network: NetworkResult, best: [Double]) -> [Verdict] {
    let name = network.name
    let (dip, last) = (network.dip, network.clock.count - 1)
    let (least, end) = (network.value(.testError, at: dip), network.value(.testError, at: last))
    let rank = (network.trajectory[.nuclearRank] ?? []).min() ?? .nan
    let place = "\(Decimals.short(least)) at \(network.clockText(at: dip))"
    guard network.network.weights.depth > 1 else {
      return [
        Verdict(
          "\(name): no stop is better than the best approximation of rank 1",
          holds: least > best[0],
          evidence: "\(place), rank 1 \(Decimals.short(best[0]))"),
        Verdict(
          "\(name): the effective rank stays above 20", holds: rank > 20,
          evidence: "smallest \(Decimals.short(rank))"),
      ]
    }
    return [
      Verdict(
        "\(name): at its best stop nearer to the truth than the best approximation of rank 2",
        holds: least < best[1], evidence: "\(place), rank 2 \(Decimals.short(best[1]))"),
      Verdict(
        "\(name): going on to the end makes it worse by a fifth or more", holds: end >= 1.2 * least,
        evidence: "\(Decimals.short(end)) at \(network.clockText(at: last))"),
      Verdict(
        "\(name): the effective rank falls below 1.3", holds: rank < 1.3,
        evidence: "smallest \(Decimals.short(rank))"),
    ]
  }

  /// Where the smallest error is, in time, beside what an independent program found.
  private static func placeOfDip(_ network: NetworkResult) -> Verdict {
    let expected = [0.189, 5.9e-4, 1.215e-4, 4.48e-5][network.network.weights.depth - 1]
    let times = network.trajectory.times
    let dip = network.dip
    let spacing = dip + 1 < times.count ? times[dip + 1] - times[dip] : .infinity
    // Two records, and the flatness of the dip: 0.2 % of error, its spread over seeds, are some 4 % of time.
    let allowance = 2 * spacing + 0.04 * expected
    return Verdict(
      "\(network.name): the smallest error is at time eta k = \(Decimals.short(expected))",
      holds: (times[dip] - expected).magnitude <= allowance,
      evidence: "\(Decimals.short(times[dip])), up to \(Decimals.short(allowance))")
  }

  /// Errors and effective rank; N = 1 has the axis above.
  private static func figure(_ result: ExperimentResult, _ ranks: Truncation) -> Figure {
    func panel(
      _ label: PlotText, scale: Axis.Scale, range: ClosedRange<Double>? = nil,
      lines: [ReferenceLine] = [], _ values: (NetworkResult) -> [Double]
    ) -> Panel {
      Panel(
        xAxis: Axis("iteration k, N = 2, 3, 4", range: 0...8000),
        yAxis: Axis(label, scale: scale, range: range),
        topAxis: Axis("iteration k, N = 1", scale: .logarithmic, range: 1e3...1e8),
        curves: result.networks.enumerated().map { i, network in
          Curve(
            PlotText(network.name), x: network.clock, y: values(network), style: .indexed(i),
            axis: i == 0 ? .top : .bottom)
        }, referenceLines: lines)
    }
    var lines = ranks.errors.prefix(2).enumerated().map {
      ReferenceLine.horizontal($1, "rank \($0 + 1)")
    }
    let problem = result.experiment.problem
    if let clean = problem.clean, let target = problem.target {
      lines.append(.horizontal(target.relativeError(to: clean), "noisy"))
    }
    return Figure(
      panels: [
        panel("training error ‖W − Ŵ‖", scale: .linear) {
          ($0.trajectory[.excessLoss] ?? []).map { Double.sqrt(2 * $0) }
        },
        panel("relative test error", scale: .linear, range: 0.4...2.4, lines: lines) {
          $0.trajectory[.testError] ?? []
        },
        panel("effective rank ‖W‖∗/‖W‖", scale: .logarithmic) { $0.trajectory[.nuclearRank] ?? [] },
      ], columnCount: 3,
      caption: """
        Error to the noisy matrix (Frobenius norm), relative error to the clean one with the best approximations of \
        rank 1 and 2 of the noisy one, effective rank.
        """)
  }
}
