internal import DeepLinearCore
internal import LinearAlgebra

extension DescentIdentities {
  /// B.identities and B.scalar_step.
  static let results = [
    TheoryResult(
      "B.identities", "The change of every imbalance in one step of descent, exactly",
      formula: """
        [W_{j+1}^T W_{j+1} - W_j W_j^T]_{k+1} - [..]_k = eta^2 (G_{j+1}^T G_{j+1} - G_j G_j^T),  \
        G_j = (W_N ... W_{j+1})^T G (W_{j-1} ... W_1)^T
        """,
      domain: ["any differentiable loss of the product", "N >= 2, any shapes that fit, eta >= 0"],
      accuracy: "a few roundings times the products of the factors' norms",
      sources: [Source(.arora2018, "Theorem 1, for the flow")],
      inputs: [
        TheoryQuantity("W", .matrices, "W_1, ..., W_N; W_j is d_j x d_{j-1}"),
        TheoryQuantity("G", .matrix, "gradient of the loss in the product, d_N x d_0"),
        .descentStepSize,
      ],
      outputs: [
        TheoryQuantity(
          "change", .matrices, "change of each imbalance, d_j x d_j, j = 1, ..., N - 1")
      ]
    ) { (arguments) throws(TheoryError) in
      let weights: Weights
      do {
        weights = try Weights(layers: arguments.matrices("W"))
      } catch {
        throw .shape("\(error)")
      }
      let changes = try imbalanceChanges(
        weights: weights, gradient: arguments.matrix("G"), stepSize: arguments.number("eta"))
      return ["change": .matrices(changes)]
    },
    TheoryResult(
      "B.scalar_step", "One step of descent on a mode of two layers, exactly, in its invariants",
      formula: """
        r = sigma - l u v:  s <- s + eta r tau + eta^2 r^2 s,  tau <- tau (1 + eta^2 r^2) + 4 eta r s,  \
        delta <- delta (1 - eta^2 r^2)
        """,
      domain: ["any numbers"],
      accuracy: "a few roundings of the terms",
      sources: [Source(.arora2018, "Theorem 1, for the flow")],
      inputs: [
        TheoryQuantity("u", .number, "outer factor", symbols: [.tarmoun2021: "u"]),
        TheoryQuantity("v", .number, "inner factor", symbols: [.tarmoun2021: "v"]),
        TheoryQuantity(
          "sigma", .number, "strength of the mode", unit: "input output",
          symbols: [.gidel2019: "sigma", .tarmoun2021: "sigma", .chou2022: "lambda"]),
        TheoryQuantity(
          "l", .number, "input variance of the mode", unit: "input^2",
          symbols: [.gidel2019: "lambda"]),
        .descentStepSize,
      ],
      outputs: [
        TheoryQuantity("s", .number, "u v after the step", unit: "output/input"),
        TheoryQuantity("tau", .number, "u^2 + v^2 after the step", unit: "output/input"),
        TheoryQuantity("delta", .number, "u^2 - v^2 after the step", unit: "output/input"),
      ]
    ) { (arguments) throws(TheoryError) in
      let step = TwoLayerStep(
        outer: arguments.number("u"), inner: arguments.number("v"),
        strength: arguments.number("sigma"), inputVariance: arguments.number("l"),
        stepSize: arguments.number("eta"))
      return [
        "s": .number(step.product), "tau": .number(step.sum), "delta": .number(step.imbalance),
      ]
    },
  ]
}

extension TheoryQuantity {
  /// The step size of descent.
  static let descentStepSize = TheoryQuantity(
    "eta", .number, "step size", unit: "time",
    symbols: [.chou2022: "eta", .gidel2019: "eta", .tarmoun2021: "eta"])
}
