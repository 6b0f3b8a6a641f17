extension TwoLayerDescent {
  private static let product = TheoryQuantity(
    "a", .number, "exact product after t iterations", unit: "output/input")

  /// G.eq22, G.eq23, G.thm3_sigma0.
  static let results = [
    TheoryResult(
      "G.eq22", "One balanced mode of a two-layer network under gradient descent",
      formula: "a_{t+1} = a_t (1 + eta (sigma - lambda a_t))^2",
      domain: ["a0 >= 0", "eta > 0", "t >= 0 an integer"],
      accuracy: "a few roundings however many iterations; infinite where it diverges",
      sources: [Source(.gidel2019, "equation (22)")],
      printedErrors: ["G9: prints the recursion of the factor sqrt(a) as that of a"],
      inputs: [.startProduct, .modeStrength, .inputVariance, .stepSize, .iteration("t")],
      outputs: [product]
    ) { (arguments) throws(TheoryError) in
      let descent = try TwoLayerDescent(arguments, strength: arguments.number("sigma"))
      return ["a": .number(descent.product(at: try arguments.iteration("t")))]
    },
    TheoryResult(
      "G.eq23", "Bounds on one mode under descent",
      formula: """
        F(r) = sigma a0 / ((sigma - lambda a0) r + lambda a0)
        lower F((1 + eta sigma)^{-2t}), upper F((1 - 2 eta sigma)^t), cap a0 (1 + eta sigma)^{2t}
        lower_paper F(e^{(-2 eta sigma + 4 eta^2 sigma^2) t})
        """,
      domain: ["0 < a0 < sigma / lambda", "0 < 2 eta sigma < 1", "t >= 0"],
      accuracy: "a few roundings times (1 + eta sigma t)",
      sources: [Source(.gidel2019, "Theorem 3"), Source(.gidel2019, "equation (23)")],
      printedErrors: [
        "G10: prints the numerator a0 for sigma a0",
        "G11: prints an upper bound with e^{-(2 eta sigma + eta^2 sigma^2) t}, which does not hold",
        "G13: prints the hypothesis 0 < a0 < 1",
      ],
      inputs: [.startProduct, .modeStrength, .inputVariance, .stepSize, .iteration("t")],
      outputs: [
        TheoryQuantity("lower", .number, "sharp lower bound", unit: "output/input"),
        TheoryQuantity("upper", .number, "upper bound set by the limit", unit: "output/input"),
        TheoryQuantity("cap", .number, "upper bound of unhindered growth", unit: "output/input"),
        TheoryQuantity(
          "lower_paper", .number, "printed lower bound with its numerator corrected",
          unit: "output/input"),
        product,
      ]
    ) { (arguments) throws(TheoryError) in
      let descent = try TwoLayerDescent(arguments, strength: arguments.number("sigma"))
      let iteration = try arguments.iteration("t")
      let bounds = try descent.bounds(at: iteration)
      return [
        "lower": .number(bounds.lower), "upper": .number(bounds.upper), "cap": .number(bounds.cap),
        "lower_paper": .number(bounds.printedLower), "a": .number(descent.product(at: iteration)),
      ]
    },
    TheoryResult(
      "G.thm3_sigma0", "Bounds on a mode that no output asks for, under descent",
      formula: "a_t <= sharp = a0 / (1 + 2 a0 lambda eta t) <= paper = a0 / (1 + a0 lambda eta t)",
      domain: ["lambda, a0 >= 0", "lambda eta a0 <= 1", "t >= 0"],
      accuracy: "a few roundings",
      sources: [Source(.gidel2019, "Theorem 3")],
      printedErrors: ["G14: omits the condition lambda eta a0 <= 1 and a factor 2"],
      inputs: [.startProduct, .inputVariance, .stepSize, .iteration("t")],
      outputs: [
        TheoryQuantity("sharp", .number, "sharp upper bound", unit: "output/input"),
        TheoryQuantity("paper", .number, "printed upper bound", unit: "output/input"), product,
      ]
    ) { (arguments) throws(TheoryError) in
      let descent = try TwoLayerDescent(arguments, strength: 0)
      let iteration = try arguments.iteration("t")
      let bounds = try descent.unfedBounds(at: iteration)
      return [
        "sharp": .number(bounds.sharp), "paper": .number(bounds.printed),
        "a": .number(descent.product(at: iteration)),
      ]
    },
  ]

  private init(_ arguments: TheoryArguments, strength: Double) throws(TheoryError) {
    try self.init(
      strength: strength, inputVariance: arguments.number("lambda"),
      start: arguments.number("a0"), stepSize: arguments.number("eta"))
  }
}
