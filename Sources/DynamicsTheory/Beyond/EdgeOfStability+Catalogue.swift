internal import LinearAlgebra

extension EdgeOfStability {
  /// B.edge.
  static let results = [
    TheoryResult(
      "B.edge", "The edge of stability: threshold, oscillating modes, the 2-cycle above it",
      formula: """
        eta* = 2/(N s_1^{2-2/N});  oscillating = #{i : eta N s_i^{2-2/N} > 2};  cycle: b = a + F(a), \
        a = b + F(b), F = eta x^{N-1}(s_1 - x^N);  N = 2: a b = 1/eta, a^2 + b^2 = (1 + eta s_1)/eta
        """,
      domain: [
        "Sx = I, balanced factors of depth N, 1 <= N <= 1000, s_i >= 0, eta >= 0, tau0 >= 0",
        "the 2-cycle needs N >= 2 and eta > eta*",
        "the catapult, 2 < eta tau0 < 4 in two layers, is an observation, no theorem",
      ],
      accuracy: """
        a few roundings; the distance b - a loses digits like 1/(eta/eta* - 1); eta* is inf \
        where all s_i = 0 and N >= 2
        """,
      sources: [Source(.cohen2021, "edge of stability"), Source(.lewkowycz2020, "catapult")],
      inputs: [
        .depth,
        TheoryQuantity(
          "s", .list, "singular values of the minimum", unit: "output/input",
          symbols: [.gidel2019: "sigma", .tarmoun2021: "sigma", .chou2022: "lambda"]),
        .descentStepSize,
        TheoryQuantity("tau0", .number, "u^2 + v^2 at the start, two layers", unit: "output/input"),
      ],
      outputs: [
        TheoryQuantity("eta_star", .number, "stability limit of the step size", unit: "time"),
        TheoryQuantity(
          "eta_doubling", .number, "where the period of the 2-cycle doubles; absent for N = 1",
          unit: "time"),
        TheoryQuantity("oscillating", .integer, "number of modes that oscillate"),
        TheoryQuantity(
          "cycle", .list,
          "factor's two values [a, b] for the strongest mode; absent without a cycle"),
        TheoryQuantity(
          "multiplier", .number, "derivative of two steps on the cycle; absent without a cycle"),
        TheoryQuantity("stable", .flag, "whether |multiplier| < 1; absent without a cycle"),
        TheoryQuantity("catapult", .flag, "2 < eta tau0 < 4"),
      ]
    ) { (arguments) throws(TheoryError) in
      let edge = try EdgeOfStability(depth: arguments.integer("N"), values: arguments.list("s"))
      let (stepSize, sum) = (arguments.number("eta"), arguments.number("tau0"))
      try Assumption("eta", stepSize, .atLeast, 0).require()
      try Assumption("tau0", sum, .atLeast, 0).require()
      let cycle = edge.cycle(stepSize: stepSize)
      return [
        "eta_star": .number(edge.stepSizeLimit),
        "eta_doubling": edge.doublingStepSize.map { .number($0) },
        "oscillating": .integer(edge.oscillatingModeCount(stepSize: stepSize)),
        "cycle": cycle.map { .list([$0.lower, $0.upper]) },
        "multiplier": cycle.map { .number($0.multiplier) },
        "stable": cycle.map { .flag($0.isStable) },
        "catapult": .flag(isCatapult(stepSize: stepSize, sum: sum)),
      ]
    }
  ]
}
