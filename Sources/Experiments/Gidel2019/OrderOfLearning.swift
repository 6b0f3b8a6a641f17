internal import DynamicsTheory
internal import Plotting
internal import RealModule

extension Reproduction {
  /// Gidel 2019, Corollary 3: the step sizes for which descent learns one mode after another.
  static let orderOfLearning = Reproduction(
    identifier: "gidel2019/corollary3",
    title: "Descent learns in order below a threshold of the step size",
    source: Source(.gidel2019, "Corollary 3"),
    choices: [
      """
      sigma = lambda = (1, 0.9), delta = 300, looked at iteration floor(delta / (0.9 eta)): mode 1 must be learned, mode 2 \
      half way; and at floor(delta / eta): mode 1 half way, mode 2 not at all.
      """,
      "The criterion ln(1 + eta sigma_i) > eta sigma_j is ours; the paper's conditions are sufficient (erratum G18).",
    ],
    parts: [
      Part(
        "descent",
        """
        # Gidel 2019, Corollary 3: two modes of nearly the same strength, a step size above the printed conditions.
        name: gidel2019-corollary3
        problem: {autoencoder: {inputs: {diagonal: [1.4142135623730951, 1.3416407864998738]}}}
        training: {descent: {stepSize: 0.2, steps: 200}}
        record: {at: {every: 1}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 1e-3}}
        """)
    ]
  ) { _, _ in
    var findings = Findings()
    let (strengths, delta) = ([1.0, 0.9], 300.0)
    let thresholds = try DescentThresholds(strengths: strengths)
    let stepSizes = (1...60).map { 0.01 * Double($0) }
    // At the time of mode 2 in the flow, mode 1 is learned if and only if the criterion says so.
    var (products, misjudged): ([Double], Int) = ([], 0)
    for stepSize in stepSizes {
      let iteration = Int(delta / (strengths[1] * stepSize))
      let product = try TwoLayerDescent(
        strength: 1, inputVariance: 1, start: .exp(-2 * delta), stepSize: stepSize
      ).product(at: iteration)
      products.append(product)
      let exponent = (Double.log(onePlus: stepSize) - 0.9 * stepSize) * delta / (0.9 * stepSize)
      // Within a few units of the exponent the limit is not reached at this delta.
      if exponent.magnitude > 3, (product > 0.5) != (stepSize < thresholds.exact) { misjudged += 1 }
    }
    findings.verdicts = [
      Verdict(
        "Mode 1 is learned at the time of mode 2 if and only if the step size is below the exact threshold",
        holds: misjudged == 0,
        evidence:
          "\(misjudged) of \(stepSizes.count) step sizes misjudged; threshold \(Decimals.short(thresholds.exact))"
      ),
      Verdict(
        "The first printed condition is sufficient",
        holds: thresholds.printedFirst <= thresholds.exact,
        evidence:
          "\(Decimals.short(thresholds.printedFirst)) <= \(Decimals.short(thresholds.exact))"),
      Verdict(
        "Both printed conditions are needed (erratum G18)",
        holds: min(thresholds.printedFirst, thresholds.printedSecond) >= thresholds.exact,
        isExpected: false,
        evidence:
          "they ask for \(Decimals.short(min(thresholds.printedFirst, thresholds.printedSecond)))"),
    ]
    findings.figures = [
      (
        "corollary3",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("step size η"), yAxis: Axis("mode 1 at the time of mode 2"),
              curves: [Curve(x: stepSizes, y: products, style: .indexed(0, form: .lineAndPoints))],
              referenceLines: [
                .vertical(thresholds.exact, "exact"),
                .vertical(thresholds.printedSecond, "printed"),
              ])
          ], caption: "Product of mode 1 after floor(δ / (η σ₂)) iterations, δ = 300.")
      )
    ]
    return findings
  }
}
