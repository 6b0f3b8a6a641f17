internal import DeepLinearCore
internal import LinearAlgebra

/// Inputs that many results share.
extension TheoryQuantity {
  /// X.
  static let gidelInputs = TheoryQuantity(
    "X", .matrix, "inputs, n x d, a sample to a row", unit: "input", symbols: [.gidel2019: "X"])

  /// Y.
  static let gidelOutputs = TheoryQuantity(
    "Y", .matrix, "outputs, n x p, a sample to a row", unit: "output", symbols: [.gidel2019: "Y"])

  /// sigma.
  static let modeStrength = TheoryQuantity(
    "sigma", .number, "strength of the mode: of Sxy, or of a target", unit: "input output",
    symbols: [.gidel2019: "sigma_i", .tarmoun2021: "sigma_i", .chou2022: "lambda_i"])

  /// lambda, a mode's input variance.
  static let inputVariance = TheoryQuantity(
    "lambda", .number, "input variance of the mode", unit: "input^2",
    symbols: [.gidel2019: "lambda_i", .tarmoun2021: "1", .chou2022: "1"])

  /// All sigma_i.
  static let modeStrengths = TheoryQuantity(
    "sigma", .list, "strengths of the modes", unit: "input output",
    symbols: [.gidel2019: "sigma_1, ..., sigma_r"])

  /// All lambda_i.
  static let inputVariances = TheoryQuantity(
    "lambda", .list, "input variances of the modes", unit: "input^2",
    symbols: [.gidel2019: "lambda_1, ..., lambda_r"])

  /// eta.
  static let stepSize = TheoryQuantity(
    "eta", .number, "step size of descent", unit: "time",
    symbols: [.gidel2019: "eta", .tarmoun2021: "eta", .chou2022: "eta"])

  /// The start of a balanced mode by its exponent.
  static let startExponent = TheoryQuantity(
    "delta", .number, "each factor starts at e^{-delta}, the product at e^{-2 delta}",
    symbols: [.gidel2019: "delta", .chou2022: "-ln alpha"])

  /// The number of iterations.
  static func iteration(_ name: String) -> TheoryQuantity {
    TheoryQuantity(
      name, .integer, "number of iterations", unit: "iterations",
      symbols: [.gidel2019: "t", .tarmoun2021: "k", .chou2022: "k"])
  }

  /// The product of a balanced mode at the start of descent.
  static let startProduct = TheoryQuantity(
    "a0", .number, "product of the mode at the start", unit: "output/input",
    symbols: [.gidel2019: "w^(0)", .chou2022: "alpha^2"])

  /// The imbalance of a mode.
  static let modeImbalance = TheoryQuantity(
    "lambda0", .number, "imbalance u^2 - v^2 of the mode, conserved", unit: "output/input",
    symbols: [.tarmoun2021: "lambda_0"])

  /// The time of a flow.
  static let flowTime = TheoryQuantity(
    "t", .number, "time of the flow; descent reaches it after t / step size iterations",
    unit: "time",
    symbols: [.gidel2019: "t", .tarmoun2021: "t", .chou2022: "t"])
}

extension TheoryArguments {
  /// The time "t", not negative.
  func time() throws(TheoryError) -> Double {
    let time = number("t")
    try Assumption("t", time, .atLeast, 0).require()
    return time
  }

  /// The number of iterations under a name, not negative.
  func iteration(_ name: String) throws(TheoryError) -> Int {
    let iteration = integer(name)
    try Assumption(name, Double(iteration), .atLeast, 0).require()
    return iteration
  }

  /// The loss of the data "X" and "Y".
  func dataObjective() throws(TheoryError) -> QuadraticObjective {
    do {
      return try QuadraticObjective(inputs: matrix("X"), outputs: matrix("Y"))
    } catch {
      throw .shape("\(error)")
    }
  }
}
