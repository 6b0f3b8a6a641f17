internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Lemma A.1: above a threshold of the step size descent no longer converges.
  static let stabilityThreshold = Reproduction(
    identifier: "chou2022/lemmaA1",
    title: "Orbits of descent over the step size: the threshold and beyond",
    source: Source(.chou2022, "Lemma A.1"),
    choices: [
      "lambda = 1, N = 2 and 3, alpha = 0.3; the last 30 of 3000 iterates for 400 step sizes, from half the threshold to 1.5 times.",
      "lambda = -1: one step size just above the lemma's limit for each depth.",
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Lemma A.1: a step size a little above the threshold settles on a cycle of two, one below on one value.
        name: chou2022-lemmaA1
        problem: {factorization: {target: {diagonal: [1]}}}
        training: {descent: {stepSize: 1.1, steps: 400}}
        record: {at: {every: 1}, quantities: [singularValues]}
        networks:
          - {name: N = 2 above, depth: 2, initialization: {identical: 0.3}}
          - {name: N = 2 below, depth: 2, initialization: {identical: 0.3}, training: {descent: {stepSize: 0.9, steps: 400}}}
          - {name: N = 3 above, depth: 3, initialization: {identical: 0.3}, training: {descent: {stepSize: 0.75, steps: 400}}}
          - {name: N = 3 below, depth: 3, initialization: {identical: 0.3}, training: {descent: {stepSize: 0.6, steps: 400}}}
        """)
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    var panels: [Panel] = []
    for (depth, simulated) in [(2, 1.1), (3, 0.75)] {
      let threshold = try StepSizeLimits.divergence(depth: depth, eigenvalue: 1, start: 0.3)
      let edge = try EdgeOfStability(depth: depth, values: [1])
      let orbits = try Orbits(depth: depth, threshold: threshold)
      findings.verdicts += [
        try settledOrbit(result, depth: depth, cycle: edge.cycle(stepSize: simulated)),
        Verdict(
          "N = \(depth): below 2 / (N lambda^{2-2/N}) descent settles",
          holds: orbits.restlessBelow == 0, evidence: "\(orbits.restlessBelow) step sizes do not"),
        Verdict(
          "N = \(depth): above it descent never settles", holds: orbits.settledAbove == 0,
          evidence: "\(orbits.settledAbove) step sizes do"),
        Verdict(
          "N = \(depth): above it, up to the doubling, it settles on the closed form's 2-cycle",
          holds: orbits.cycleError(edge) <= 1,
          evidence: "off by at most \(Decimals.short(orbits.cycleError(edge))) of what is allowed"),
        try divergenceForNegative(depth: depth),
      ]
      panels.append(
        Panel(
          title: PlotText("N = \(depth)"), xAxis: Axis("step size η"),
          yAxis: Axis("late iterates d(k)"),
          curves: [
            Curve(
              x: orbits.iterates.map(\.stepSize), y: orbits.iterates.map(\.value),
              style: CurveStyle(colour: .indexed(0), form: .points, markerSize: 0.4))
          ],
          referenceLines: [.vertical(threshold, "threshold")]
            + (edge.doublingStepSize.map { [.vertical($0, "doubling")] } ?? [])))
    }
    findings.figures = [
      (
        "lemmaA1",
        Figure(
          panels: panels, columnCount: 2, caption: "Late iterates of descent over the step size.")
      )
    ]
    return findings
  }
}

// MARK: - Verdicts

extension Reproduction {
  /// The simulated orbits: above the threshold the closed form's cycle, below it the fixed point.
  private static func settledOrbit(
    _ result: ExperimentResult, depth: Int, cycle: EdgeOfStability.Cycle?
  ) throws -> Verdict {
    func lastTwo(_ name: String) -> [Double] {
      let values = result.network("N = \(depth) \(name)").trajectory[.singularValues] ?? []
      return values.suffix(2).map { .root($0[0], depth) }.sorted()
    }
    guard let cycle else { return Verdict("there is a cycle", holds: false, evidence: "none") }
    let (above, below) = (lastTwo("above"), lastTwo("below"))
    let errors = [
      (above[0] - cycle.lower).magnitude, (above[1] - cycle.upper).magnitude,
      (below[0] - 1).magnitude, (below[1] - 1).magnitude,
    ]
    let worst = errors.largest
    // The step sizes below are 0.9 of the threshold, where a deviation shrinks by 0.8 in each step.
    let slowest = max(cycle.multiplier.magnitude.squareRoot(), 0.8)
    let tolerance = Orbits.tolerance(multiplier: slowest, periods: 400)
    return Verdict(
      "N = \(depth): the simulation settles on the 2-cycle above the threshold and on lambda^{1/N} below",
      holds: worst <= tolerance,
      evidence: "off by at most \(Decimals.short(worst)), allowed \(Decimals.short(tolerance))")
  }

  /// The lemma's second half: a negative eigenvalue above its limit.
  private static func divergenceForNegative(depth: Int) throws -> Verdict {
    let limit = try StepSizeLimits.divergence(depth: depth, eigenvalue: -1, start: 0.3)
    var descent = try FactorDescent(
      depth: depth, eigenvalue: -1, start: 0.3, stepSize: 1.01 * limit)
    descent.value(after: 100)
    return Verdict(
      "N = \(depth), lambda = -1: above the lemma's limit the orbit leaves every bound",
      holds: !descent.value.isFinite, evidence: "after 100 steps \(descent.value)")
  }
}

/// The late iterates of descent for step sizes around the threshold, lambda = 1.
private struct Orbits {
  struct Iterate {
    let stepSize, value: Double
  }

  /// The last iterates of every step size.
  let iterates: [Iterate]

  /// Step sizes below the threshold whose iterates still move.
  private(set) var restlessBelow = 0

  /// Step sizes above the threshold whose iterates no longer move.
  private(set) var settledAbove = 0

  private let orbits: [(stepSize: Double, lower: Double, upper: Double)]
  private let threshold: Double
  private static let stepCount = 3000

  init(depth: Int, threshold: Double) throws {
    self.threshold = threshold
    var (iterates, orbits): ([Iterate], [(Double, Double, Double)]) = ([], [])
    for i in 1...400 {
      let stepSize = threshold * (0.5 + Double(i) / 400)
      var descent = try FactorDescent(depth: depth, eigenvalue: 1, start: 0.3, stepSize: stepSize)
      descent.value(after: Self.stepCount)
      var orbit: [Double] = []
      for _ in 0..<30 {
        orbit.append(descent.value)
        descent.step()
      }
      iterates += orbit.map { Iterate(stepSize: stepSize, value: $0) }
      orbits.append((stepSize, orbit.min() ?? .nan, orbit.max() ?? .nan))
    }
    self.iterates = iterates
    self.orbits = orbits
    let edge = try EdgeOfStability(depth: depth, values: [1])
    let first = edge.cycle(stepSize: 1.01 * threshold)
    // Below, a deviation shrinks by 1 - 2 eta / threshold in each step, 0.98 at most; above, half of the smallest cycle.
    let still = Self.tolerance(multiplier: 0.98, periods: Self.stepCount)
    let smallest = first.map { 0.5 * ($0.upper - $0.lower) } ?? .infinity
    for orbit in orbits {
      let spread = orbit.2 - orbit.1
      if orbit.0 < 0.99 * threshold, !(spread <= still) { restlessBelow += 1 }
      if orbit.0 > 1.01 * threshold, !(spread >= smallest) { settledAbove += 1 }
    }
  }

  /// How far the stable cycles are missed, over what their multipliers allow: 1 or less is a hit.
  func cycleError(_ edge: EdgeOfStability) -> Double {
    orbits.filter { $0.stepSize > 1.01 * threshold }.reduce(0) { worst, orbit in
      guard let cycle = edge.cycle(stepSize: orbit.stepSize), cycle.isStable else { return worst }
      let error = max(
        (orbit.lower - cycle.lower).magnitude, (orbit.upper - cycle.upper).magnitude)
      let allowed = Self.tolerance(
        multiplier: cycle.multiplier.magnitude, periods: Self.stepCount / 2)
      return max(worst, error / allowed)
    }
  }

  /// What is left of a deviation of 1 after some periods, and the roundings, which add up to 1 / (1 - multiplier).
  static func tolerance(multiplier: Double, periods: Int) -> Double {
    .pow(multiplier, Double(periods)) + 8 * .ulpOfOne / (1 - multiplier)
  }
}
