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
