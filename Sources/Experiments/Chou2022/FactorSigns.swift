internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figure 4: the perturbed factor of a negative eigenvalue changes its sign.
  static let factorSigns = Reproduction(
    identifier: "chou2022/figure4",
    title: "The first factor of a negative eigenvalue turns negative",
    source: Source(.chou2022, "Figure 4, Lemma 2.10"),
    choices: [
      "lambda = 5 and -5, N = 3, alpha = 0.1, beta = 0.05, eta = 1e-3.",
      "beta = 0.05 breaks Theorem 1.3's hypothesis (errata C29); beta = 0.04, which meets it, is drawn too.",
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Figure 4: perturbed start, one eigenvalue of each sign.
        name: chou2022-figure4
        problem: {factorization: {target: {diagonal: [5, -5]}}}
        training: {descent: {stepSize: 1e-3, steps: 6000}}
        record: {at: {every: 1}, quantities: [loss], images: {rows: [0, 1], at: [0], shape: [1, 2]}}
        networks:
          - {name: β = 0.05, depth: 3, initialization: {identical: {scale: 0.1, perturbation: 0.05}}}
          - {name: β = 0.04, depth: 3, initialization: {identical: {scale: 0.1, perturbation: 0.04}}}
        """)
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    var panels: [Panel] = []
    for (place, eigenvalue) in [5.0, -5].enumerated() {
      let limit = Double.root(5, 3)
      let ends = (first: eigenvalue > 0 ? limit : -limit, others: limit)
      var (curves, marks): ([Curve], [ReferenceLine]) = ([], [])
      for (index, perturbation) in [0.05, 0.04].enumerated() {
        let network = result.network("β = \(perturbation)")
        let course = try FactorCourse(eigenvalue: eigenvalue, perturbation: perturbation)
        let products = network.diagonalCurves[place]
        let change = products.firstIndex { $0 < 0 }
        let layers = network.network.weights.layers
        let (first, others) = (layers[0][place, place], layers[1][place, place])
        let name = "lambda = \(Decimals.short(eigenvalue)), beta = \(perturbation)"
        // 1210 comes from an independent computation.
        let isKnown = eigenvalue > 0 || index > 0 || change == 1210
        // A step rounds the N factors; nothing that rounding adds grows beside the perturbation.
        let rounding = 3 * 6000 * Double.ulpOfOne * 5
        let difference = zip(products, course.products).map { ($0 - $1).magnitude }.largest
        findings.verdicts += [
          Verdict(
            "\(name): the first factor \(eigenvalue > 0 ? "keeps its sign" : "turns negative at k_0" + (index == 0 ? " = 1210" : ""))",
            holds: change == course.signChange && (change == nil) == (eigenvalue > 0) && isKnown,
            evidence: change.map { "the matrices' product is negative from k = \($0)" }
              ?? "never negative"),
          // Both digits that are printed.
          Verdict(
            "\(name): the factors end at \(eigenvalue > 0 ? "1.71, 1.71" : "-1.71, 1.71")",
            holds: max((first - ends.first).magnitude, (others - ends.others).magnitude) <= 0.005,
            evidence: "\(Decimals.short(first)), \(Decimals.short(others))"),
          Verdict(
            "\(name): the matrices' product is that of the recurrence (36)",
            holds: difference <= rounding,
            evidence:
              "largest difference \(Decimals.short(difference)), rounding \(Decimals.short(rounding))"
          ),
        ]
        let clock = course.products.indices.map(Double.init)
        curves += [
          Curve(
            "d\(subscript: 1), β = \(perturbation)", x: clock, y: course.first,
            style: CurveStyle(colour: .indexed(index), dash: .dashed, width: 1.6)),
          Curve(
            "d\(subscript: 2), β = \(perturbation)", x: clock, y: course.others,
            style: CurveStyle(colour: .indexed(index))),
        ]
        marks += change.map { [.vertical(Double($0), "k₀")] } ?? []
      }
      panels.append(
        Panel(
          title: PlotText("λ = \(Decimals.short(eigenvalue))"),
          xAxis: Axis("iteration k", range: 0...6000), yAxis: Axis("factor", range: -2...2),
          curves: curves,
          referenceLines: marks + Set([ends.first, ends.others]).sorted().map { .horizontal($0) }))
    }
    findings.figures = [
      (
        "figure4",
        Figure(
          panels: panels, columnCount: 2,
          caption: "First factor (dashed) and the others (solid); lines: their limits.")
      )
    ]
    return findings
  }
}

/// The factors of a mode over 6000 iterations of the recurrence (36).
private struct FactorCourse {
  private(set) var first: [Double] = []
  private(set) var others: [Double] = []
  private(set) var products: [Double] = []

  /// The first k with a negative first factor.
  let signChange: Int?

  init(eigenvalue: Double, perturbation: Double) throws {
    var descent = try PerturbedFactorDescent(
      depth: 3, eigenvalue: eigenvalue, start: 0.1, perturbation: perturbation, stepSize: 1e-3)
    var turning = descent
    signChange = turning.signChange(within: 6000)
    for _ in 0...6000 {
      first.append(descent.firstFactor)
      others.append(descent.otherFactor)
      products.append(descent.product)
      descent.step()
    }
  }
}
