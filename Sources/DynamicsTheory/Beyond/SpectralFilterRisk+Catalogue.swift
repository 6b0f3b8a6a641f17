internal import LinearAlgebra

extension SpectralFilterRisk {
  /// B.sure.
  static let results = [
    TheoryResult(
      "B.sure", "Divergence and Stein's risk estimate of a spectral filter",
      formula: """
        div = sum_i [f'(s_i) + |m-n| f(s_i)/s_i] + 2 sum_{i != j} s_i f(s_i)/(s_i^2 - s_j^2);  \
        SURE = -m n tau^2 + sum_i (f(s_i) - s_i)^2 + 2 tau^2 div
        """,
      domain: [
        "real m x n matrix with independent Gaussian noise of standard deviation tau >= 0",
        "min(m, n) singular values s_i >= 0; f and f' equal where values coincide; f(0) = 0",
      ],
      accuracy: """
        a few roundings of the terms; limits are taken at coinciding and zero values, nearly \
        coinciding ones lose nothing
        """,
      sources: [Source(.candes2013, "divergence of spectral functions")],
      inputs: [
        TheoryQuantity("s", .list, "singular values of the noisy matrix", unit: "output/input"),
        TheoryQuantity("f", .list, "filtered values f(s_i)", unit: "output/input"),
        TheoryQuantity("df", .list, "derivatives f'(s_i)"),
        TheoryQuantity("m", .integer, "rows"),
        TheoryQuantity("n", .integer, "columns"),
        TheoryQuantity("tau", .number, "standard deviation of the noise", unit: "output/input"),
      ],
      outputs: [
        TheoryQuantity("divergence", .number, "of the filter at the matrix"),
        TheoryQuantity(
          "sure", .number, "unbiased estimate of the squared Frobenius error",
          unit: "(output/input)^2"),
      ]
    ) { (arguments) throws(TheoryError) in
      let risk = try SpectralFilterRisk(
        values: arguments.list("s"), filtered: arguments.list("f"),
        derivatives: arguments.list("df"), rowCount: arguments.integer("m"),
        columnCount: arguments.integer("n"), noise: arguments.number("tau"))
      return ["divergence": .number(risk.divergence), "sure": .number(risk.risk)]
    }
  ]
}
