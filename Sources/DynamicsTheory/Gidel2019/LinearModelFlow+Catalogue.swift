internal import DeepLinearCore
internal import LinearAlgebra

extension LinearModelFlow {
  /// G.eq9 and G.eq10.
  static let results = [
    TheoryResult(
      "G.eq9", "The linear model under gradient flow, from data",
      formula: "W(t) = e^{-t Sx} W0 + t phi1(-t Sx) Sxy,  Sx = X^T X / n,  Sxy = X^T Y / n",
      domain: ["t >= 0", "any rank of X"],
      accuracy: """
        a few roundings times (1 + t |Sx|); null directions of X keep W0, for any t
        """,
      sources: [Source(.gidel2019, "equation (9)")],
      inputs: [
        .gidelInputs, .gidelOutputs,
        TheoryQuantity(
          "W0", .matrix, "start, d x p", unit: "output/input", symbols: [.gidel2019: "W_0"]),
        .flowTime,
      ],
      outputs: [
        TheoryQuantity(
          "W", .matrix, "W(t), d x p: the transpose of our end-to-end matrix", unit: "output/input",
          symbols: [.gidel2019: "W(t)"])
      ]
    ) { (arguments) throws(TheoryError) in
      ["W": .matrix(try value(arguments, start: arguments.matrix("W0")))]
    },
    TheoryResult(
      "G.eq10", "The linear model under gradient flow from W(0) = 0, from data",
      formula: "W(t) = t phi1(-t Sx) Sxy,  Sx = X^T X / n,  Sxy = X^T Y / n",
      domain: ["t >= 0", "any rank of X"],
      accuracy: "a few roundings times (1 + t |Sx|)",
      sources: [Source(.gidel2019, "equation (10)")],
      inputs: [.gidelInputs, .gidelOutputs, .flowTime],
      outputs: [
        TheoryQuantity(
          "W", .matrix, "W(t), d x p", unit: "output/input", symbols: [.gidel2019: "W(t)"])
      ]
    ) { (arguments) throws(TheoryError) in
      let (inputs, outputs) = (arguments.matrix("X"), arguments.matrix("Y"))
      let zero = Matrix(rowCount: inputs.columnCount, columnCount: outputs.columnCount)
      return ["W": .matrix(try value(arguments, start: zero))]
    },
  ]

  private static func value(
    _ arguments: TheoryArguments, start: Matrix
  ) throws(TheoryError) -> Matrix {
    let objective = try arguments.dataObjective()
    let flow = try LinearModelFlow(objective: objective, start: start.transpose())
    return try flow.endToEndMatrix(at: arguments.time()).transpose()
  }
}
