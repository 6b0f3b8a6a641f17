internal import RealModule

extension ImbalancedMode {
  /// T.prop3, T.prop3_uv.
  static let results = [
    TheoryResult(
      "T.prop3", "One mode of a two-layer factorisation with any imbalance: its product",
      formula: """
        x' = (sigma - x) sqrt(4 x^2 + lambda0^2), x(0) = x0
        x - x0 = (sigma - x0) (1 - E) (S0 / B + D0 / A) / 2,  x - sigma = (x0 - sigma) omega^2 E / (A B)
        omega = sqrt(4 sigma^2 + lambda0^2), E = e^{-omega t}, S0, D0 = sqrt(4 x0^2 + lambda0^2) +- 2 x0
        A = omega/2 + sigma + (omega/2 - sigma) E + D0 (1 - E) / 2
        B = omega/2 - sigma + (omega/2 + sigma) E + S0 (1 - E) / 2
        """,
      domain: ["t >= 0", "any real sigma, lambda0, x0"],
      accuracy: """
        a few roundings times (1 + omega t); err keeps its digits at the limit. \
        From lambda0 = 0 and x0 < 0 with sigma > 0 the product tends to 0, not to sigma.
        """,
      sources: [
        Source(.tarmoun2021, "Proposition 3"), Source(.tarmoun2021, "equations (15) and (51)"),
      ],
      printedErrors: [
        "T5: the printed quotient for C is 0/0 at lambda0 = 0 and at x0 = sigma",
        "T6: prints that x always converges to sigma; not from u0 = -v0",
      ],
      inputs: [
        .modeStrength, .modeImbalance, startProduct, .flowTime,
      ],
      outputs: [
        TheoryQuantity("x", .number, "product at time t", unit: "output/input"),
        TheoryQuantity("err", .number, "x - sigma", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let mode = try ImbalancedMode(arguments)
      let state = mode.state(at: try arguments.time())
      return ["x": .number(state.product), "err": .number(state.gap)]
    },
    TheoryResult(
      "T.prop3_uv", "One mode of a two-layer factorisation with any imbalance: its factors",
      formula: """
        u' = (sigma - u v) v,  v' = (sigma - u v) u
        u + v = (u0 + v0) sqrt(A / B),  u - v = (u0 - v0) sqrt(B / A), A and B as in T.prop3
        """,
      domain: ["t >= 0", "any real sigma, u0, v0"],
      accuracy: "a few roundings times (1 + omega t) for both factors, however unequal",
      sources: [Source(.tarmoun2021, "Proposition 3")],
      inputs: [
        .modeStrength,
        TheoryQuantity(
          "u0", .number, "factor of the second layer at time 0", unit: "sqrt(output/input)",
          symbols: [.tarmoun2021: "u(0)"]),
        TheoryQuantity(
          "v0", .number, "factor of the first layer at time 0", unit: "sqrt(output/input)",
          symbols: [.tarmoun2021: "v(0)"]),
        .flowTime,
      ],
      outputs: [
        TheoryQuantity("u", .number, "factor of the second layer", unit: "sqrt(output/input)"),
        TheoryQuantity("v", .number, "factor of the first layer", unit: "sqrt(output/input)"),
      ]
    ) { (arguments) throws(TheoryError) in
      let mode = try ImbalancedMode(
        strength: arguments.number("sigma"), u: arguments.number("u0"), v: arguments.number("v0"))
      let state = mode.state(at: try arguments.time())
      return ["u": .number(state.u), "v": .number(state.v)]
    },
    TheoryResult(
      "T.eq51", "The constant of the closed form of a two-layer mode",
      formula: """
        C = (sigma - x0) / (omega rho0 + 4 sigma x0 + lambda0^2)
        omega = sqrt(4 sigma^2 + lambda0^2), rho0 = sqrt(4 x0^2 + lambda0^2)
        """,
      domain: ["the start tends to sigma: the denominator is not 0"], accuracy: "a few roundings",
      sources: [Source(.tarmoun2021, "equations (15) and (51)")],
      printedErrors: [
        "T5: the printed quotient is 0/0 at lambda0 = 0; C has the sign of sigma - x0"
      ],
      inputs: [.modeStrength, .modeImbalance, startProduct],
      outputs: [TheoryQuantity("C", .number, "the constant", unit: "input/output")]
    ) { (arguments) throws(TheoryError) in
      ["C": .number(try ImbalancedMode(arguments).asymptotics().constant)]
    },
    TheoryResult(
      "T.eq16", "The asymptotic amplitude and rate of a two-layer mode",
      formula:
        "|x - sigma| ~ K e^{-omega t}, K = 2 |C| omega^2, omega = sqrt(4 sigma^2 + lambda0^2)",
      domain: ["the start tends to sigma"], accuracy: "a few roundings",
      sources: [Source(.tarmoun2021, "equation (16)")],
      printedErrors: ["T7: prints C for |C|"],
      inputs: [.modeStrength, .modeImbalance, startProduct],
      outputs: [
        TheoryQuantity("K", .number, "amplitude", unit: "output/input"),
        TheoryQuantity("omega", .number, "rate", unit: "1/time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let mode = try ImbalancedMode(arguments)
      return ["K": .number(try mode.asymptotics().amplitude), "omega": .number(mode.rate)]
    },
    TheoryResult(
      "T.table2", "Whether two layers learn a mode faster than one",
      formula:
        "rate = sqrt(4 sigma^2 + lambda0^2), accelerated iff rate > 1, the rate of one layer",
      domain: ["any real sigma, lambda0"], accuracy: "one rounding",
      sources: [Source(.tarmoun2021, "Table 2")],
      inputs: [.modeStrength, .modeImbalance],
      outputs: [
        TheoryQuantity(
          "accelerated", .flag, "whether the asymptotic rate exceeds that of one layer"),
        TheoryQuantity("rate", .number, "the asymptotic rate", unit: "1/time"),
      ]
    ) { (arguments) in
      let rate = Double.hypot(2 * arguments.number("sigma"), arguments.number("lambda0"))
      return ["accelerated": .flag(rate > 1), "rate": .number(rate)]
    },
  ]

  private static let startProduct = TheoryQuantity(
    "x0", .number, "product u v at time 0", unit: "output/input", symbols: [.tarmoun2021: "x(0)"])

  private init(_ arguments: TheoryArguments) throws(TheoryError) {
    try self.init(
      strength: arguments.number("sigma"), product: arguments.number("x0"),
      imbalance: arguments.number("lambda0"))
  }
}
