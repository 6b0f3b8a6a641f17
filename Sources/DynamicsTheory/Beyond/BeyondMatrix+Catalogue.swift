internal import LinearAlgebra

extension TheoryQuantity {
  private static let factorUnit = "sqrt(output/input)"

  fileprivate static let firstFactor = TheoryQuantity(
    "W1", .matrix, "first layer at time 0, k x d", unit: factorUnit,
    symbols: [.gidel2019: "W_1^T", .tarmoun2021: "V^T", .chou2022: "W_1"])

  fileprivate static let secondFactor = TheoryQuantity(
    "W2", .matrix, "second layer at time 0, p x k", unit: factorUnit,
    symbols: [.gidel2019: "W_2^T", .tarmoun2021: "U", .chou2022: "W_2"])

  fileprivate static let matrixTarget = TheoryQuantity(
    "Y", .matrix, "target, p x d", unit: "output/input",
    symbols: [.gidel2019: "Sxy^T", .tarmoun2021: "Y", .chou2022: "W-hat"])

  fileprivate static let endToEnd = TheoryQuantity(
    "W", .matrix, "end-to-end matrix, p x d", unit: "output/input",
    symbols: [.gidel2019: "W^T", .tarmoun2021: "X", .chou2022: "W"])
}

extension BalancedTwoLayerFlow {
  /// B.mode, B.balanced2, B.self_consistent, B.endtoend, B.compression, B.gauss_legendre.
  static let results = [
    TheoryResult(
      "B.mode", "One two-layer mode with any imbalance and any input variance",
      formula: """
        u' = v (sigma - lambda u v), v' = u (sigma - lambda u v);  w = sqrt(sigma^2 + lambda^2 (u0^2 - v0^2)^2 / 4)
        u + v = (u0 + v0) sqrt(A / B), u - v = (u0 - v0) sqrt(B / A), E = e^{-2wt}
        A = w + sigma + (w - sigma) E + lambda (u0 - v0)^2 (1 - E) / 2;  B = w - sigma + (w + sigma) E + lambda (u0 + v0)^2 (1 - E) / 2
        """,
      domain: ["lambda, t >= 0", "any real sigma, u0, v0"],
      accuracy: "a few roundings times (1 + 2 w t), for both factors and for the gap",
      sources: [
        Source(.tarmoun2021, "Proposition 3, for lambda = 1"),
        Source(.gidel2019, "equation (49), for its system"),
      ],
      inputs: [
        .modeStrength, .inputVariance,
        TheoryQuantity(
          "u0", .number, "factor of the second layer at time 0", unit: "sqrt(output/input)",
          symbols: [.gidel2019: "n(0)", .tarmoun2021: "u(0)"]),
        TheoryQuantity(
          "v0", .number, "factor of the first layer at time 0", unit: "sqrt(output/input)",
          symbols: [.gidel2019: "m(0)", .tarmoun2021: "v(0)"]),
        .flowTime,
      ],
      outputs: [
        TheoryQuantity("u", .number, "factor of the second layer", unit: "sqrt(output/input)"),
        TheoryQuantity("v", .number, "factor of the first layer", unit: "sqrt(output/input)"),
        TheoryQuantity("x", .number, "product u v", unit: "output/input"),
        TheoryQuantity("gap", .number, "lambda x - sigma", unit: "input output"),
      ]
    ) { (arguments) throws(TheoryError) in
      let mode = try ImbalancedMode(
        strength: arguments.number("sigma"), inputVariance: arguments.number("lambda"),
        u: arguments.number("u0"), v: arguments.number("v0"))
      let state = mode.state(at: try arguments.time())
      return [
        "u": .number(state.u), "v": .number(state.v), "x": .number(state.product),
        "gap": .number(state.gap),
      ]
    },
    TheoryResult(
      "B.balanced2", "The whole matrix of two layers from any lambda0-balanced start",
      formula: """
        W2^T W2 - W1 W1^T = lambda0 I, Q = [W1^T; W2], F = [[-lambda0/2 I, Y^T], [Y, lambda0/2 I]]
        Q Q^T(t) = e^{Ft} Q0 (I + Q0^T t phi1(2Ft) Q0)^{-1} Q0^T e^{Ft}
        """,
      domain: ["W1 k x d, W2 p x k, Y p x d, any shape and rank", "any real lambda0", "t >= 0"],
      accuracy: "1e-13 or so, normwise, for any t",
      sources: [
        Source(.fukumizu1998, "section 3"), Source(.tarmoun2021, "Proposition 5"),
      ],
      inputs: [.matrixTarget, .firstFactor, .secondFactor, .modeImbalance, .flowTime],
      outputs: [
        .endToEnd,
        TheoryQuantity("G1", .matrix, "W1^T W1, d x d", unit: "output/input"),
        TheoryQuantity("G2", .matrix, "W2 W2^T, p x p", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let flow = try BalancedTwoLayerFlow(
        target: arguments.matrix("Y"), first: arguments.matrix("W1"),
        second: arguments.matrix("W2"), imbalance: arguments.number("lambda0"))
      let state = try flow.state(at: arguments.time())
      return [
        "W": .matrix(state.endToEndMatrix), "G1": .matrix(state.inputGramian),
        "G2": .matrix(state.outputGramian),
      ]
    },
    TheoryResult(
      "B.self_consistent", "The end-to-end matrix of a wide two-layer network from a random start",
      formula: """
        A' = -(sqrt(A A^T + c^2 I) G + G sqrt(A^T A + c^2 I)), G = A - Y, c = s2 k
        solved as B.balanced2 with lambda0 = 2c from W2 = U sqrt(c + h), W1 = sqrt(h - c) V^T, h = sqrt(a^2 + c^2), A0 = U a V^T
        """,
      domain: ["A0, Y p x d", "s2, k, t >= 0"],
      accuracy: """
        1e-13 or so for the equation; the equation itself is within a few per cent of descent at width 200
        """,
      sources: [Source(.tu2024, "the self-consistent dynamics")],
      inputs: [
        .matrixTarget,
        TheoryQuantity("A0", .matrix, "start, p x d", unit: "output/input"),
        TheoryQuantity(
          "s2", .number, "variance of the factors' entries", unit: "output/input",
          symbols: [.tarmoun2021: "sigma^2"]),
        TheoryQuantity("k", .integer, "width of the hidden layer", symbols: [.tarmoun2021: "k"]),
        .flowTime,
      ],
      outputs: [
        TheoryQuantity("A", .matrix, "approximate end-to-end matrix", unit: "output/input")
      ]
    ) { (arguments) throws(TheoryError) in
      try Assumption("k", Double(arguments.integer("k")), .atLeast, 0).require()
      let flow = try SelfConsistentFlow(
        target: arguments.matrix("Y"), start: arguments.matrix("A0"),
        scale: arguments.number("s2") * Double(arguments.integer("k")))
      return ["A": .matrix(try flow.endToEndMatrix(at: arguments.time()))]
    },
    TheoryResult(
      "B.endtoend", "How the end-to-end matrix of a balanced network moves, whatever the loss",
      formula: """
        dW = - sum_{j=1}^N (W W^T)^{(j-1)/N} G (W^T W)^{(N-j)/N};  ds_r = -N s_r^{2-2/N} u_r^T G v_r
        """,
      domain: ["W, G p x d", "N >= 1"], accuracy: "a few roundings",
      sources: [Source(.arora2018, "Theorem 1"), Source(.arora2019, "Theorem 3")],
      inputs: [
        .endToEnd,
        TheoryQuantity("G", .matrix, "gradient of the loss in W", unit: "input output"), .depth,
      ],
      outputs: [
        TheoryQuantity("dW", .matrix, "velocity of W"),
        TheoryQuantity("ds", .list, "velocities of the singular values, largest value first"),
      ]
    ) { (arguments) throws(TheoryError) in
      let velocity = try EndToEndVelocity(
        endToEndMatrix: arguments.matrix("W"), gradient: arguments.matrix("G"),
        depth: arguments.integer("N"))
      return ["dW": .matrix(velocity.velocity), "ds": .list(velocity.singularValueRates)]
    },
    TheoryResult(
      "B.compression", "Descent from scaled orthogonal factors towards a target of low rank",
      formula: """
        W_j(0) = alpha O_j, B = orth[V_M, W(0)^T U_M], A_0 = B, A_j = O_j A_{j-1}
        A_j^T W_j A_{j-1} descends from alpha I on A_N^T Y A_0; the rest is rho O_j, rho <- rho - eta rho^{2N-1}
        """,
      domain: ["O_j orthogonal d x d", "2 rank Y <= d", "eta > 0, k >= 0"],
      accuracy: "a few roundings for each iteration",
      sources: [Source(.yaras2023, "Theorem 1")],
      inputs: [
        .matrixTarget,
        TheoryQuantity("Os", .matrices, "O_1, ..., O_N, orthogonal d x d"), .initializationScale,
        .stepSize, .iteration("k"),
      ],
      outputs: [.endToEnd]
    ) { (arguments) throws(TheoryError) in
      let compression = try OrthogonalStartCompression(
        target: arguments.matrix("Y"), rotations: arguments.matrices("Os"),
        scale: arguments.number("alpha"))
      let product = try compression.endToEndMatrix(
        at: arguments.iteration("k"), stepSize: arguments.number("eta"))
      return ["W": .matrix(product)]
    },
    TheoryResult(
      "B.gauss_legendre", "Two layers moved by Gauss and Legendre's Runge-Kutta methods",
      formula: """
        W1' = W2^T (Y - W2 W1), W2' = (Y - W2 W1) W1^T, k steps of size h by the method of order 4 or 6
        the imbalance W2^T W2 - W1 W1^T stays what it was
        """,
      domain: ["order 4 or 6", "h > 0, small enough for the stages to converge", "k >= 0"],
      accuracy: "a few roundings for each step",
      sources: [Source(.cooper1987, "Theorem 1")],
      inputs: [
        .matrixTarget, .firstFactor, .secondFactor,
        TheoryQuantity("order", .integer, "order of the method: 4 or 6"),
        TheoryQuantity("h", .number, "step of the time of the flow", unit: "time"),
        .iteration("k"),
      ],
      outputs: [
        TheoryQuantity("V1", .matrix, "first layer after k steps, k x d"),
        TheoryQuantity("V2", .matrix, "second layer after k steps, p x k"),
      ]
    ) { (arguments) throws(TheoryError) in
      let steps = try GaussLegendreSteps(
        target: arguments.matrix("Y"), order: arguments.integer("order"))
      let factors = try steps.factors(
        after: arguments.iteration("k"), stepSize: arguments.number("h"),
        from: .init(first: arguments.matrix("W1"), second: arguments.matrix("W2")))
      return ["V1": .matrix(factors.first), "V2": .matrix(factors.second)]
    },
  ]
}
