extension BalancedTwoLayerMode {
  /// G.eq16, G.eq17, G.thm1.
  static let results = [
    TheoryResult(
      "G.eq16", "One balanced mode of a two-layer network under gradient flow",
      formula: """
        w' = 2 w (sigma - lambda w), w(0) = e^{-2 delta}
        w(t) = 1 / (e^{2 (delta - sigma t)} + 2 lambda t phi1(-2 sigma t))
        """,
      domain: ["sigma, lambda, t >= 0", "any delta"],
      accuracy: """
        a few roundings times (1 + |delta - sigma t|), delta up to 1e4; err is given when sigma, lambda > 0
        """,
      sources: [Source(.gidel2019, "equation (16)")],
      printedErrors: ["G2: prints e^{-delta} for e^{-2 delta} in the denominator for sigma = 0"],
      inputs: [.modeStrength, .inputVariance, .startExponent, .flowTime],
      outputs: [
        TheoryQuantity("w", .number, "product of the two factors", unit: "output/input"),
        TheoryQuantity(
          "err", .number, "w - sigma / lambda, when both are positive", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let mode = try BalancedTwoLayerMode(arguments)
      let time = try arguments.time()
      return ["w": .number(mode.product(at: time)), "err": mode.gap(at: time).map { .number($0) }]
    },
    TheoryResult(
      "G.thm1", "Both factors of a two-layer network whose problem and start share their bases",
      formula: """
        Sx = U diag(lambda) U^T, Sxy = U diag(sigma) V^T, W1(0) = U diag(e^{-delta}) Q, W2(0) = Q^T diag(e^{-delta}) V^T
        W1(t) = U diag(sqrt(w_i(t))) Q, W2(t) = Q^T diag(sqrt(w_i(t))) V^T, w_i by G.eq16
        """,
      domain: [
        "U, V, Q orthogonal", "sigma, lambda, delta of length min(d, r, p)",
        "sigma, lambda, t >= 0",
      ],
      accuracy: "a few roundings times (1 + |delta - sigma t|)",
      sources: [Source(.gidel2019, "Theorem 1")],
      printedErrors: ["G1: prints that Q may be any invertible matrix; it must be orthogonal"],
      inputs: [
        TheoryQuantity(
          "U", .matrix, "input directions, d x d", symbols: [.gidel2019: "U", .tarmoun2021: "Psi"]),
        TheoryQuantity(
          "V", .matrix, "output directions, p x p", symbols: [.gidel2019: "V", .tarmoun2021: "Phi"]),
        TheoryQuantity(
          "Q", .matrix, "rotation of the hidden layer, r x r",
          symbols: [.gidel2019: "Q", .tarmoun2021: "G^T"]),
        .modeStrengths, .inputVariances,
        TheoryQuantity(
          "delta", .list, "factor i starts at e^{-delta_i}", symbols: [.gidel2019: "delta_i"]),
        .flowTime,
      ],
      outputs: [
        TheoryQuantity("W1", .matrix, "first factor, d x r: our W_1^T", unit: "sqrt(output/input)"),
        TheoryQuantity(
          "W2", .matrix, "second factor, r x p: our W_2^T", unit: "sqrt(output/input)"),
      ]
    ) { (arguments) throws(TheoryError) in
      let lists = (arguments.list("sigma"), arguments.list("lambda"), arguments.list("delta"))
      guard lists.0.count == lists.1.count, lists.1.count == lists.2.count else {
        throw .shape("sigma, lambda and delta have different lengths")
      }
      var modes: [BalancedTwoLayerMode] = []
      for index in lists.0.indices {
        modes.append(
          try BalancedTwoLayerMode(
            strength: lists.0[index], inputVariance: lists.1[index], exponent: lists.2[index]))
      }
      let factors = try TwoLayerFactors(
        inputBasis: arguments.matrix("U"), outputBasis: arguments.matrix("V"),
        gauge: arguments.matrix("Q"), modes: modes
      ).factors(at: arguments.time())
      return ["W1": .matrix(factors.first), "W2": .matrix(factors.second)]
    },
    TheoryResult(
      "G.eq17", "The time at which a balanced mode has half risen",
      formula: """
        w(T) = sigma / (2 lambda): T = ln(e^r - 1) / (2 sigma), r = 2 delta + ln(sigma / lambda)
        leading term delta / sigma
        """,
      domain: ["sigma, lambda > 0", "e^{-2 delta} < sigma / (2 lambda)"],
      accuracy: "a few roundings",
      sources: [Source(.gidel2019, "equation (17)")],
      printedErrors: ["G7: prints (delta / sigma) ln(sigma)"],
      inputs: [.modeStrength, .inputVariance, .startExponent],
      outputs: [
        TheoryQuantity("half_rise", .number, "exact time", unit: "time"),
        TheoryQuantity("leading", .number, "its leading term for large delta", unit: "time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let times = try BalancedTwoLayerMode(arguments).halfRise()
      return ["half_rise": .number(times.time), "leading": .number(times.leading)]
    },
    TheoryResult(
      "G.eq49", "One mode of a two-layer network with any imbalance and any input variance",
      formula: "m' = n (sigma - lambda m n), n' = m (sigma - lambda m n), as in B.mode",
      domain: ["lambda, t >= 0", "any real sigma, m0, n0"],
      accuracy: "a few roundings times (1 + rate t) for both factors, however unequal",
      sources: [Source(.gidel2019, "equation (49)")],
      inputs: [
        .modeStrength, .inputVariance,
        TheoryQuantity(
          "m0", .number, "one factor at time 0", unit: "sqrt(output/input)",
          symbols: [.gidel2019: "m(0)", .tarmoun2021: "u(0)"]),
        TheoryQuantity(
          "n0", .number, "the other factor at time 0", unit: "sqrt(output/input)",
          symbols: [.gidel2019: "n(0)", .tarmoun2021: "v(0)"]),
        .flowTime,
      ],
      outputs: [
        TheoryQuantity("m", .number, "the one factor", unit: "sqrt(output/input)"),
        TheoryQuantity("n", .number, "the other factor", unit: "sqrt(output/input)"),
      ]
    ) { (arguments) throws(TheoryError) in
      let mode = try ImbalancedMode(
        strength: arguments.number("sigma"), inputVariance: arguments.number("lambda"),
        u: arguments.number("m0"), v: arguments.number("n0"))
      let state = mode.state(at: try arguments.time())
      return ["m": .number(state.u), "n": .number(state.v)]
    },
  ]

  private init(_ arguments: TheoryArguments) throws(TheoryError) {
    try self.init(
      strength: arguments.number("sigma"), inputVariance: arguments.number("lambda"),
      exponent: arguments.number("delta"))
  }
}
