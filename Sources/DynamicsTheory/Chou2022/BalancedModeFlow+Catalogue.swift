extension TheoryQuantity {
  /// N.
  static let depth = TheoryQuantity(
    "N", .integer, "depth: number of factors", symbols: [.gidel2019: "L", .chou2022: "N"])

  /// lambda, a target's eigenvalue.
  static let targetEigenvalue = TheoryQuantity(
    "lambda", .number, "eigenvalue of the target, of any sign", unit: "output/input",
    symbols: [.gidel2019: "sigma_i", .tarmoun2021: "sigma_i", .chou2022: "lambda_i"])

  /// alpha.
  static let initializationScale = TheoryQuantity(
    "alpha", .number, "scale of each factor at the start", unit: "(output/input)^(1/N)",
    symbols: [.gidel2019: "e^{-delta}", .chou2022: "alpha"])
}

extension BalancedModeFlow {
  /// C.eq24, C.T_plus, C.T_plus_gap.
  static let results = [
    TheoryResult(
      "C.T_plus", "The time of the flow between two values of a balanced mode's factor",
      formula: "T = int_alpha^mu dy / (y^{N-1} (lambda - y^N))",
      domain: ["alpha, mu > 0", "mu between alpha and the limit, on the same side"],
      accuracy: """
        a few roundings, also next to the limit and for mu near alpha; at the limit itself it is infinite
        """,
      sources: [Source(.chou2022, "equation (17)"), Source(.chou2022, "Appendix B")],
      printedErrors: [
        "C1: prints the sum over the roots with the wrong sign",
        "C2: prints a complex logarithm for N = 2 above the limit",
        "C16: Appendix B prints lambda^2 N, a wrong last index and a wrong denominator",
      ],
      inputs: [
        .depth, .targetEigenvalue,
        TheoryQuantity(
          "mu", .number, "value to reach", unit: "(output/input)^(1/N)", symbols: [.chou2022: "mu"]),
        .initializationScale,
      ],
      outputs: [TheoryQuantity("T", .number, "time of the flow", unit: "time")]
    ) { (arguments) throws(TheoryError) in
      let flow = try BalancedModeFlow(arguments)
      return [
        "T": .number(try flow.time(from: arguments.number("alpha"), to: arguments.number("mu")))
      ]
    },
    TheoryResult(
      "C.T_plus_gap", "The time of the flow until a balanced mode's factor is near its limit",
      formula: "T as C.T_plus with mu = lambda^{1/N} -+ eps, from below or above",
      domain: ["alpha, lambda, eps > 0", "eps <= |alpha - lambda^{1/N}|"],
      accuracy: "a few roundings; eps may be far below the spacing of doubles at the limit",
      sources: [Source(.chou2022, "equation (17)")],
      inputs: [
        .depth, .targetEigenvalue,
        TheoryQuantity(
          "eps", .number, "distance from the limit", unit: "(output/input)^(1/N)",
          symbols: [.chou2022: "epsilon"]),
        .initializationScale,
      ],
      outputs: [TheoryQuantity("T", .number, "time of the flow", unit: "time")]
    ) { (arguments) throws(TheoryError) in
      let flow = try BalancedModeFlow(arguments)
      try Assumption("lambda", flow.eigenvalue, .greater, 0).require()
      let time = try flow.time(
        from: arguments.number("alpha"), toWithin: arguments.number("eps"))
      return ["T": .number(time)]
    },
    TheoryResult(
      "C.eq24", "The flow of a balanced mode's factor",
      formula: "y' = -y^{N-1} (y^N - lambda), y(0) = alpha",
      domain: ["t >= 0", "alpha > 0; any alpha for N = 1", "any real lambda"],
      accuracy: """
        a few roundings times the conditioning: in a plateau a rounding of t counts (s / alpha)^{N-2} fold
        """,
      sources: [Source(.chou2022, "equations (24) and (25)")],
      printedErrors: [
        "C15: prints the solution for lambda = 0 of the product as that of the factor"
      ],
      inputs: [.depth, .targetEigenvalue, .initializationScale, .flowTime],
      outputs: [
        TheoryQuantity("y", .number, "the factor at time t", unit: "(output/input)^(1/N)")
      ]
    ) { (arguments) throws(TheoryError) in
      let flow = try BalancedModeFlow(arguments)
      let value = try flow.value(at: arguments.time(), from: arguments.number("alpha"))
      return ["y": .number(value)]
    },
  ]

  private init(_ arguments: TheoryArguments) throws(TheoryError) {
    try self.init(depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"))
  }
}
