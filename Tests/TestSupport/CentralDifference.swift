public import DeepLinearCore
internal import LinearAlgebra
internal import RealModule

/// The five-point formula (f(-2h) - 8 f(-h) + 8 f(h) - f(2h)) / 12 h for the slope of f at 0.
///
/// Its error is h^4 f^(5) / 30 and, by rounding, 3/2 epsilon |f| / h; h = epsilon^(1/5) balances the two.
public enum CentralDifference {
  /// The distance h between two points.
  public static let step = Double.pow(.ulpOfOne, 0.2)

  /// The slope of `f` at 0.
  public static func slope(of f: (Double) -> Double) -> Double {
    (f(-2 * step) - 8 * f(-step) + 8 * f(step) - f(2 * step)) / (12 * step)
  }

  /// The error of the slope.
  ///
  /// - Parameters:
  ///   - value: f, a sum of about a hundred terms of its size.
  ///   - fifthDerivative: a bound of |f^(5)|; 0 for polynomials of degree at most 4.
  /// - Returns: an absolute bound.
  public static func tolerance(value: Double, fifthDerivative: Double = 0) -> Double {
    100 * .ulpOfOne * (value + 1) / step + .pow(step, 4) / 30 * fifthDerivative
  }

  /// A bound of the fifth derivative of a loss through the sigmoid in any entry of the factors.
  ///
  /// The sigmoid's derivatives are below 1, so it is at most the number of terms times 2 reach^5, reach the
  /// change of a prediction's argument with an entry of a factor.
  public static func fifthDerivative(
    of objective: SigmoidObjective, at weights: Weights
  ) -> Double {
    let longestInput =
      (0..<objective.inputs.rowCount).map { objective.inputs.row($0) }
      .map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }.max() ?? 0
    let reach = weights.layers.reduce(longestInput) { $0 * max(1, $1.frobeniusNorm) }
    return Double(objective.outputs.elements.count) * 2 * .pow(reach, 5)
  }
}
