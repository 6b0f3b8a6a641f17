internal import LinearAlgebra
internal import RealModule

extension TheoryQuantity {
  fileprivate static let target = TheoryQuantity(
    "Y", .matrix, "target", unit: "output/input",
    symbols: [.gidel2019: "Sxy^T", .tarmoun2021: "Y", .chou2022: "W-hat"])

  fileprivate static let startFactor = TheoryQuantity(
    "U0", .matrix, "factor at time 0", unit: "sqrt(output/input)", symbols: [.tarmoun2021: "U(0)"])

  fileprivate static let diagonalTarget = TheoryQuantity(
    "Sigma", .matrix, "target, m x n", unit: "output/input",
    symbols: [.tarmoun2021: "Sigma", .gidel2019: "Sxy^T"])
}

extension SymmetricFactorizationFlow {
  /// T.eq4, T.eq6, T.eq7, T.prop2, T.eq64.
  static let results = [
    TheoryResult(
      "T.eq4", "One layer under gradient flow",
      formula: "X(t) = Y + (X0 - Y) e^{-t}", domain: ["t >= 0", "X0 shaped as Y"],
      accuracy: "a few roundings", sources: [Source(.tarmoun2021, "equation (4)")],
      inputs: [
        TheoryQuantity(
          "X0", .matrix, "start", unit: "output/input", symbols: [.tarmoun2021: "X(0)"]), .target,
        .flowTime,
      ],
      outputs: [TheoryQuantity("X", .matrix, "X(t)", unit: "output/input")]
    ) { (arguments) throws(TheoryError) in
      let (start, target) = (arguments.matrix("X0"), arguments.matrix("Y"))
      guard start.hasSameShape(as: target) else { throw .shape("X0 is not shaped as Y") }
      let time = try arguments.time()
      let (kept, gained) = (Double.exp(-time), -Double.expMinusOne(-time))
      return ["X": .matrix(kept * start + gained * target)]
    },
    TheoryResult(
      "T.eq6", "Symmetric factorisation of any symmetric target from any start",
      formula: """
        X' = 2 Y X + 2 X Y - 4 X^2, X(0) = U0 U0^T
        X(t) = e^{2tY} X0 (I + 4t phi1(4tY) X0)^{-1} e^{2tY}
        """,
      domain: ["Y symmetric, singular or indefinite", "U0 of any width and rank", "t >= 0"],
      accuracy: "1e-13 or so, normwise, for any t; the rank never grows",
      sources: [Source(.tarmoun2021, "equation (6)"), Source(.tarmoun2021, "Proposition 1")],
      printedErrors: [
        "T1: some copies lose the inverse",
        "T2: prints that it exists for every X0; it does for positive semidefinite ones",
      ],
      inputs: [.target, .startFactor, .flowTime],
      outputs: [TheoryQuantity("X", .matrix, "U(t) U(t)^T", unit: "output/input")]
    ) { (arguments) throws(TheoryError) in
      let flow = try SymmetricFactorizationFlow(
        target: arguments.matrix("Y"), start: arguments.matrix("U0"))
      return ["X": .matrix(try flow.product(at: arguments.time()))]
    },
    TheoryResult(
      "T.eq7", "One mode of the symmetric factorisation",
      formula: """
        x' = 4 sigma x - 4 x^2, x = 1 / (e^{-4 sigma t} / x0 + 4t phi1(-4 sigma t))
        """,
      domain: [
        "t >= 0", "x0 >= min(0, sigma), or t before the escape at ln(1 - sigma/x0) / (4 sigma)",
      ],
      accuracy: "a few roundings times (1 + |sigma| t); err = x - max(sigma, 0) unless sigma = 0",
      sources: [Source(.tarmoun2021, "equation (7)")],
      inputs: [
        .modeStrength,
        TheoryQuantity(
          "x0", .number, "product at time 0", unit: "output/input",
          symbols: [.tarmoun2021: "x(0)", .chou2022: "alpha^2"]), .flowTime,
      ],
      outputs: [
        TheoryQuantity("x", .number, "product at time t", unit: "output/input"),
        TheoryQuantity("err", .number, "x - max(sigma, 0), unless sigma = 0", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let mode = SymmetricMode(strength: arguments.number("sigma"), start: arguments.number("x0"))
      let state = try mode.state(at: arguments.time())
      return ["x": .number(state.product), "err": state.gap.map { .number($0) }]
    },
    TheoryResult(
      "T.prop2", "Limit, rate and amplitude of the symmetric factorisation",
      formula: """
        limit Y_+, rate 4 min |s|, H_inf = Z (I + |Y|^{-1} Z)^{-1}, Z = U0 U0^T - Y_+
        X - Y_+ ~ e^{-2t|Y|} H_inf e^{-2t|Y|}
        """,
      domain: [
        "Y symmetric, nonsingular", "I + |Y|^{-1} Z nonsingular; limit needs U0 of full rank",
      ],
      accuracy: "a few roundings times the condition of Y and of the bracket",
      sources: [Source(.tarmoun2021, "Proposition 2"), Source(.tarmoun2021, "Corollary 1")],
      printedErrors: ["T4: some copies lose the bars of |Y| and an inverse"],
      inputs: [.target, .startFactor],
      outputs: [
        TheoryQuantity("limit", .matrix, "Y_+", unit: "output/input"),
        TheoryQuantity("rate", .number, "rate of X - Y_+", unit: "1/time"),
        TheoryQuantity("H_inf", .matrix, "amplitude", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let limit = try SymmetricLimit(
        target: arguments.matrix("Y"), start: arguments.matrix("U0"))
      return [
        "limit": .matrix(limit.limit), "rate": .number(limit.rate),
        "H_inf": .matrix(limit.amplitude),
      ]
    },
    TheoryResult(
      "T.eq64", "One mode of the symmetric factorisation under descent",
      formula: """
        X_{k+1} = X_k (1 + 2 eta (sigma - X_k))^2;  factor 1 - 4 eta sigma near sigma;  continuous x(eta k) by T.eq7
        """,
      domain: ["x0 >= 0", "eta > 0", "k >= 0"],
      accuracy: "a few roundings however many iterations",
      sources: [Source(.tarmoun2021, "equation (64)"), Source(.tarmoun2021, "Appendix G")],
      printedErrors: ["T15: prints the asymptotic factor as a bound"],
      inputs: [
        .modeStrength,
        TheoryQuantity(
          "x0", .number, "product at the start", unit: "output/input",
          symbols: [.tarmoun2021: "X_0"]), .stepSize, .iteration("k"),
      ],
      outputs: [
        TheoryQuantity("X", .number, "product after k iterations", unit: "output/input"),
        TheoryQuantity("factor", .number, "asymptotic factor of the error"),
        TheoryQuantity("continuous", .number, "the flow at time eta k", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let (strength, start) = (arguments.number("sigma"), arguments.number("x0"))
      let (stepSize, iteration) = (arguments.number("eta"), try arguments.iteration("k"))
      let descent = try TwoLayerDescent(
        strength: strength, inputVariance: 1, start: start, stepSize: 2 * stepSize)
      let continuous = try SymmetricMode(strength: strength, start: start)
        .state(at: stepSize * Double(iteration))
      return [
        "X": .number(descent.product(at: iteration)),
        "factor": .number(1 - 4 * stepSize * strength),
        "continuous": .number(continuous.product),
      ]
    },
  ]
}

extension UniformImbalanceFlow {
  /// T.eq11, T.eq19, T.eq21, T.prop5, T.eq22, T.eq25.
  static let results = [
    TheoryResult(
      "T.eq11", "The imbalance of two layers and its change over one step of descent",
      formula: "Q = U^T U - V^T V, dQ = eta^2 (V^T E^T E V - U^T E E^T U), E = Y - U V^T",
      domain: ["Y m x n, U m x k, V n x k"], accuracy: "a few roundings of what is subtracted",
      sources: [Source(.tarmoun2021, "equation (11)")],
      printedErrors: [
        "T17: prints that a nonlinear output changes the invariance; Q stays conserved"
      ],
      inputs: [
        .target,
        TheoryQuantity(
          "U", .matrix, "second layer, m x k", unit: "sqrt(output/input)",
          symbols: [.tarmoun2021: "U"]),
        TheoryQuantity(
          "V", .matrix, "first layer transposed, n x k", unit: "sqrt(output/input)",
          symbols: [.tarmoun2021: "V"]), .stepSize,
      ],
      outputs: [
        TheoryQuantity("Q", .matrix, "imbalance, k x k", unit: "output/input"),
        TheoryQuantity("dQ", .matrix, "change over one step", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let step = try ImbalanceStep(
        target: arguments.matrix("Y"), u: arguments.matrix("U"), v: arguments.matrix("V"),
        stepSize: arguments.number("eta"))
      return ["Q": .matrix(step.imbalance), "dQ": .matrix(step.change)]
    },
    TheoryResult(
      "T.eq19", "The regularised flow and its objective at a point",
      formula: """
        dU = (Sigma - U V^T) V - U M / 2, dV = (Sigma - U V^T)^T U + V M / 2, M = U^T U - V^T V - diag(Lambda)
        objective = ||Sigma - U V^T||_F^2 / 2 + ||M||_F^2 / 8
        """,
      domain: ["Sigma m x n, U m x k, V n x k, Lambda of length k"], accuracy: "a few roundings",
      sources: [
        Source(.tarmoun2021, "equations (19) and (20)"), Source(.tarmoun2021, "Proposition 4"),
      ],
      inputs: [
        .diagonalTarget,
        TheoryQuantity(
          "Lambda", .list, "imbalance that every hidden unit is pulled to", unit: "output/input",
          symbols: [.tarmoun2021: "Lambda"]),
        TheoryQuantity("U", .matrix, "second layer, m x k", unit: "sqrt(output/input)"),
        TheoryQuantity("V", .matrix, "first layer transposed, n x k", unit: "sqrt(output/input)"),
      ],
      outputs: [
        TheoryQuantity("dU", .matrix, "velocity of U"),
        TheoryQuantity("dV", .matrix, "velocity of V"),
        TheoryQuantity("objective", .number, "what the flow descends"),
      ]
    ) { (arguments) throws(TheoryError) in
      let flow = try RegularizedFactorization(
        target: arguments.matrix("Sigma"), imbalance: arguments.list("Lambda"),
        u: arguments.matrix("U"), v: arguments.matrix("V"))
      return [
        "dU": .matrix(flow.firstVelocity), "dV": .matrix(flow.secondVelocity),
        "objective": .number(flow.objective),
      ]
    },
    TheoryResult(
      "T.eq21", "The regularised factorisation with one imbalance for all hidden units, solved",
      formula: """
        R = [U; V], R' = S~ R - R R^T R / 2, S~ = [[lambda0/2 I, Sigma], [Sigma^T, -lambda0/2 I]], P = R R^T
        """,
      domain: ["R0 (m+n) x k of any rank", "any real lambda0", "t >= 0"],
      accuracy: "1e-13 or so, normwise, for any t",
      sources: [Source(.tarmoun2021, "equation (21)"), Source(.tarmoun2021, "Proposition 5")],
      printedErrors: ["T9: S + lambda0 S is ambiguous; it is S + lambda0/2 diag(I_m, -I_n)"],
      inputs: [
        .diagonalTarget, .modeImbalance,
        TheoryQuantity(
          "R0", .matrix, "[U; V] at time 0", unit: "sqrt(output/input)",
          symbols: [.tarmoun2021: "R(0)"]), .flowTime,
      ],
      outputs: [TheoryQuantity("P", .matrix, "R(t) R(t)^T", unit: "output/input")]
    ) { (arguments) throws(TheoryError) in
      let flow = try UniformImbalanceFlow(
        target: arguments.matrix("Sigma"), imbalance: arguments.number("lambda0"))
      let product = try flow.product(at: arguments.time(), from: arguments.matrix("R0"))
      return ["P": .matrix(product)]
    },
    TheoryResult(
      "T.prop5", "Limit, spectrum and rate of the regularised factorisation",
      formula: """
        P* = S~ + |S~|, whose off-diagonal block is Sigma;  eig(S~) = +- omega_i / 2, and -+ lambda0 / 2 |m - n| times
        rate min omega_i (m = n), min(omega_i, |lambda0|) (m != n),  omega_i = sqrt(4 sigma_i^2 + lambda0^2)
        """,
      domain: ["Sigma m x n, not empty"], accuracy: "a few roundings",
      sources: [Source(.tarmoun2021, "Proposition 5")],
      printedErrors: [
        "T10: prints eigenvalue for singular value, and no rate for m != n",
        "T11: prints (-1)^{m+n} for (-1)^n",
      ],
      inputs: [.diagonalTarget, .modeImbalance],
      outputs: [
        TheoryQuantity("limit", .matrix, "P*", unit: "output/input"),
        TheoryQuantity("eigs", .list, "eigenvalues of S~, ascending", unit: "output/input"),
        TheoryQuantity("rate", .number, "rate; 0 when it is algebraic", unit: "1/time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let flow = try UniformImbalanceFlow(
        target: arguments.matrix("Sigma"), imbalance: arguments.number("lambda0"))
      return [
        "limit": .matrix(try flow.limit()), "eigs": .list(try flow.eigenvalues()),
        "rate": .number(try flow.rate()),
      ]
    },
    TheoryResult(
      "T.eq22", "Which imbalances two factors allow",
      formula: """
        rank Q0 <= min(k, rank U0 + rank V0);  Q0 = lambda0 I_k needs k <= rank U0 (lambda0 > 0) or k <= rank V0 (lambda0 < 0)
        """,
      domain: ["U0 m x k, V0 n x k"], accuracy: "exact; ranks at max(m, k) epsilon",
      sources: [Source(.tarmoun2021, "equation (22)")],
      printedErrors: ["T12: prints that it is infeasible when k > m + n"],
      inputs: [
        .startFactor,
        TheoryQuantity(
          "V0", .matrix, "first layer transposed at time 0", unit: "sqrt(output/input)",
          symbols: [.tarmoun2021: "V(0)"]),
      ],
      outputs: [
        TheoryQuantity("bound", .integer, "the bound on the rank"),
        TheoryQuantity("rank", .integer, "the rank of Q0"),
        TheoryQuantity("pos_feasible", .flag, "whether Q0 = lambda0 I can be, lambda0 > 0"),
        TheoryQuantity("neg_feasible", .flag, "whether Q0 = lambda0 I can be, lambda0 < 0"),
      ]
    ) { (arguments) throws(TheoryError) in
      let rank = try ImbalanceRank(u: arguments.matrix("U0"), v: arguments.matrix("V0"))
      return [
        "bound": .integer(rank.bound), "rank": .integer(rank.rank),
        "pos_feasible": .flag(rank.isPositiveFeasible),
        "neg_feasible": .flag(rank.isNegativeFeasible),
      ]
    },
    TheoryResult(
      "T.eq25", "The Riccati equation with constant coefficients",
      formula: "P' = A P + P A^T - P R P + Q, R = Rf Rf^T, Q = Qf Qf^T, P(0) = P0f P0f^T",
      domain: ["A n x n; Rf, Qf, P0f with n rows", "t >= 0"],
      accuracy: "1e-13 or so times the growth of the solution, for any t",
      sources: [Source(.tarmoun2021, "equations (25) and (27)")],
      printedErrors: ["T13: prints one symbol for A - P R and A^T - R P"],
      inputs: [
        TheoryQuantity(
          "A", .matrix, "drift, n x n", unit: "1/time", symbols: [.tarmoun2021: "A"]),
        TheoryQuantity("Rf", .matrix, "factor of the quadratic term", symbols: [.tarmoun2021: "R"]),
        TheoryQuantity("Qf", .matrix, "factor of the constant term", symbols: [.tarmoun2021: "Q"]),
        TheoryQuantity("P0f", .matrix, "factor of P(0)", symbols: [.tarmoun2021: "P(0)"]),
        .flowTime,
      ],
      outputs: [TheoryQuantity("P", .matrix, "P(t)")]
    ) { (arguments) throws(TheoryError) in
      let equation = try TimeInvariantRiccati(
        drift: arguments.matrix("A"), quadratic: arguments.matrix("Rf").leftGramian,
        feed: arguments.matrix("Qf").leftGramian)
      let solution = try equation.solution(
        at: arguments.time(), from: arguments.matrix("P0f").leftGramian)
      return ["P": .matrix(solution)]
    },
  ]
}
