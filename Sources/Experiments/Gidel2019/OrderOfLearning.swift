internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
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
      sigma = lambda = (1, 0.9), factors from e^{-300} I, fifteen step sizes; looked at iteration floor(delta / (0.9 eta)), \
      when the flow has mode 2 half way: by then mode 1 must be learned.
      """,
      "The criterion ln(1 + eta sigma_i) > eta sigma_j is ours; the paper's conditions are sufficient (erratum G18).",
    ],
    parts: [
      Part(
        "descent",
        """
        # Gidel 2019, Corollary 3: two modes of nearly the same strength, step sizes around the threshold.
        name: gidel2019-corollary3
        problem: {autoencoder: {inputs: {diagonal: [1.4142135623730951, 1.3416407864998738]}}}
        initialization: {identical: 5.148200222412013e-131}
        record: {at: {linear: 2}, quantities: [singularValues]}
        networks:
        \(stepSizes.map(network).joined(separator: "\n"))
        """)
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    let thresholds = try DescentThresholds(strengths: [1, 0.9])
    // Mode 1 of the simulated matrices at the time of mode 2 in the flow.
    let products = result.networks.map { $0.network.endToEndMatrix[0, 0] }
    let recurrence = try stepSizes.map {
      try TwoLayerDescent(strength: 1, inputVariance: 1, start: .exp(-600), stepSize: $0)
        .product(at: iteration($0))
    }
    let difference = zip(products, recurrence).map { ($0 - $1).magnitude }.largest
    let crossing = crossing(of: products)
    // A shift of the exponent by one: it falls by (sigma_2 / sigma_1 - 1 / (1 + eta)) delta / (sigma_2 eta) for each unit of eta.
    let slope = (0.9 - 1 / (1 + thresholds.exact)) * 300 / (0.9 * thresholds.exact)
    findings.verdicts = [
      Verdict(
        "Mode 1 is learned at the time of mode 2 up to the exact threshold of the step size",
        holds: (crossing - thresholds.exact).magnitude <= 1 / slope,
        evidence: """
          half learned at eta = \(Decimals.short(crossing)), threshold \(Decimals.short(thresholds.exact)) up to \
          \(Decimals.short(1 / slope)), the width at this delta
          """),
      // e^{-600} grows by a factor of 1e260, and with it the rounding of each step.
      Verdict(
        "Descent on the matrices is the recurrence (22), corrected",
        holds: difference <= 2 * Double(iteration(stepSizes[0])) * .ulpOfOne,
        evidence: "largest difference \(Decimals.short(difference))"),
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

  private static let stepSizes = [
    0.02, 0.05, 0.1, 0.15, 0.2, 0.21, 0.22, 0.225, 0.23, 0.235, 0.24, 0.25, 0.3, 0.4, 0.5,
  ]

  /// T_2: when the flow has mode 2 half way.
  private static func iteration(_ stepSize: Double) -> Int { Int(300 / (0.9 * stepSize)) }

  private static func network(_ stepSize: Double) -> String {
    """
      - {name: eta \(stepSize), depth: 2, training: {descent: {stepSize: \(stepSize), steps: \(iteration(stepSize))}}}
    """
  }

  /// The step size at which mode 1 is half learned, between two of those that were run; NaN where there is none.
  private static func crossing(of products: [Double]) -> Double {
    guard let above = products.firstIndex(where: { $0 < 0.5 }), above > 0 else { return .nan }
    let (x0, x1, y0, y1) = (
      stepSizes[above - 1], stepSizes[above], products[above - 1], products[above]
    )
    return x0 + (x1 - x0) * (y0 - 0.5) / (y0 - y1)
  }
}
