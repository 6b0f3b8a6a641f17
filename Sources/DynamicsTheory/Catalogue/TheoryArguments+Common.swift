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
    "sigma", .number, "strength of the mode: the target's singular value", unit: "output/input",
    symbols: [.gidel2019: "sigma_i", .tarmoun2021: "sigma_i", .chou2022: "lambda_i"])

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

  /// The loss of the data "X" and "Y".
  func dataObjective() throws(TheoryError) -> QuadraticObjective {
    do {
      return try QuadraticObjective(inputs: matrix("X"), outputs: matrix("Y"))
    } catch {
      throw .shape("\(error)")
    }
  }
}
