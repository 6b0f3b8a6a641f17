extension BalancedMode {
  private static let depth = TheoryQuantity(
    "L", .integer, "depth: number of factors", symbols: [.gidel2019: "L", .chou2022: "N"])

  private static let start = TheoryQuantity(
    "w0", .number, "product at time 0", unit: "output/input", symbols: [.gidel2019: "w(0)"])

  /// G.eq43, G.eq43_time.
  static let results = [
    TheoryResult(
      "G.eq43", "One balanced mode of any depth under gradient flow",
      formula: "w' = L w^{2-2/L} (sigma - lambda w), w(0) = w0",
      domain: ["lambda, t >= 0", "w0 > 0; any w0 for L = 1"],
      accuracy: """
        a few roundings times the conditioning; for lambda = 0 and L >= 3 infinite after the finite-time blow-up
        """,
      sources: [Source(.gidel2019, "equation (43)")],
      inputs: [depth, .modeStrength, .inputVariance, start, .flowTime],
      outputs: [TheoryQuantity("w", .number, "product at time t", unit: "output/input")]
    ) { (arguments) throws(TheoryError) in
      let product = try BalancedMode(arguments).product(
        at: arguments.time(), from: arguments.number("w0"))
      return ["w": .number(product)]
    },
    TheoryResult(
      "G.eq43_time", "The time between two values of a balanced mode of any depth",
      formula:
        "t = T(w0^{1/L} -> w^{1/L}) / lambda, T by C.T_plus with N = L and eigenvalue sigma / lambda",
      domain: ["L >= 2", "lambda, w0, w > 0", "w between w0 and sigma / lambda"],
      accuracy: "a few roundings, times the conditioning next to the limit",
      sources: [Source(.gidel2019, "equation (43)"), Source(.chou2022, "equation (17)")],
      inputs: [
        depth, .modeStrength, .inputVariance, start,
        TheoryQuantity("w", .number, "product to reach", unit: "output/input"),
      ],
      outputs: [TheoryQuantity("t", .number, "time of the flow", unit: "time")]
    ) { (arguments) throws(TheoryError) in
      let time = try BalancedMode(arguments).time(
        from: arguments.number("w0"), to: arguments.number("w"))
      return ["t": .number(time)]
    },
  ]

  private init(_ arguments: TheoryArguments) throws(TheoryError) {
    try self.init(
      depth: arguments.integer("L"), strength: arguments.number("sigma"),
      inputVariance: arguments.number("lambda"))
  }
}
