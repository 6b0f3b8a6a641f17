internal import DeepLinearCore
internal import LinearAlgebra

extension JointDecomposition {
  /// G.eq11, G.eq21, G.eq4, G.eq27: what is evaluated from data.
  static let results = [
    TheoryResult(
      "G.eq21", "The linear model under gradient descent, from data",
      formula: """
        W_t = (I - eta Sx)^t W0 + eta sum_{s<t} (I - eta Sx)^s Sxy,  Sx = X^T X / n,  Sxy = X^T Y / n
        """,
      domain: ["t >= 0 an integer", "any eta > 0, any rank of X"],
      accuracy: "a few roundings times (1 + eta t |Sx|); converges if eta < 2 / |Sx|",
      sources: [Source(.gidel2019, "equation (21)")],
      printedErrors: ["G8: prints the power on the right of W0, where it does not fit"],
      inputs: [
        .gidelInputs, .gidelOutputs,
        TheoryQuantity(
          "W0", .matrix, "start, d x p", unit: "output/input", symbols: [.gidel2019: "W_0"]),
        .stepSize, .iteration("t"),
      ],
      outputs: [TheoryQuantity("W", .matrix, "W_t, d x p", unit: "output/input")]
    ) { (arguments) throws(TheoryError) in
      let objective = try arguments.dataObjective()
      let start = arguments.matrix("W0").transpose()
      guard start.hasSameShape(as: objective.minimizer) else {
        throw .shape("W0 does not fit X and Y")
      }
      let stepSize = arguments.number("eta")
      try Assumption("eta", stepSize, .greater, 0).require()
      let iteration = try arguments.iteration("t")
      let descent = try TheoryError.decomposing { () throws(LinearAlgebraError) in
        try LinearModelDescent(objective: objective, start: start, stepSize: stepSize)
      }
      return ["W": .matrix(descent.endToEndMatrix(at: iteration).transpose())]
    },
    TheoryResult(
      "G.eq11", "Loss and gradients of a linear network of any depth, from data",
      formula: """
        f = ||Y - X W_1 ... W_L||_F^2 / (2n)
        df/dW_l = (W_1 ... W_{l-1})^T (X^T (X W - Y) / n) (W_{l+1} ... W_L)^T
        """,
      domain: ["X n x d, Y n x p, W_l r_{l-1} x r_l, r_0 = d, r_L = p"],
      accuracy: "a few roundings",
      sources: [Source(.gidel2019, "equation (11)")],
      inputs: [
        .gidelInputs, .gidelOutputs,
        TheoryQuantity(
          "Ws", .matrices, "factors W_1, ..., W_L: the transposes of ours",
          symbols: [.gidel2019: "W_1, ..., W_L"]),
      ],
      outputs: [
        TheoryQuantity("loss", .number, "the loss f", unit: "output^2"),
        TheoryQuantity("grads", .matrices, "one gradient for each factor"),
      ]
    ) { (arguments) throws(TheoryError) in
      let gradients = try LayerGradients(
        inputs: arguments.matrix("X"), outputs: arguments.matrix("Y"),
        factors: arguments.matrices("Ws"))
      return ["loss": .number(gradients.loss), "grads": .matrices(gradients.gradients)]
    },
    TheoryResult(
      "G.eq4", "Regression of rank at most k",
      formula: """
        X = A S B^T, M = A^T Y / sqrt(n), W = B S^{-1} sqrt(n) [M]_k, gains s_i(M)^2
        objective (||Y||_F^2 / n - sum_{i<=k} s_i(M)^2) / 2
        """,
      domain: ["k >= 0", "any rank of X; unique iff s_k(M) > s_{k+1}(M) or M has rank <= k"],
      accuracy: "a few roundings times the condition of X",
      sources: [Source(.gidel2019, "equation (4)")],
      printedErrors: ["G21: prints a sum of norms, W in R^{p x d} and r > min(p, d)"],
      inputs: [
        .gidelInputs, .gidelOutputs,
        TheoryQuantity("k", .integer, "largest rank", symbols: [.gidel2019: "r"]),
      ],
      outputs: [
        TheoryQuantity("W", .matrix, "the map, d x p", unit: "output/input"),
        TheoryQuantity("objective", .number, "its loss ||Y - X W||_F^2 / (2n)", unit: "output^2"),
        TheoryQuantity("gains", .list, "what each rank gains, twice", unit: "output^2"),
      ]
    ) { (arguments) throws(TheoryError) in
      let optimum = try ReducedRankOptimum(
        inputs: arguments.matrix("X"), outputs: arguments.matrix("Y"), rank: arguments.integer("k"))
      return [
        "W": .matrix(optimum.map), "objective": .number(optimum.objective),
        "gains": .list(optimum.gains),
      ]
    },
    TheoryResult(
      "G.eq27", "How nearly data decouple into modes",
      formula: """
        Sxy = U Dxy V^T, B = U^T Sx U - diag(lambda), lambda = diag(U^T Sx U)
        delta_xy = ||B||_F / ||Sx||_F,  delta_x = ||Sx / ||Sx||_F - I / sqrt(d)||_F / 2
        """,
      domain: ["X not zero"],
      accuracy: """
        a few roundings over the gaps between singular values; U is completed so that Sx is diagonal on the rest
        """,
      sources: [Source(.gidel2019, "equation (27)"), Source(.gidel2019, "Table 1")],
      printedErrors: [
        "G23: the two rows of Table 1 are swapped; norms and completion are left open"
      ],
      inputs: [.gidelInputs, .gidelOutputs],
      outputs: [
        TheoryQuantity("delta_xy", .number, "relative coupling of the modes"),
        TheoryQuantity("delta_x", .number, "distance from white inputs"),
        TheoryQuantity("lambdas", .list, "input variances of the modes", unit: "input^2"),
        TheoryQuantity("sigmas", .list, "strengths of the modes", unit: "input output"),
      ]
    ) { (arguments) throws(TheoryError) in
      let joint = try JointDecomposition(arguments.dataObjective())
      return [
        "delta_xy": .number(joint.relativeCoupling), "delta_x": .number(joint.distanceFromWhite),
        "lambdas": .list(Array(joint.inputVariances.prefix(joint.strengths.count))),
        "sigmas": .list(joint.strengths),
      ]
    },
    TheoryResult(
      "G.appA", "The tied linear autoencoder from a start that commutes with the inputs",
      formula: """
        w_i' = 2 lambda_i w_i (1 - w_i)
        limit = sum over {w_i(0) > 0, lambda_i > 0} of u_i u_i^T, plus w_i(0) u_i u_i^T where lambda_i = 0
        """,
      domain: ["lambda_i, w_i(0), t >= 0", "U with orthonormal columns"],
      accuracy: "a few roundings times (1 + lambda t)",
      sources: [Source(.gidel2019, "Appendix A")],
      printedErrors: ["G26: prints that the limit is always principal component analysis"],
      inputs: [
        TheoryQuantity("U", .matrix, "eigenvectors of Sx as columns", symbols: [.gidel2019: "U"]),
        .inputVariances,
        TheoryQuantity("w0", .list, "strengths at time 0", symbols: [.gidel2019: "w_i(0)"]),
        .flowTime,
      ],
      outputs: [
        TheoryQuantity("limit", .matrix, "limit of W_1 W_1^T, d x d"),
        TheoryQuantity("w", .list, "strengths at time t"),
      ]
    ) { (arguments) throws(TheoryError) in
      let autoencoder = try TiedAutoencoder(
        basis: arguments.matrix("U"), variances: arguments.list("lambda"),
        start: arguments.list("w0"))
      return [
        "limit": .matrix(autoencoder.limit),
        "w": .list(autoencoder.strengths(at: try arguments.time())),
      ]
    },
  ]
}
