internal import LinearAlgebra

extension SolutionSharpness {
  /// B.sharpness.
  static let results = [
    TheoryResult(
      "B.sharpness", "Curvature at a minimum: balanced for any depth, imbalanced for two layers",
      formula: """
        G_ij = sum_{l=1}^N s_j^{2(l-1)/N} s_i^{2(N-l)/N};  sharpness = N s_1^{2-2/N};  \
        imbalanced_i = sqrt(4 s_i^2 + delta_i^2)
        """,
      domain: [
        "Sx = I; G and sharpness: balanced factors of depth N, 1 <= N <= 1000",
        "imbalanced: two layers, any delta_i = u_i^2 - v_i^2; s_i >= 0",
      ],
      accuracy: "a few roundings times N",
      sources: [Source(.saxe2014, "curvature"), Source(.mulayoff2020, "sharpness")],
      inputs: [
        .depth,
        TheoryQuantity(
          "s", .list, "singular values of the minimum", unit: "output/input",
          symbols: [.gidel2019: "sigma", .tarmoun2021: "sigma", .chou2022: "lambda"]),
        TheoryQuantity(
          "delta", .list, "imbalance of each mode", unit: "output/input",
          symbols: [.tarmoun2021: "lambda_0"]),
      ],
      outputs: [
        TheoryQuantity(
          "gauss_newton", .matrix, "eigenvalue of the Gauss-Newton part on u_i v_j^T",
          unit: "1/time"),
        TheoryQuantity("sharpness", .number, "the largest of them", unit: "1/time"),
        TheoryQuantity("imbalanced", .list, "u_i^2 + v_i^2 for each mode", unit: "1/time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let (depth, values) = (arguments.integer("N"), arguments.list("s"))
      let imbalances = arguments.list("delta")
      guard imbalances.count == values.count else {
        throw .shape("s has \(values.count) entries, delta \(imbalances.count)")
      }
      return [
        "gauss_newton": .matrix(try gaussNewton(depth: depth, values: values)),
        "sharpness": .number(try balanced(depth: depth, values: values)),
        "imbalanced": .list(
          zip(values, imbalances).map { imbalanced(value: $0, imbalance: $1) }),
      ]
    }
  ]
}
