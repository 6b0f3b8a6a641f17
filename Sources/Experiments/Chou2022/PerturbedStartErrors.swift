internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Theorem 1.3: the error of every eigenvalue when the first factor starts smaller.
  static let perturbedStartErrors = Reproduction(
    identifier: "chou2022/theorem13",
    title: "Error of each eigenvalue from a perturbed start, with its bound",
    source: Source(.chou2022, "Theorem 1.3"),
    choices: [
      "alpha = 0.5, beta = 0.18 < (c - 1) alpha, N = 2, 3, 4, step size 0.9 of the theorem's limit.",
      "Eigenvalues 1, 0.7, -0.7, -1 and, near the threshold, 1.1, 0.5, -0.5 and -0.9 times alpha^N, on a diagonal.",
      "24 accuracies of the factor from 0.5 to 1e-6; each bound is compared with every later record.",
    ],
    parts: (2...4).map { depth in
      Part(
        "N = \(depth)",
        """
        # Chou 2022, Theorem 1.3: eigenvalues of both signs, some below alpha^N in size.
        name: chou2022-theorem13
        problem: {factorization: {target: {diagonal: \(perturbedEigenvalues(depth: depth))}}}
        training: {descent: {stepSize: \(perturbedStepSize(depth: depth)), steps: \(depth < 4 ? 40_000 : 80_000)}}
        record: {at: {every: 10}, quantities: [loss], images: {rows: [0, 1, 2, 3, 4, 5, 6, 7], at: [0], shape: [2, 4]}}
        networks:
          - {depth: \(depth), initialization: {identical: {scale: \(perturbedStart), perturbation: \(perturbation)}}}
        """, quickChanges: ["training.descent.steps=\(depth < 4 ? 15_000 : 5000)"])
    }
  ) { results, _ in
    var findings = Findings()
    var (corrected, printed) = (ErrorBoundTally(), ErrorBoundTally())
    var (small, smallPrinted) = (ErrorBoundTally(), ErrorBoundTally())
    var turns: [(found: Double, bound: Double)] = []
    var (panels, below): ([Panel], [Panel]) = ([], [])
    for depth in 2...4 {
      guard let network = results["N = \(depth)"]?.networks[0] else { continue }
      let threshold = Double.pow(perturbedStart, depth)
      let iterations = network.clock
      let last = iterations.last ?? 0
      var (curves, printedCurves): ([Curve], [Curve]) = ([], [])
      let eigenvalues = perturbedEigenvalues(depth: depth)
      for (place, products) in network.diagonalCurves.enumerated() {
        let eigenvalue = eigenvalues[place]
        let course = PerturbedCourse(
          depth: depth, eigenvalue: eigenvalue, iterations: iterations,
          errors: products.map { ($0 - eigenvalue).magnitude })
        let isLarge = eigenvalue.magnitude >= threshold
        let (own, ownPrinted) = isLarge ? try course.tallies() : try course.smallTallies()
        if isLarge {
          corrected.add(own)
          printed.add(ownPrinted)
          if eigenvalue < 0 {
            let found = products.firstIndex { $0 < 0 }.map { iterations[$0] } ?? .infinity
            turns.append((found, try course.turn()))
          }
        } else {
          small.add(own)
          smallPrinted.add(ownPrinted)
        }
        let style = CurveStyle(colour: .indexed(place))
        let dashed = CurveStyle(colour: .indexed(place), dash: .dashed, width: 1.6)
        let dotted = CurveStyle(colour: .indexed(place), dash: .dotted, width: 1.9)
        let name = PlotText("λ = \(Decimals.short(eigenvalue))")
        if [0, 2, 3, 4, 6].contains(place) {
          curves += [course.curve(name, style: style), own.staircase(until: last, style: dashed)]
        }
        if place == 2 || place == 6 {
          printedCurves += [
            course.curve(name, style: style),
            own.staircase(until: last, style: dashed),
            ownPrinted.staircase(until: last, style: dotted),
          ]
        }
      }
      panels.append(errorPanel("N = \(depth)", curves, range: 1e-6...3))
      below.append(
        errorPanel(
          "N = \(depth): bound (dashed), as printed (dotted)", printedCurves, range: 1e-3...3))
    }
    findings.verdicts = [
      Verdict(
        "|lambda| >= alpha^N: from ceil(T^Id) + ceil(T_0) on every |E_ii| is below eps N |lambda|^{1-1/N}",
        holds: corrected.isKept, evidence: corrected.text),
      Verdict(
        "So it is with the printed T^Id(lambda, eps, alpha) instead of alpha - beta (errata C12)",
        holds: printed.violations == 0, isExpected: false, evidence: printed.text),
      Verdict(
        "lambda <= -alpha^N: the first factor is negative from ceil(T_0) on",
        // The first record after it.
        holds: !turns.isEmpty && turns.allSatisfy { $0.found <= $0.bound.rounded(.up) + 10 },
        evidence: "turned at "
          + turns.map { "\(Decimals.short($0.found)) <= \(Decimals.short($0.bound))" }.joined(
            separator: ", ")),
      Verdict(
        "|lambda| < alpha^N: it is below alpha^N, for lambda < 0 below alpha^N + |lambda| until d_1 < 0",
        holds: small.isKept, evidence: small.text),
      Verdict(
        "So it is with the printed alpha^N for all k (errata C14)",
        holds: smallPrinted.violations == 0, isExpected: false, evidence: smallPrinted.text),
    ]
    findings.figures = [
      (
        "theorem13",
        Figure(
          panels: panels + below, columnCount: 3,
          caption:
            "Error of each eigenvalue (solid), its bound (dashed) and the printed bound (dotted)."
        )
      )
    ]
    return findings
  }

  fileprivate static let perturbedStart = 0.5
  fileprivate static let perturbation = 0.18

  /// Some far above the threshold alpha^N and some about it.
  private static func perturbedEigenvalues(depth: Int) -> [Double] {
    let threshold = Double.pow(perturbedStart, depth)
    return [1, 0.7, 1.1 * threshold, -1, 0.5 * threshold, -0.5 * threshold, -0.9 * threshold, -0.7]
  }

  /// 0.9 of Theorem 1.3's limit.
  fileprivate static func perturbedStepSize(depth: Int) -> Double {
    guard let limit = try? StepSizeLimits.perturbed(depth: depth, targetNorm: 1) else {
      preconditionFailure("the depths are at least 2")
    }
    return 0.9 * limit
  }
}

/// The recorded errors of one mode.
private struct PerturbedCourse {
  let depth: Int
  let eigenvalue: Double
  let iterations: [Double]
  let errors: [Double]

  private var stepSize: Double { Reproduction.perturbedStepSize(depth: depth) }

  /// The largest error from each record on, less what N roundings a step may add.
  private var largest: [Double] {
    let rounding = Double(depth) * .ulpOfOne * eigenvalue.magnitude
    return zip(errors, iterations).map { $0 - rounding * $1 }.largestFromHereOn
  }

  /// The errors over the iterations.
  func curve(_ label: PlotText, style: CurveStyle) -> Curve {
    .thinned(label, iterations: iterations, values: errors, style: style)
  }

  /// |lambda| >= alpha^N: the bound at every accuracy, with T^Id from alpha - beta and, as printed, from alpha.
  func tallies() throws -> (corrected: ErrorBoundTally, printed: ErrorBoundTally) {
    let (start, perturbation) = (Reproduction.perturbedStart, Reproduction.perturbation)
    let counts = try PerturbedIterationCount(
      depth: depth, eigenvalue: eigenvalue, start: start, perturbation: perturbation,
      stepSize: stepSize)
    let n = Double(depth)
    let largest = largest
    var (corrected, printed) = (ErrorBoundTally(), ErrorBoundTally())
    for accuracy in Reproduction.factorAccuracies {
      let bound = accuracy * n * .pow(eigenvalue.magnitude, 1 - 1 / n)
      let upper = try counts.upper(accuracy: accuracy)
      corrected.compare(
        bound, from: upper.identical.rounded(.up) + upper.turning.rounded(.up), with: largest,
        at: iterations)
      // Only positive eigenvalues have alpha - beta in the place of alpha.
      guard eigenvalue > 0 else { continue }
      let identical = try IterationCount(
        depth: depth, eigenvalue: eigenvalue, start: start, stepSize: stepSize)
      printed.compare(
        bound, from: try identical.upper(accuracy: accuracy).value.rounded(.up), with: largest,
        at: iterations)
    }
    return (corrected, printed)
  }

  /// T_0, by which the first factor of a negative eigenvalue is negative.
  func turn() throws -> Double {
    try PerturbedIterationCount(
      depth: depth, eigenvalue: eigenvalue, start: Reproduction.perturbedStart,
      perturbation: Reproduction.perturbation, stepSize: stepSize
    ).upper(accuracy: 1e-3).turning
  }

  /// |lambda| < alpha^N: the sizes of start and target.
  func smallTallies() throws -> (corrected: ErrorBoundTally, printed: ErrorBoundTally) {
    let (start, perturbation) = (Reproduction.perturbedStart, Reproduction.perturbation)
    let threshold = Double.pow(start, depth)
    let largest = largest
    var (corrected, printed) = (ErrorBoundTally(), ErrorBoundTally())
    let (above, last) = (threshold + eigenvalue.magnitude, iterations.last ?? 0)
    printed.compare(
      threshold, from: 0, with: largest, at: iterations)
    corrected.compare(
      eigenvalue < 0 ? above : threshold, from: 0, with: largest, at: iterations)
    guard eigenvalue < 0 else { return (corrected, printed) }
    var descent = try PerturbedFactorDescent(
      depth: depth, eigenvalue: eigenvalue, start: start, perturbation: perturbation,
      stepSize: stepSize)
    if let turn = descent.signChange(within: Int(last)) {
      corrected.compare(
        threshold, from: Double(turn), with: largest, at: iterations)
    }
    return (corrected, printed)
  }
}
