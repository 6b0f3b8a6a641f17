internal import LinearAlgebra
internal import RealModule

extension TheoryQuantity {
  fileprivate static let eigenvalues = TheoryQuantity(
    "lambdas", .list, "eigenvalues of the target, descending", unit: "output/input",
    symbols: [.chou2022: "lambda_1, ..., lambda_n"])

  fileprivate static let rank = TheoryQuantity(
    "L", .integer, "rank of the plateau", symbols: [.chou2022: "L"])

  fileprivate static let windowAccuracy = TheoryQuantity(
    "eps", .number, "relative accuracy", symbols: [.chou2022: "epsilon"])

  fileprivate static let windowGrowth = TheoryQuantity(
    "C", .number, "largest g_1 in the third window", symbols: [.chou2022: "C"])
}

extension EffectiveRankWindows {
  /// C.erank, C.eq48, C.eq47, C.eq49, C.eq51.
  static let results = [
    TheoryResult(
      "C.erank", "The effective rank of a matrix, by both definitions",
      formula: "r = ||W||_* / ||W||,  r_hat = ||W||_*^2 / ||W||_F^2",
      domain: ["W not zero"], accuracy: "a few roundings",
      sources: [Source(.chou2022, "Section 3")],
      inputs: [
        TheoryQuantity("W", .matrix, "the matrix", unit: "any", symbols: [.chou2022: "W"])
      ],
      outputs: [
        TheoryQuantity("r", .number, "nuclear over spectral norm"),
        TheoryQuantity("r_hat", .number, "squared nuclear over squared Frobenius norm"),
      ]
    ) { (arguments) throws(TheoryError) in
      let matrix = arguments.matrix("W")
      try Assumption("max |W_ij|", matrix.largestMagnitude, .greater, 0).require()
      let values = try TheoryError.decomposing { () throws(LinearAlgebraError) in
        // Scaled, so that the largest singular value cannot overflow.
        try ((1 / matrix.largestMagnitude) * matrix).singularValues()
      }
      // Relative to the largest one nothing overflows.
      let shares = values.map { $0 / values[0] }
      let (sum, squares) = (shares.reduce(0, +), shares.reduce(0) { $0 + $1 * $1 })
      return ["r": .number(sum), "r_hat": .number(sum * sum / squares)]
    },
    TheoryResult(
      "C.eq48", "An eigenvalue of the flow of a two-layer factorisation from an identical start",
      formula: """
        p = 1 / (e^{-2 lambda t} / alpha^2 + 2t phi1(-2 lambda t)),  g = lambda / p (lambda > 0)
        lambda < 0: p = e^{2 lambda t} / (1 / alpha^2 + 2t phi1(2 lambda t))
        """,
      domain: ["t >= 0", "any real lambda", "alpha not 0"],
      accuracy: "a few roundings times (1 + |lambda| t)",
      sources: [Source(.chou2022, "equation (48)")],
      inputs: [
        .targetEigenvalue, .initializationScale, .flowTime,
      ],
      outputs: [
        TheoryQuantity("p", .number, "eigenvalue of the product", unit: "output/input"),
        TheoryQuantity("g", .number, "lambda / p, when lambda > 0"),
      ]
    ) { (arguments) throws(TheoryError) in
      let (eigenvalue, start) = (arguments.number("lambda"), arguments.number("alpha"))
      let time = try arguments.time()
      try Assumption("|alpha|", start.magnitude, .greater, 0).require()
      let mode = try ImbalancedMode(
        strength: eigenvalue, product: start * start, imbalance: 0)
      let remainder = Double.exp(-2 * eigenvalue * time)
      let growth = -.expMinusOne(-2 * eigenvalue * time) + eigenvalue / (start * start) * remainder
      return [
        "p": .number(mode.state(at: time).product), "g": eigenvalue > 0 ? .number(growth) : nil,
      ]
    },
    TheoryResult(
      "C.eq47", "The times at which the effective rank of the flow is known",
      formula: """
        I1: |g_1/g_l - 1| < eps for l <= L;  I2: p_{L+1}/p_1 < r_L eps / (L'-L);  I3: g_1 < C;  I their intersection
        """,
      domain: ["lambda_1 >= ... >= lambda_n >= 0", "alpha^2 < lambda_L", "eps > 0, C > 1"],
      accuracy: "ends by bisection to rounding; a window may be empty or in two pieces",
      sources: [Source(.chou2022, "equation (47)"), Source(.chou2022, "Theorem 3.1")],
      printedErrors: ["C24, C25: the captions of Figures 5 and 6 leave out eps = 0.019 and C = 5"],
      inputs: [.eigenvalues, .rank, .initializationScale, .windowAccuracy, .windowGrowth],
      outputs: [
        TheoryQuantity("I1", .intervals, "the leading modes have risen together", unit: "time"),
        TheoryQuantity("I2", .intervals, "the next mode waits", unit: "time"),
        TheoryQuantity("I3", .intervals, "the first mode is near its limit", unit: "time"),
        TheoryQuantity("I", .intervals, "all three", unit: "time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let windows = try EffectiveRankWindows(arguments).windows(
        accuracy: arguments.number("eps"), growth: arguments.number("C"))
      return [
        "I1": .intervals(windows.risen), "I2": .intervals(windows.waiting),
        "I3": .intervals(windows.settled), "I": .intervals(windows.all),
      ]
    },
    TheoryResult(
      "C.eq49", "How near the effective rank of the flow is to its plateau in these times",
      formula: """
        |r(best rank L) - r(W(t))| <= 2 eps r_L + C (n-L') alpha^2 / lambda_1 on I of C.eq47 (eps r_L for L = 1)
        r_L = (lambda_1 + ... + lambda_L) / lambda_1
        """,
      domain: ["lambda_1 >= ... >= lambda_n >= 0", "alpha^2 < lambda_L", "eps > 0, C > 1"],
      accuracy: "a few roundings", sources: [Source(.chou2022, "equation (49)")],
      inputs: [.eigenvalues, .rank, .initializationScale, .windowAccuracy, .windowGrowth],
      outputs: [
        TheoryQuantity("bound", .number, "right-hand side"),
        TheoryQuantity("r_L", .number, "the plateau"),
      ]
    ) { (arguments) throws(TheoryError) in
      let windows = try EffectiveRankWindows(arguments)
      let bound = try windows.bound(
        accuracy: arguments.number("eps"), growth: arguments.number("C"))
      return ["bound": .number(bound), "r_L": .number(windows.plateau)]
    },
    TheoryResult(
      "C.eq51", "The iterations during which the effective rank of descent is proven",
      formula: """
        T_max = max(T_Id(lambda_1, lambda_1^{1/N} / (2N)), max_{l<=L} T_Id(lambda_l, lambda_l^{1/N} eps / (4N)))
        T_hi = T^+(lambda_{L+1}, (r_L eps)^{1/N}, alpha) / eta
        bound = (1 + 6 (L'-L) / lambda_1) eps r_L + 2 (n-L') alpha^N / lambda_1
        """,
      domain: [
        "N >= 2", "lambda_1 >= ... >= lambda_n", "alpha^N < lambda_L", "eps > alpha^N",
        "eta below C.eq21 for every eigenvalue",
      ],
      accuracy: "a few roundings; the range may be empty, T_hi is infinite when no mode follows",
      sources: [Source(.chou2022, "equation (51)"), Source(.chou2022, "Theorem 3.4")],
      printedErrors: [
        "C19: prints accuracy lambda_1 / 2 and T^+ with four arguments",
        "C26: Figure 6's 1292 does not come out; the corrected bound gives 1105",
      ],
      inputs: [
        .depth, .eigenvalues, .rank, .initializationScale, .windowAccuracy, .stepSize,
      ],
      outputs: [
        TheoryQuantity("T_max", .number, "where the range begins", unit: "iterations"),
        TheoryQuantity("k_lo", .integer, "its ceiling", unit: "iterations"),
        TheoryQuantity("T_hi", .number, "where it ends", unit: "iterations"),
        TheoryQuantity("bound", .number, "right-hand side"),
      ]
    ) { (arguments) throws(TheoryError) in
      let range = try EffectiveRankRange(
        depth: arguments.integer("N"), eigenvalues: arguments.list("lambdas"),
        rank: arguments.integer("L"), initializationScale: arguments.number("alpha"),
        accuracy: arguments.number("eps"), stepSize: arguments.number("eta"))
      try Assumption("T_max", range.start, .atMost, 0x1p53).require()
      return [
        "T_max": .number(range.start), "k_lo": .integer(Int(range.start.rounded(.up))),
        "T_hi": .number(range.end), "bound": .number(range.bound),
      ]
    },
  ]

  private init(_ arguments: TheoryArguments) throws(TheoryError) {
    try self.init(
      eigenvalues: arguments.list("lambdas"), rank: arguments.integer("L"),
      start: arguments.number("alpha"))
  }
}
