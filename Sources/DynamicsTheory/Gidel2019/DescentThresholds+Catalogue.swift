extension DescentThresholds {
  /// G.cor3, G.eq26.
  static let results = [
    TheoryResult(
      "G.cor3", "Step sizes below which descent learns the modes in order",
      formula: """
        exact: least root of ln(1 + eta sigma_i) = eta sigma_{i+1};  lipschitz: 1 / (2 sigma_1)
        printed1: min 2 (sigma_i - sigma_{i+1}) / sigma_i^2;  printed2: min (sigma_i - sigma_{i+1}) / (2 sigma_{i+1}^2)
        proof: min (sigma_i - sigma_{i+1}) / (2 sigma_i^2)
        """,
      domain: ["sigma_1 > sigma_2 > ... > 0"],
      accuracy: "a few roundings; infinite for a single mode, except lipschitz",
      sources: [Source(.gidel2019, "Corollary 3")],
      printedErrors: [
        "G18: the second printed condition is not needed; the proof's is another one"
      ],
      inputs: [.modeStrengths],
      outputs: [
        TheoryQuantity("lipschitz", .number, "keeps every mode monotone", unit: "time"),
        TheoryQuantity("exact", .number, "the supremum", unit: "time"),
        TheoryQuantity("printed1", .number, "sufficient", unit: "time"),
        TheoryQuantity("printed2", .number, "printed, not needed", unit: "time"),
        TheoryQuantity("proof", .number, "of the printed proof, not needed", unit: "time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let thresholds = try DescentThresholds(strengths: arguments.list("sigma"))
      return [
        "lipschitz": .number(thresholds.lipschitz), "exact": .number(thresholds.exact),
        "printed1": .number(thresholds.printedFirst), "printed2": .number(thresholds.printedSecond),
        "proof": .number(thresholds.proof),
      ]
    },
    TheoryResult(
      "G.eq26", "Whether descent has learned mode i at the transition of mode j",
      formula: """
        t = floor(delta / (sigma_j eta)), a_i(0) = e^{-2 delta}, delta -> inf:
        sigma_i / lambda_i if j > i and ln(1 + eta sigma_i) > eta sigma_j, else 0
        """,
      domain: ["2 eta sigma_1 < 1", "i >= 1, 0 <= j <= r + 1; T_0 = 0, T_{r+1} = inf"],
      accuracy: "one rounding",
      sources: [Source(.gidel2019, "Corollary 3"), Source(.gidel2019, "equation (26)")],
      inputs: [
        .modeStrengths, .inputVariances, .stepSize,
        TheoryQuantity("i", .integer, "mode, from 1", symbols: [.gidel2019: "i"]),
        TheoryQuantity("j", .integer, "transition, from 1", symbols: [.gidel2019: "j"]),
      ],
      outputs: [
        TheoryQuantity("learned", .flag, "whether the limit is not 0"),
        TheoryQuantity("limit", .number, "limit of a_i", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let limit = try limit(
        ofMode: arguments.integer("i") &- 1, atTransition: arguments.integer("j") &- 1,
        strengths: arguments.list("sigma"), inputVariances: arguments.list("lambda"),
        stepSize: arguments.number("eta"))
      return ["learned": .flag(limit != 0), "limit": .number(limit)]
    },
  ]
}
