extension RescaledTimeLimit {
  private static let time = TheoryQuantity(
    "t", .number, "rescaled time: the flow's time divided by delta", unit: "time",
    symbols: [.gidel2019: "t"])

  /// G.eq18, G.eq19, G.cor2.
  static let results = [
    TheoryResult(
      "G.eq18", "The limit of one mode in rescaled time, for starts that shrink to zero",
      formula: """
        lim_{delta -> inf} w(delta t), w(0) = e^{-2 delta}:
        0 (t sigma < 1), sigma / (lambda + sigma) (t sigma = 1), sigma / lambda (t sigma > 1)
        """,
      domain: ["t, sigma >= 0", "lambda > 0 where sigma > 0"],
      accuracy: "one rounding; t sigma is compared with 1 exactly",
      sources: [Source(.gidel2019, "Theorem 2"), Source(.gidel2019, "equation (18)")],
      printedErrors: [
        "G3: prints the start e^{-delta}", "G4: the appendix prints square roots of the limits",
      ],
      inputs: [.modeStrength, .inputVariance, time],
      outputs: [TheoryQuantity("limit", .number, "limit of the product", unit: "output/input")]
    ) { (arguments) throws(TheoryError) in
      let limit = try RescaledTimeLimit(
        strengths: [arguments.number("sigma")], inputVariances: [arguments.number("lambda")])
      return ["limit": .number(limit.products(at: try arguments.time())[0])]
    },
    TheoryResult(
      "G.eq19", "The limit of the end-to-end matrix's squared norm in rescaled time",
      formula: "lim ||W(delta t)||_F^2 = sum_i (limit_i)^2, limit_i by G.eq18",
      domain: ["t, sigma_i >= 0", "lambda_i > 0 where sigma_i > 0"],
      accuracy: "a few roundings",
      sources: [Source(.gidel2019, "Corollary 1"), Source(.gidel2019, "equation (19)")],
      printedErrors: ["G19: calls the squared Frobenius norm the nuclear norm"],
      inputs: [.modeStrengths, .inputVariances, time],
      outputs: [
        TheoryQuantity("value", .number, "limit of the squared norm", unit: "(output/input)^2")
      ]
    ) { (arguments) throws(TheoryError) in
      let limit = try RescaledTimeLimit(
        strengths: arguments.list("sigma"), inputVariances: arguments.list("lambda"))
      return ["value": .number(limit.squaredNorm(at: try arguments.time()))]
    },
    TheoryResult(
      "G.cor2", "The limit between two transitions beside the regression of that rank",
      formula: """
        limit_i = sigma_i / lambda_i for the k modes with t sigma_i > 1
        rrr_i = sigma_i / lambda_i for the k largest sigma_i^2 / lambda_i
        """,
      domain: ["t, sigma_i >= 0", "lambda_i > 0 where sigma_i > 0"],
      accuracy: "one rounding",
      sources: [Source(.gidel2019, "Corollary 2")],
      printedErrors: ["G6: prints that the two always agree"],
      inputs: [.modeStrengths, .inputVariances, time],
      outputs: [
        TheoryQuantity("k", .integer, "number of modes learned"),
        TheoryQuantity("limit", .list, "limit of every mode", unit: "output/input"),
        TheoryQuantity(
          "rrr", .list, "every mode of the regression of rank k", unit: "output/input"),
        TheoryQuantity("agree", .flag, "whether the two are equal"),
      ]
    ) { (arguments) throws(TheoryError) in
      let limit = try RescaledTimeLimit(
        strengths: arguments.list("sigma"), inputVariances: arguments.list("lambda"))
      let time = try arguments.time()
      let rank = limit.rank(at: time)
      let (products, regression) = (
        limit.products(at: time), limit.reducedRankRegression(rank: rank)
      )
      return [
        "k": .integer(rank), "limit": .list(products), "rrr": .list(regression),
        "agree": .flag(products == regression),
      ]
    },
  ]
}
