internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Theorem 1.1: the error of every eigenvalue from identical factors, with its bound.
  static let identicalStartErrors = Reproduction(
    identifier: "chou2022/theorem11",
    title: "Error of each eigenvalue from an identical start, with its bound",
    source: Source(.chou2022, "Theorem 1.1, Lemma 2.2"),
    choices: [
      "alpha = 0.5, N = 2, 3, 4, step size 0.9 of the theorem's limit; twelve eigenvalues from 2 to -1.5 on a diagonal.",
      "24 accuracies of the factor from 0.5 to 1e-6; each bound is compared with every later iteration.",
      "Rounding grows where lambda < 0 (Remark 1.4); what it may add is taken off the error, so nothing is compared beyond.",
    ],
    parts: (2...4).map { depth in
      Part(
        "N = \(depth)",
        """
        # Chou 2022, Theorem 1.1: positive, zero and negative eigenvalues, some below alpha^N.
        name: chou2022-theorem11
        problem: {factorization: {target: {diagonal: \(gridEigenvalues)}}}
        training: {descent: {stepSize: \(gridStepSize(depth: depth)), steps: 5000}}
        record: {at: {every: 1}, quantities: [loss], images: {rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], at: [0], shape: [3, 4]}}
        networks:
          - {depth: \(depth), initialization: {identical: \(gridStart)}}
        """, quickChanges: ["training.descent.steps=1200"])
    } + [
      Part(
        "large start",
        """
        # Chou 2022, Theorem 1.1: below the printed step size, alpha^{N-2}, and below the corrected one, alpha^{2N-2}.
        name: chou2022-theorem11-large-start
        problem: {factorization: {target: {diagonal: [0.1]}}}
        record: {at: {every: 10}, quantities: [singularValues]}
        initialization: {identical: 3}
        networks:
          - {name: printed, depth: 2, training: {descent: {stepSize: 0.225, steps: 4000}}}
          - {name: corrected, depth: 2, training: {descent: {stepSize: 0.025, steps: 4000}}}
        """, mayDiverge: true),
      Part(
        "negative",
        """
        # Chou 2022, Lemma 2.2: a negative eigenvalue, below the printed step size and below the corrected one.
        name: chou2022-theorem11-negative
        problem: {factorization: {target: {diagonal: [-0.95]}}}
        record: {at: {every: 1}, quantities: [loss], images: {rows: [0], at: [0], shape: [1, 1]}}
        initialization: {identical: 1}
        networks:
          - {name: printed, depth: 3, training: {descent: {stepSize: 0.6, steps: 1000}}}
          - {name: corrected, depth: 3, training: {descent: {stepSize: 0.5, steps: 1000}}}
        """),
    ]
  ) { results, _ in
    var findings = Findings()
    var (corrected, printed) = (ErrorBoundTally(), ErrorBoundTally())
    var (panels, below): ([Panel], [Panel]) = ([], [])
    for depth in 2...4 {
      guard let network = results["N = \(depth)"]?.networks[0] else { continue }
      let last = network.clock.last ?? 0
      var (curves, smallCurves): ([Curve], [Curve]) = ([], [])
      for (eigenvalue, products) in zip(gridEigenvalues, network.diagonalCurves) {
        let errors = products.map { ($0 - max(eigenvalue, 0)).magnitude }
        let (own, ownPrinted) = try tallies(
          of: errors, at: network.clock, depth: depth, eigenvalue: eigenvalue)
        corrected.add(own)
        printed.add(ownPrinted)
        let label = PlotText("λ = \(Decimals.short(eigenvalue))")
        if let place = [2, 0.2, 0.04, 0, -0.1, -1.5].firstIndex(of: eigenvalue) {
          curves += [
            .thinned(
              label, iterations: network.clock, values: errors,
              style: CurveStyle(colour: .indexed(place))),
            own.staircase(
              until: last, style: CurveStyle(colour: .indexed(place), dash: .dashed, width: 1.6)),
          ]
        }
        if eigenvalue == 0.04 {
          smallCurves = [
            .thinned(
              "error", iterations: network.clock, values: errors,
              style: CurveStyle(colour: .indexed(2))),
            own.staircase(
              "corrected", until: last,
              style: CurveStyle(colour: .indexed(0), dash: .dashed, width: 1.6)),
            ownPrinted.staircase(
              "printed", until: last,
              style: CurveStyle(colour: .indexed(1), dash: .dotted, width: 1.9)),
          ]
        }
      }
      panels.append(errorPanel("N = \(depth)", curves, range: 1e-8...3))
      below.append(errorPanel("N = \(depth), λ = 0.04 < αᴺ", smallCurves, range: 1e-3...0.5))
    }
    findings.verdicts = [
      Verdict(
        "From T^Id on every |E_ii| is below the corrected bound", holds: corrected.isKept,
        evidence: corrected.text),
      Verdict(
        "So it is below the printed eps N lambda^{1-1/N} (errata C11)",
        holds: printed.violations == 0, isExpected: false, evidence: printed.text),
    ]
    findings.verdicts += try stepSizeVerdicts(results)
    findings.figures = [
      (
        "theorem11",
        Figure(
          panels: panels + below, columnCount: 3,
          caption:
            "Error of each eigenvalue (solid), its bound (dashed) from T^Id on. N = 2: rounding learns the negative ones later."
        )
      )
    ]
    return findings
  }

  private static let gridEigenvalues = [
    2, 1, 0.5, 0.2, 0.08, 0.04, 0.01, 0, -0.01, -0.1, -0.5, -1.5,
  ]
  private static let gridStart = 0.5

  /// 0.9 of Theorem 1.1's limit.
  private static func gridStepSize(depth: Int) -> Double {
    let limit = try? StepSizeLimits.identical(
      depth: depth, targetNorm: gridEigenvalues[0], start: gridStart)
    guard let limit else { preconditionFailure("the grid has depths and a start") }
    return 0.9 * limit
  }

  /// A mode's errors against the corrected and the printed bound at every accuracy.
  private static func tallies(
    of errors: [Double], at iterations: [Double], depth: Int, eigenvalue: Double
  ) throws -> (corrected: ErrorBoundTally, printed: ErrorBoundTally) {
    let counts = try IterationCount(
      depth: depth, eigenvalue: eigenvalue, start: gridStart, stepSize: gridStepSize(depth: depth))
    let rounding = try rounding(at: iterations, depth: depth, eigenvalue: eigenvalue)
    let largest = zip(errors, rounding).map { $0 - $1 }.largestFromHereOn
    var (corrected, printed) = (ErrorBoundTally(), ErrorBoundTally())
    for accuracy in factorAccuracies {
      let start = try counts.upper(accuracy: accuracy).value.rounded(.up)
      let bound = try StepSizeLimits.productError(
        depth: depth, eigenvalue: eigenvalue, start: gridStart, factorError: accuracy)
      let n = Double(depth)
      let printedBound =
        eigenvalue > 0 ? accuracy * n * .pow(eigenvalue, 1 - 1 / n) : .pow(accuracy, depth)
      corrected.compare(bound, from: start, with: largest, at: iterations)
      printed.compare(printedBound, from: start, with: largest, at: iterations)
    }
    return (corrected, printed)
  }

  /// What rounding may add to the errors at every iteration.
  ///
  /// Every step rounds each of the N factors, and a difference between the factors grows where lambda < 0
  /// (Remark 1.4), like a perturbation of the start by one rounding.
  private static func rounding(
    at iterations: [Double], depth: Int, eigenvalue: Double
  ) throws -> [Double] {
    var descent = try PerturbedFactorDescent(
      depth: depth, eigenvalue: eigenvalue, start: gridStart,
      perturbation: gridStart * .ulpOfOne, stepSize: gridStepSize(depth: depth))
    return iterations.map { iteration in
      let factor = max(descent.otherFactor, descent.firstFactor)
      let difference = max(descent.difference, factor * .ulpOfOne)
      let off = Double(depth) * (1 + iteration) * difference
      descent.step()
      return .pow(factor + off, depth) - .pow(factor, depth)
    }
  }

  /// The limits on the step size: Theorem 1.1's and Lemma 2.2's, printed and corrected.
  private static func stepSizeVerdicts(_ results: [String: ExperimentResult]) throws -> [Verdict] {
    guard let large = results["large start"], let negative = results["negative"] else { return [] }
    let limit = try StepSizeLimits.identical(depth: 2, targetNorm: 0.1, start: 3)
    let monotone = try StepSizeLimits.monotone(depth: 3, eigenvalue: -0.95, start: 1)
    let counts = try IterationCount(depth: 2, eigenvalue: 0.1, start: 3, stepSize: 0.025)
    let start = try counts.upper(accuracy: 1e-3).value.rounded(.up)
    let bound = try StepSizeLimits.productError(
      depth: 2, eigenvalue: 0.1, start: 3, factorError: 1e-3)
    let ends = ["printed", "corrected"].map { name in
      large.network(name).trajectory[.singularValues]?.last?[0] ?? .nan
    }
    let settles = ends.map { ($0 - 0.1).magnitude <= bound && start <= 4000 }
    let products = ["printed", "corrected"].map { negative.network($0).diagonalCurves[0] }
    let stays = products.map { values in
      zip(values, values.dropFirst()).allSatisfy { $1 >= 0 && $1 <= $0 }
    }
    return [
      Verdict(
        "Below the printed limit with alpha^{N-2} descent converges: N = 2, alpha = 3, lambda = 0.1 (errata C10)",
        holds: settles[0], isExpected: false,
        evidence: "step size 0.225: \(large.network("printed").termination.sentence)"),
      Verdict(
        "Below the limit with alpha^{2N-2} it converges", holds: settles[1] && 0.025 < limit,
        evidence:
          "step size 0.025 < \(Decimals.short(limit)): off by \(Decimals.short((ends[1] - 0.1).magnitude)), bound \(Decimals.short(bound)) from k = \(Decimals.short(start))"
      ),
      Verdict(
        "Lemma 2.2, lambda = -0.95, N = 3, alpha = 1: below the printed limit the factor falls to 0 (errata C9)",
        holds: stays[0] && 0.6 < monotone.printed, isExpected: false,
        evidence:
          "step size 0.6 < \(Decimals.short(monotone.printed)) ends at \(Decimals.short(products[0].last ?? .nan))"
      ),
      Verdict(
        "Below the corrected limit it does", holds: stays[1] && 0.5 < monotone.value,
        evidence:
          "step size 0.5 < \(Decimals.short(monotone.value)) ends at \(Decimals.short(products[1].last ?? .nan))"
      ),
    ]
  }
}
