internal import DynamicsTheory
internal import Plotting
internal import RealModule

extension Reproduction {
  /// Chou 2022, Lemma A.1: above a threshold of the step size descent no longer converges.
  static let stabilityThreshold = Reproduction(
    identifier: "chou2022/lemmaA1",
    title: "Orbits of descent over the step size: the threshold and beyond",
    source: Source(.chou2022, "Lemma A.1"),
    choices: [
      "lambda = 1, N = 2 and 3, alpha = 0.3; the last 30 of 3000 iterates for 200 step sizes."
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Lemma A.1: a step size a little above the threshold settles on a cycle of two.
        name: chou2022-lemmaA1
        problem: {factorization: {target: {diagonal: [1]}}}
        training: {descent: {stepSize: 1.1, steps: 400}}
        record: {at: {every: 1}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 0.3}}
        """)
    ]
  ) { _, _ in
    var findings = Findings()
    var panels: [Panel] = []
    for depth in [2, 3] {
      let threshold = try StepSizeLimits.divergence(depth: depth, eigenvalue: 1, start: 0.3)
      let edge = try EdgeOfStability(depth: depth, values: [1])
      var (places, heights): ([Double], [Double]) = ([], [])
      var (below, above, cycleError) = (0, 0, 0.0)
      for i in 1...200 {
        let stepSize = threshold * 1.5 * Double(i) / 200
        var descent = try FactorDescent(
          depth: depth, eigenvalue: 1, start: 0.3, stepSize: stepSize)
        descent.value(after: 3000)
        var orbit: [Double] = []
        for _ in 0..<30 {
          orbit.append(descent.value)
          descent.step()
        }
        let spread = (orbit.max() ?? 0) - (orbit.min() ?? 0)
        if stepSize < 0.99 * threshold, !(spread < 1e-6) { below += 1 }
        if stepSize > 1.01 * threshold, spread < 1e-3 { above += 1 }
        if let cycle = edge.cycle(stepSize: stepSize), cycle.isStable, stepSize > 1.01 * threshold {
          let found = [orbit.min() ?? 0, orbit.max() ?? 0]
          cycleError = max(
            cycleError, (found[0] - cycle.lower).magnitude, (found[1] - cycle.upper).magnitude)
        }
        places += orbit.map { _ in stepSize }
        heights += orbit
      }
      findings.verdicts += [
        Verdict(
          "N = \(depth): below 2 / (N lambda^{2-2/N}) descent settles", holds: below == 0,
          evidence: "\(below) step sizes do not"),
        Verdict(
          "N = \(depth): above it descent never settles", holds: above == 0,
          evidence: "\(above) step sizes do"),
        Verdict(
          "N = \(depth): above it, up to the doubling, it settles on the closed form's 2-cycle",
          holds: cycleError <= 1e-6, evidence: "off by at most \(Decimals.short(cycleError))"),
      ]
      panels.append(
        Panel(
          title: PlotText("N = \(depth)"), xAxis: Axis("step size η"),
          yAxis: Axis("late iterates d(k)"),
          curves: [
            Curve(x: places, y: heights, style: CurveStyle(colour: .indexed(0), form: .points))
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
