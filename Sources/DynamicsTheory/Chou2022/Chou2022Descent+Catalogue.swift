internal import RealModule

extension TheoryQuantity {
  /// mu.
  static let factorValue = TheoryQuantity(
    "mu", .number, "value of the factor", unit: "(output/input)^(1/N)", symbols: [.chou2022: "mu"])

  /// beta.
  static let perturbation = TheoryQuantity(
    "beta", .number, "by how much the first factor starts smaller", unit: "(output/input)^(1/N)",
    symbols: [.chou2022: "beta"])

  /// ||W||.
  static let targetNorm = TheoryQuantity(
    "normW", .number, "spectral norm of the target", unit: "output/input",
    symbols: [.chou2022: "||W||"])

  /// A corrected step-size limit.
  static let stepSizeLimit = TheoryQuantity(
    "eta_max", .number, "supremum of the step size", unit: "time")

  /// A printed step-size limit.
  static let printedStepSizeLimit = TheoryQuantity(
    "eta_max_printed", .number, "the printed one", unit: "time")
}

extension FactorDescent {
  /// C.eq15, C.eq36, C.eq40.
  static let results = [
    TheoryResult(
      "C.eq15", "One mode of a symmetric target under descent from identical factors",
      formula: "d(k+1) = d(k) - eta d(k)^{N-1} (d(k)^N - lambda), d(0) = alpha",
      domain: ["N >= 1", "eta > 0", "k >= 0"],
      accuracy: "a few roundings however many iterations; infinite where it diverges",
      sources: [Source(.chou2022, "equation (15)")],
      inputs: [
        .depth, .targetEigenvalue, .initializationScale, .stepSize, .iteration("k"),
      ],
      outputs: [TheoryQuantity("d", .number, "the factor", unit: "(output/input)^(1/N)")]
    ) { (arguments) throws(TheoryError) in
      var descent = try FactorDescent(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"), stepSize: arguments.number("eta"))
      return ["d": .number(descent.value(after: try arguments.iteration("k")))]
    },
    TheoryResult(
      "C.eq36", "One mode of a symmetric target under descent, the first factor perturbed",
      formula: """
        r = d1 d2^{N-1} - lambda, d1 <- d1 - eta d2^{N-1} r, d2 <- d2 - eta d1 d2^{N-2} r
        Delta1 = d2 - d1, Delta2 = d2^2 - d1^2, kappa = d2^{N-2} r
        """,
      domain: ["N >= 2", "eta > 0", "k >= 0"],
      accuracy: "a few roundings; the differences follow their own identities",
      sources: [Source(.chou2022, "equations (36) and (38)")],
      printedErrors: ["C17: Remark 2.9 prints beta (beta + 2 alpha) for beta (2 alpha - beta)"],
      inputs: [
        .depth, .targetEigenvalue, .initializationScale, .perturbation, .stepSize,
        .iteration("k"),
      ],
      outputs: [
        TheoryQuantity("d1", .number, "the first factor", unit: "(output/input)^(1/N)"),
        TheoryQuantity("d2", .number, "the other factors", unit: "(output/input)^(1/N)"),
        TheoryQuantity("Delta1", .number, "d2 - d1", unit: "(output/input)^(1/N)"),
        TheoryQuantity("Delta2", .number, "d2^2 - d1^2", unit: "(output/input)^(2/N)"),
        TheoryQuantity("kappa", .number, "growth rate of Delta1", unit: "1/time"),
      ]
    ) { (arguments) throws(TheoryError) in
      var descent = try PerturbedFactorDescent(arguments)
      descent.advance(by: try arguments.iteration("k"))
      return [
        "d1": .number(descent.firstFactor), "d2": .number(descent.otherFactor),
        "Delta1": .number(descent.difference), "Delta2": .number(descent.squaredDifference),
        "kappa": .number(descent.growthRate),
      ]
    },
    TheoryResult(
      "C.eq40", "The iteration at which a negative eigenvalue's first factor turns negative",
      formula: "k0 = min {k : d1(k) < 0}",
      domain: ["lambda < 0", "0 < beta <= alpha", "eta below C.lem2.10"],
      accuracy: "exact; refused when it takes more than 20 million iterations",
      sources: [Source(.chou2022, "equation (40)"), Source(.chou2022, "Lemma 2.10")],
      inputs: [.depth, .targetEigenvalue, .initializationScale, .perturbation, .stepSize],
      outputs: [TheoryQuantity("k0", .integer, "the iteration", unit: "iterations")]
    ) { (arguments) throws(TheoryError) in
      let (start, stepSize) = (arguments.number("alpha"), arguments.number("eta"))
      let limit = try StepSizeLimits.signChange(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"), start: start)
      let source = Source(.chou2022, "Lemma 2.10")
      try Assumption("eta", stepSize, .less, limit, "the lemma's limit", source: source).require()
      try Assumption("beta", arguments.number("beta"), .greater, 0, source: source).require()
      var descent = try PerturbedFactorDescent(arguments)
      let iteration = descent.signChange(within: IterationCount.longestIteration)
      guard let iteration else {
        throw .assumption(
          Assumption(
            "k0", .infinity, .atMost, Double(IterationCount.longestIteration),
            "the most iterations that are tried"))
      }
      return ["k0": .integer(iteration)]
    },
  ]
}

extension PerturbedFactorDescent {
  fileprivate init(_ arguments: TheoryArguments) throws(TheoryError) {
    try self.init(
      depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
      start: arguments.number("alpha"), perturbation: arguments.number("beta"),
      stepSize: arguments.number("eta"))
  }
}

extension StepSizeLimits {
  /// C.lem2.2, C.eq21, C.c_root, C.thm1.1, C.thm1.3, C.lem2.10, C.lemA1.
  static let results = [
    TheoryResult(
      "C.lem2.2", "The step size below which a factor converges monotonically",
      formula: """
        N = 1: 1;  lambda > 0: 1 / (N max(alpha, s)^{2N-2});  lambda < 0, alpha < s: 1 / ((3N-2) s^{2N-2})
        lambda <= 0, alpha >= s: 1 / (alpha^{N-2} (alpha^N + |lambda|)),  s = |lambda|^{1/N}
        """,
      domain: ["alpha > 0", "N >= 1"], accuracy: "a few roundings",
      sources: [Source(.chou2022, "Lemma 2.2")],
      printedErrors: ["C9: prints alpha^{-(2N-2)} for lambda <= 0, alpha >= s"],
      inputs: [.depth, .targetEigenvalue, .initializationScale],
      outputs: [.stepSizeLimit, .printedStepSizeLimit]
    ) { (arguments) throws(TheoryError) in
      let limit = try monotone(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"))
      return ["eta_max": .number(limit.value), "eta_max_printed": .number(limit.printed)]
    },
    TheoryResult(
      "C.eq21", "The step size below which the iteration counts hold",
      formula: """
        lambda >= 0: 1 / max((2N-1) alpha^{2N-2}, N s^{2N-2});  lambda < 0: 1 / ((3N-2) max(alpha, s)^{2N-2})
        """,
      domain: ["alpha > 0", "N >= 1"], accuracy: "a few roundings",
      sources: [Source(.chou2022, "equation (21)")],
      printedErrors: ["C8: prints (2N-2) alpha^{2N-2}, the proof needs 2N-1"],
      inputs: [.depth, .targetEigenvalue, .initializationScale],
      outputs: [.stepSizeLimit, .printedStepSizeLimit]
    ) { (arguments) throws(TheoryError) in
      let limit = try counted(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"))
      return ["eta_max": .number(limit.value), "eta_max_printed": .number(limit.printed)]
    },
    TheoryResult(
      "C.c_root", "How large a perturbation of the first factor Theorem 1.3 allows",
      formula: "(c - 1) c^{N-1} = 1, 1 < c < 2; the theorem needs beta < (c - 1) alpha",
      domain: ["N >= 1"], accuracy: "a few roundings", sources: [Source(.chou2022, "Theorem 1.3")],
      printedErrors: ["C29: Figures 1b and 4 break beta < (c - 1) alpha"],
      inputs: [.depth], outputs: [TheoryQuantity("c", .number, "the root")]
    ) { (arguments) throws(TheoryError) in
      ["c": .number(try perturbationRatio(depth: arguments.integer("N")))]
    },
    TheoryResult(
      "C.thm1.1", "Step size and error of descent from identical factors",
      formula: """
        eta_max = 1 / ((3N-2) max(alpha^{2N-2}, ||W||^{2-2/N}));  |d - L| <= eps implies |d^N - max(lambda, 0)| <= bound:
        eps^N (lambda <= 0), eps N lambda^{1-1/N} (alpha^N <= lambda), (L + eps)^N - L^N (0 < lambda < alpha^N)
        """,
      domain: ["alpha, eps > 0", "||W|| >= |lambda|"], accuracy: "a few roundings",
      sources: [Source(.chou2022, "Theorem 1.1"), Source(.chou2022, "equation (10)")],
      printedErrors: [
        "C10: prints alpha^{N-2} for alpha^{2N-2}",
        "C11: prints eps N lambda^{1-1/N} also for alpha^N > lambda",
      ],
      inputs: [
        .depth, .targetEigenvalue, .targetNorm, .initializationScale,
        TheoryQuantity(
          "eps", .number, "error of the factor", unit: "(output/input)^(1/N)",
          symbols: [.chou2022: "epsilon"]),
      ],
      outputs: [
        .stepSizeLimit,
        TheoryQuantity("bound", .number, "error of the product", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let (depth, eigenvalue) = (arguments.integer("N"), arguments.number("lambda"))
      let (start, accuracy) = (arguments.number("alpha"), arguments.number("eps"))
      let norm = arguments.number("normW")
      try Assumption("||W||", norm, .atLeast, eigenvalue.magnitude, "|lambda|").require()
      let limit = try identical(depth: depth, targetNorm: norm, start: start)
      let bound = try productError(
        depth: depth, eigenvalue: eigenvalue, start: start, factorError: accuracy)
      return ["eta_max": .number(limit), "bound": .number(bound)]
    },
    TheoryResult(
      "C.thm1.3", "The step size of descent from perturbed factors",
      formula: """
        min((2^{1/N} - 1) / (2 (cM)^{2N-2}), 1 / (8N (cM)^{2N-2}), 2^{-N}),  M = max(1, ||W||^{1/N}), c by C.c_root
        """,
      domain: ["||W|| >= 0", "the theorem also needs 0 < beta < (c - 1) alpha and alpha < 1"],
      accuracy: "a few roundings", sources: [Source(.chou2022, "Theorem 1.3")],
      printedErrors: ["C23: the proof prints the exponent 2N-1"],
      inputs: [.depth, .targetNorm], outputs: [.stepSizeLimit]
    ) { (arguments) throws(TheoryError) in
      let limit = try perturbed(
        depth: arguments.integer("N"), targetNorm: arguments.number("normW"))
      return ["eta_max": .number(limit)]
    },
    TheoryResult(
      "C.lem2.10", "The step size below which a negative eigenvalue's first factor turns negative",
      formula: "1 / ((3N-2) max(alpha, s)^{2N-2})",
      domain: ["lambda < 0", "alpha > 0"], accuracy: "a few roundings",
      sources: [Source(.chou2022, "Lemma 2.10")],
      inputs: [.depth, .targetEigenvalue, .initializationScale], outputs: [.stepSizeLimit]
    ) { (arguments) throws(TheoryError) in
      let limit = try signChange(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"))
      return ["eta_max": .number(limit)]
    },
    TheoryResult(
      "C.lemA1", "The step size above which descent diverges",
      formula: """
        N = 1: 2;  lambda > 0: 2 / (N s^{2N-2})
        lambda < 0: (1 + 2^{1/N}) max(alpha, s) / min(alpha, s)^{2N-1}
        """,
      domain: ["lambda not 0 unless N = 1", "alpha > 0"], accuracy: "a few roundings",
      sources: [Source(.chou2022, "Lemma A.1")],
      printedErrors: ["C20: the proof shows divergence of the orbit, not |g'(0)| > 1"],
      inputs: [.depth, .targetEigenvalue, .initializationScale],
      outputs: [TheoryQuantity("eta_min", .number, "infimum of diverging step sizes", unit: "time")]
    ) { (arguments) throws(TheoryError) in
      let limit = try divergence(
        depth: arguments.integer("N"), eigenvalue: arguments.number("lambda"),
        start: arguments.number("alpha"))
      return ["eta_min": .number(limit)]
    },
  ]
}
