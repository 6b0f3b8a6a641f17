internal import LinearAlgebra
internal import Observables
internal import RealModule

extension TheoryQuantity {
  /// eps.
  fileprivate static let accuracy = TheoryQuantity(
    "eps", .number, "distance of the factor from its limit", unit: "(output/input)^(1/N)",
    symbols: [.chou2022: "epsilon"])

  /// T.
  fileprivate static let exactCount = TheoryQuantity(
    "T", .integer, "the true count, by iterating; absent above 20 million", unit: "iterations")
}

extension PowerRelaxation {
  /// C.U_minus, C.T_minus, C.U_plus.
  static let results = [
    TheoryResult(
      "C.U_minus", "The clock of a factor that no target holds",
      formula: "U(mu) = -ln mu (N = 2), 1 / ((N-2) mu^{N-2}) (N >= 3)",
      domain: ["mu > 0", "N >= 2"], accuracy: "a few roundings",
      sources: [Source(.chou2022, "equation (18)")],
      inputs: [.depth, .factorValue],
      outputs: [TheoryQuantity("U", .number, "the clock; differences are times of y' = -y^{N-1}")]
    ) { (arguments) throws(TheoryError) in
      let relaxation = try PowerRelaxation(depth: arguments.integer("N"))
      return ["U": .number(try relaxation.clock(at: arguments.number("mu")))]
    },
    TheoryResult(
      "C.T_minus", "The time of y' = -y^{N-1} between two values",
      formula: "T = U(mu) - U(alpha), U by C.U_minus; divide by |lambda| for y' = lambda y^{N-1}",
      domain: ["0 < mu <= alpha", "N >= 2"], accuracy: "a few roundings, also for mu near alpha",
      sources: [Source(.chou2022, "equation (19)")],
      inputs: [.depth, .factorValue, .initializationScale],
      outputs: [TheoryQuantity("T", .number, "the time")]
    ) { (arguments) throws(TheoryError) in
      let relaxation = try PowerRelaxation(depth: arguments.integer("N"))
      let time = try relaxation.time(
        from: arguments.number("alpha"), to: arguments.number("mu"))
      return ["T": .number(time)]
    },
    TheoryResult(
      "C.U_plus", "The clock of a factor on its way to a positive eigenvalue",
      formula: """
        N = 2: -ln|lambda / mu^2 - 1| / (2 lambda);  lambda = 0: mu^{2-2N} / (2N-2)
        N >= 3: -(lambda^{2/N-2} / N) sum_l Re(e^{4 pi i l/N} Ln(s e^{2 pi i l/N} - mu)) - 1 / (lambda (N-2) mu^{N-2})
        """,
      domain: ["mu > 0", "lambda >= 0", "N >= 2"],
      accuracy: "a few roundings, also far above the limit, where the logarithms cancel",
      sources: [Source(.chou2022, "equation (17)")],
      printedErrors: [
        "C1: prints the sum over the roots with the wrong sign", "C3: leaves lambda = 0 undefined",
      ],
      inputs: [.depth, .targetEigenvalue, .factorValue],
      outputs: [TheoryQuantity("U", .number, "the clock; differences are times", unit: "time")]
    ) { (arguments) throws(TheoryError) in
      let clock = try RootSumClock(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"))
      return ["U": .number(try clock.clock(at: arguments.number("mu")))]
    },
  ]
}

extension IterationCount {
  /// C.const, C.s_N, C.T_Id, C.eq23, C.lem2.6, C.T_P.
  static let results = [
    TheoryResult(
      "C.const", "The constants of the iteration counts",
      formula: """
        c = (N-1)/(2N-1), a = -ln(1 - c^{1/N}), b = -ln(1 - c^{1/N} - c^{1-1/N} / (2N-1))
        b_printed = |ln(1/(2c) - c^{1/N})|
        """,
      domain: ["N >= 2"], accuracy: "a few roundings", sources: [Source(.chou2022, "Theorem 2.3")],
      printedErrors: ["C6: prints another b_N, with which (23) fails"],
      inputs: [.depth],
      outputs: [
        TheoryQuantity("c", .number, "share of the eigenvalue at the inflection"),
        TheoryQuantity("a", .number, "constant of the upper bound"),
        TheoryQuantity("b", .number, "constant of the lower bound"),
        TheoryQuantity("b_printed", .number, "the printed one"),
      ]
    ) { (arguments) throws(TheoryError) in
      let constants = try InflectionConstants(depth: arguments.integer("N"))
      return [
        "c": .number(constants.share), "a": .number(constants.upper),
        "b": .number(constants.lower), "b_printed": .number(constants.printedLower),
      ]
    },
    TheoryResult(
      "C.s_N", "By how many iterations descent may lag behind flow",
      formula: "s_N = ceil(c_N^{1-1/N} (lambda^{1/N} / alpha)^{N-1})",
      domain: ["lambda, alpha > 0", "N >= 2"],
      accuracy: "exact unless the real number is an integer",
      sources: [Source(.chou2022, "Lemma 2.6")],
      inputs: [.depth, .targetEigenvalue, .initializationScale],
      outputs: [TheoryQuantity("s", .integer, "the lag", unit: "iterations")]
    ) { (arguments) throws(TheoryError) in
      let lag = try InflectionConstants.lag(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"))
      return ["s": .integer(lag)]
    },
    TheoryResult(
      "C.T_Id", "Iterations that suffice from identical factors",
      formula: """
        1 lambda < 0: T^-(eps, alpha) / (eta |lambda|);  2 lambda < alpha^N: T^+(L + eps, alpha) / eta
        3 c_N lambda < alpha^N: ln((L - alpha) / eps) / D;  5 eps >= L - zeta: T^+(L - eps, alpha) / eta + s_N
        4 eps < L - zeta: T^+(zeta, alpha) / eta + s_N + (ln(L / eps) - a_N) / D,  D = -ln(1 - eta N (c_N lambda)^{2-2/N})
        """,
      domain: ["N >= 2", "alpha, eps > 0", "eta below the limit of C.eq21"],
      accuracy: "a few roundings; the guarantee is T <= ceil(T_id)",
      sources: [Source(.chou2022, "equations (20) and (22)")],
      printedErrors: [
        "C4: equation (20) is missing in some copies", "C5: prints T <= T_id without the ceiling",
      ],
      inputs: [.depth, .targetEigenvalue, .accuracy, .initializationScale, .stepSize],
      outputs: [
        TheoryQuantity("T_id", .number, "iterations that suffice", unit: "iterations"),
        TheoryQuantity("case", .integer, "which of the five cases"),
        TheoryQuantity("ceil", .integer, "the whole number of iterations", unit: "iterations"),
        .exactCount,
      ]
    ) { (arguments) throws(TheoryError) in
      let count = try IterationCount(arguments)
      let accuracy = arguments.number("eps")
      let upper = try count.upper(accuracy: accuracy)
      try Assumption("T_id", upper.value, .atMost, 0x1p53).require()
      return [
        "T_id": .number(upper.value), "case": .integer(upper.case.rawValue),
        "ceil": .integer(Int(upper.value.rounded(.up))),
        "T": try count.exact(accuracy: accuracy).map { .integer($0) },
      ]
    },
    TheoryResult(
      "C.eq23", "Iterations that are necessary from identical factors",
      formula: """
        alpha >= zeta: ln((L - alpha) / eps) / D2;  eps >= L - zeta: T^+(L - eps, alpha) / eta
        else T^+(zeta, alpha) / eta + max(0, (ln(L / eps) - b_N) / D2),  D2 = -ln(1 - eta N lambda^{2-2/N})
        """,
      domain: ["N >= 2", "0 < alpha < lambda^{1/N}", "eps > 0", "eta below the limit of C.eq21"],
      accuracy: "a few roundings", sources: [Source(.chou2022, "equation (23)")],
      printedErrors: [
        "C6: prints another b_N", "C7: prints the first case for every eps",
      ],
      inputs: [.depth, .targetEigenvalue, .accuracy, .initializationScale, .stepSize],
      outputs: [
        TheoryQuantity("lower", .number, "iterations that are necessary", unit: "iterations"),
        .exactCount,
      ]
    ) { (arguments) throws(TheoryError) in
      let count = try IterationCount(arguments)
      let accuracy = arguments.number("eps")
      return [
        "lower": .number(try count.lower(accuracy: accuracy)),
        "T": try count.exact(accuracy: accuracy).map { .integer($0) },
      ]
    },
    TheoryResult(
      "C.lem2.6", "Descent runs between the flow and the flow s_N iterations later",
      formula: "d(k) <= y(eta k) <= d(k + s_N), until y reaches zeta = (c_N lambda)^{1/N}",
      domain: [
        "alpha^N < c_N lambda", "eta < 1 / (N lambda^{2-2/N})", "eta k <= T^+(zeta, alpha)",
      ],
      accuracy: "a few roundings", sources: [Source(.chou2022, "Lemma 2.6")],
      inputs: [
        .depth, .targetEigenvalue, .initializationScale, .stepSize, .iteration("k"),
      ],
      outputs: [
        TheoryQuantity("d_k", .number, "d(k)", unit: "(output/input)^(1/N)"),
        TheoryQuantity("y", .number, "y(eta k)", unit: "(output/input)^(1/N)"),
        TheoryQuantity("d_ks", .number, "d(k + s_N)", unit: "(output/input)^(1/N)"),
        TheoryQuantity("s", .integer, "s_N", unit: "iterations"),
      ]
    ) { (arguments) throws(TheoryError) in
      let sandwich = try DescentSandwich(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"), stepSize: arguments.number("eta"))
      let values = try sandwich.values(at: arguments.iteration("k"))
      return [
        "d_k": .number(values.descent), "y": .number(values.flow),
        "d_ks": .number(values.laterDescent), "s": .integer(sandwich.lag),
      ]
    },
    TheoryResult(
      "C.T_P", "Iterations that suffice when the first factor starts smaller",
      formula: """
        lambda >= alpha^N: T_Id(lambda, eps, alpha - beta);  lambda <= -alpha^N: T_Id(|lambda|, eps, beta) + T_0
        T_0 = alpha / (eta ((4N-1) beta s / (4N))^{N-1} (s - beta / (c-1)))
        """,
      domain: [
        "N >= 2", "|lambda| >= alpha^N", "0 < beta < (c-1) alpha", "alpha < 1",
        "eta below C.thm1.3 with ||W|| = |lambda|",
      ],
      accuracy: "a few roundings; both terms are to be rounded up",
      sources: [Source(.chou2022, "Theorem 1.3"), Source(.chou2022, "equation (13)")],
      printedErrors: [
        "C12: prints T_Id with alpha for alpha - beta", "C13: prints lambda for |lambda|",
        "C14: prints the error alpha^N also for -alpha^N < lambda < 0",
      ],
      inputs: [
        .depth, .targetEigenvalue, .accuracy, .initializationScale, .perturbation, .stepSize,
      ],
      outputs: [
        TheoryQuantity("T_P", .number, "iterations that suffice", unit: "iterations"), .exactCount,
      ]
    ) { (arguments) throws(TheoryError) in
      let count = try PerturbedIterationCount(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"), perturbation: arguments.number("beta"),
        stepSize: arguments.number("eta"))
      let accuracy = arguments.number("eps")
      let upper = try count.upper(accuracy: accuracy)
      return [
        "T_P": .number(upper.identical + upper.turning),
        "T": try count.exact(accuracy: accuracy).map { .integer($0) },
      ]
    },
  ]

  private init(_ arguments: TheoryArguments) throws(TheoryError) {
    try self.init(
      depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
      start: arguments.number("alpha"), stepSize: arguments.number("eta"))
  }
}
