internal import LinearAlgebra

extension DescentCount {
  /// B.backward_error.
  static let results = [
    TheoryResult(
      "B.backward_error", "Iteration counts of descent on a mode, without iterating",
      formula: """
        k = int_alpha^mu dx / F~(x),  F = eta x^{N-1} (lambda - l x^N),  h = F',  \
        F~ = F [ ln(1 + h)/h + F F'' (atanh(v)/v - 1)/(h^2 (1 + h)) ],  v = h/(2 + h)
        """,
      domain: [
        "1 <= N <= 1000, l > 0, alpha > 0, eta > 0, any lambda",
        "-eta f'(max(alpha, s)) < 1, f = F/eta, s = (lambda_+ / l)^{1/N}",
        "the same at s: eta < 1 / (N l s^{2N-2})",
        "mu between alpha and the limit; gap between 0 and the start's",
      ],
      accuracy: """
        quadrature 1e-13; against the true count below 0.002 iterations while \
        -eta f' <= 1/2; exact for N = 1 and for the rates at the fixed points; inf where the \
        count exceeds the largest double
        """,
      sources: [
        Source(.chou2022, "equation (15)"), Source(.gidel2019, "equation (22)"),
      ],
      inputs: [
        .depth,
        TheoryQuantity(
          "lambda", .number, "strength of the mode: of the target, or of Sxy", unit: "input output",
          symbols: [.chou2022: "lambda", .gidel2019: "sigma", .tarmoun2021: "sigma"]),
        TheoryQuantity(
          "l", .number, "input variance of the mode; 1 for a target", unit: "input^2",
          symbols: [.gidel2019: "lambda"]),
        TheoryQuantity(
          "alpha", .number, "start of the factor", symbols: [.chou2022: "alpha"]),
        .descentStepSize,
        TheoryQuantity(
          "mu", .list, "values of the factor to be reached", symbols: [.chou2022: "mu"]),
        TheoryQuantity(
          "gap", .list, "gaps 1 - l x^N / lambda of the product to be reached; negative from above"),
      ],
      outputs: [
        TheoryQuantity("k", .list, "iterations until each mu, as real numbers", unit: "iterations"),
        TheoryQuantity(
          "k_gap", .list, "iterations until each gap, as real numbers", unit: "iterations"),
      ]
    ) { (arguments) throws(TheoryError) in
      let count = try DescentCount(
        depth: arguments.integer("N"), strength: arguments.number("lambda"),
        inputVariance: arguments.number("l"), start: arguments.number("alpha"),
        stepSize: arguments.number("eta"))
      var reached: [Double] = []
      for factor in arguments.list("mu") {
        reached.append(try count.iterations(untilFactor: factor))
      }
      var closed: [Double] = []
      for gap in arguments.list("gap") {
        closed.append(try count.iterations(untilGap: gap))
      }
      return ["k": .list(reached), "k_gap": .list(closed)]
    }
  ]
}
