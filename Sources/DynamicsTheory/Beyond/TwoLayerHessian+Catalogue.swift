internal import LinearAlgebra

extension TwoLayerHessian {
  /// B.hessian.
  static let results = [
    TheoryResult(
      "B.hessian", "Spectrum of the Hessian of two layers at aligned factors",
      formula: """
        3 s_i - sigma_i, sigma_i - s_i; i < j: [2 (s_i + s_j) - (sigma_i + sigma_j) +- \
        sqrt(4 s_i s_j + (sigma_i - sigma_j)^2)]/2, [sigma_i + sigma_j +- \
        sqrt((2 (s_i - s_j) - (sigma_i - sigma_j))^2 + 4 s_i s_j)]/2; s_i (d + p - 2r times), \
        +-(s_i - sigma_i) (k - r times), 0 ((k - r)(d + p - 2r) times)
        """,
      domain: [
        "Sx = I; balanced factors that share the target's singular vectors",
        "s_i >= 0, sigma_i >= 0; every mode of the target is listed; r <= d, k, p",
      ],
      accuracy: "a few roundings of the largest eigenvalue",
      sources: [Source(.mulayoff2020, "flat minima of linear networks")],
      inputs: [
        TheoryQuantity("s", .list, "singular values of the product", unit: "output/input"),
        TheoryQuantity(
          "sigma", .list, "singular values of the target, in the same order", unit: "output/input",
          symbols: [.gidel2019: "sigma", .tarmoun2021: "sigma", .chou2022: "lambda"]),
        TheoryQuantity("d", .integer, "input width", symbols: [.gidel2019: "d"]),
        TheoryQuantity("p", .integer, "output width", symbols: [.gidel2019: "p"]),
        TheoryQuantity(
          "k", .integer, "hidden width", symbols: [.gidel2019: "r", .tarmoun2021: "k"]),
      ],
      outputs: [
        TheoryQuantity(
          "eigenvalues", .list,
          """
          in the formula's order: 2 for each mode, 4 for each pair (1,2), (1,3), ..., then s_i, \
          then s_i - sigma_i and sigma_i - s_i for each mode, then 0
          """, unit: "1/time"),
        TheoryQuantity("multiplicities", .list, "how often each occurs; may be 0"),
        TheoryQuantity("largest", .number, "the sharpness", unit: "1/time"),
        TheoryQuantity("smallest", .number, "the smallest eigenvalue", unit: "1/time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let hessian = try TwoLayerHessian(
        values: arguments.list("s"), strengths: arguments.list("sigma"),
        inputWidth: arguments.integer("d"), hiddenWidth: arguments.integer("k"),
        outputWidth: arguments.integer("p"))
      return [
        "eigenvalues": .list(hessian.eigenvalues.map(\.value)),
        "multiplicities": .list(hessian.eigenvalues.map(\.multiplicity)),
        "largest": .number(hessian.largest),
        "smallest": .number(hessian.smallest),
      ]
    }
  ]
}
