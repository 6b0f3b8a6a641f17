internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Theorem 3.4: how near the effective rank of descent is to that of the best approximation.
  static let descentRankBounds = Reproduction(
    identifier: "chou2022/theorem34",
    title: "Effective rank of descent against that of each rank, with the bound",
    source: Source(.chou2022, "Theorem 3.4, equation (51)"),
    choices: [
      "Eigenvalues 100, 50, 1, n = 20, alpha = 0.1, step size 0.9 of (21): (51) is empty for Figure 5's spectrum and L = 2.",
      "eps = 0.05, 0.1, 0.2, 0.5, L = 2 and 3, N = 2 and 3, with T^+ divided by eta (errata C19).",
    ],
    parts: rankDepths.map { depth, stepSize, steps in
      Part(
        "N = \(depth)",
        """
        # Chou 2022, Theorem 3.4: descent towards a spectrum with a wide gap.
        name: chou2022-theorem34
        problem: {factorization: {target: {symmetric: {size: 20, eigenvalues: [100, 50, 1]}}}}
        training: {descent: {stepSize: \(stepSize), steps: \(steps)}}
        record: {at: {every: \(steps / 1000)}, quantities: [nuclearRank, singularValues]}
        networks:
          - {depth: \(depth), initialization: {identical: 0.1}}
        """, quickChanges: ["problem.factorization.target.symmetric.size=6"])
    }
  ) { results, size in
    var findings = Findings()
    let eigenvalues = [100, 50, 1] + Array(repeating: 0.0, count: size == .quick ? 3 : 17)
    var panels: [Panel] = []
    var ends = RangeEnds()
    for (depth, stepSize, steps) in rankDepths {
      guard let network = results["N = \(depth)"]?.networks[0] else { continue }
      let ranks = network.trajectory[.nuclearRank] ?? []
      for rank in 2...3 {
        let plateau = eigenvalues.prefix(rank).reduce(0, +) / eigenvalues[0]
        var stretches: [RankBound] = []
        for accuracy in [0.05, 0.1, 0.2, 0.5] {
          let range = try EffectiveRankRange(
            depth: depth, eigenvalues: eigenvalues, rank: rank, initializationScale: 0.1,
            accuracy: accuracy, stepSize: stepSize)
          let (first, last) = (range.start.rounded(.up), range.end.rounded(.down))
          guard first <= last else { continue }
          try ends.check(
            network, rank: rank, eigenvalues: eigenvalues, accuracy: accuracy, first: first,
            last: last)
          stretches.append(
            RankBound(name: "bound (51)", iterations: first...last, bound: range.bound))
        }
        let course = RankCourse(iterations: network.clock, ranks: ranks, plateau: plateau)
        // Every step rounds each factor once for each product.
        let tally = course.tally(
          stretches, tolerance: Double(depth * steps) * .ulpOfOne * plateau)
        findings.verdicts.append(
          Verdict(
            "N = \(depth), L = \(rank): |r - \(Decimals.short(plateau))| is below its bound on every range",
            holds: tally.violations == 0 && tally.count > 0, evidence: tally.text))
        panels.append(
          course.panel(
            "N = \(depth), L = \(rank)", stretches, range: Double(steps) / 300...Double(steps)))
      }
    }
    findings.verdicts += ends.verdicts
    findings.figures = [
      (
        "theorem34",
        Figure(
          panels: panels, columnCount: 2,
          caption:
            "Distance of the effective rank under descent from that of rank L; bars: the bound on its range."
        )
      )
    ]
    return findings
  }

  private static let rankDepths = [(2, 0.0045, 3000), (3, 0.0006, 30_000)]
}

/// What the two ends of a range mean for single eigenvalues.
private struct RangeEnds {
  private var learned = (violations: 0, count: 0, quotient: 0.0)
  private var waiting = (violations: 0, passed: 0, count: 0)

  /// Looks at a range: the leading L eigenvalues from its start on, the next one until its end and after the lag.
  mutating func check(
    _ network: NetworkResult, rank: Int, eigenvalues: [Double], accuracy: Double, first: Double,
    last: Double
  ) throws {
    let values = network.trajectory[.singularValues] ?? []
    for (iteration, values) in zip(network.clock, values) where iteration >= first {
      for (value, eigenvalue) in zip(values, eigenvalues.prefix(rank)) {
        let quotient = (value - eigenvalue).magnitude / (eigenvalue * accuracy / 4)
        learned.count += 1
        if !(quotient <= 1) { learned.violations += 1 }
        learned.quotient = max(learned.quotient, quotient)
      }
    }
    // Beyond the inflection point the lag of descent is no longer bounded by s_N.
    let depth = network.widths.count - 1
    let plateau = eigenvalues.prefix(rank).reduce(0, +) / eigenvalues[0]
    let (next, level) = (eigenvalues[min(rank, eigenvalues.count - 1)], plateau * accuracy)
    guard level < (try InflectionConstants(depth: depth).share) * next else { return }
    let lag = try InflectionConstants.lag(depth: depth, eigenvalue: next, start: 0.1)
    let course = zip(network.clock, values).map { (iteration: $0, value: $1[rank]) }
    waiting.count += 1
    if !course.allSatisfy({ $0.iteration > last || $0.value <= level }) { waiting.violations += 1 }
    if let after = course.first(where: { $0.iteration >= last + 1 + Double(lag) }),
      after.value >= level
    {
      waiting.passed += 1
    }
  }

  /// Both as verdicts.
  var verdicts: [Verdict] {
    [
      Verdict(
        "From a range's start on the leading L eigenvalues are within eps/4 of their size",
        holds: learned.violations == 0 && learned.count > 0,
        evidence:
          "\(learned.violations) violations in \(learned.count), largest quotient \(Decimals.short(learned.quotient))"
      ),
      Verdict(
        "Until its end the next one is below r_L eps, and s_N iterations later it is not",
        holds: waiting.violations == 0 && waiting.passed == waiting.count && waiting.count > 0,
        evidence:
          "\(waiting.count) ranges, \(waiting.violations) violations before the end, passed after it in \(waiting.passed)"
      ),
    ]
  }
}
