internal import DeepLinearCore
internal import LinearAlgebra

/// The gradient of f(U U^T) in U: (G + G^T) U, G the gradient of f in W = U U^T.
///
/// For f = ||Y - W||_F^2 / 2 with symmetric Y the flow is U' = 2 (Y - U U^T) U. Source: Tarmoun 2021,
/// equation (5).
struct TiedGradient: NetworkGradient {
  private let objective: any Objective
  private var scratch: [Matrix]
  private(set) var endToEndMatrix: Matrix
  private var endToEndGradient: Matrix

  /// (G + G^T) U, m x k.
  private var factorGradient: Matrix

  init(objective: any Objective, factor: Matrix) {
    self.objective = objective
    scratch = objective.makeScratch()
    endToEndMatrix = Matrix(rowCount: factor.rowCount, columnCount: factor.rowCount)
    endToEndGradient = endToEndMatrix
    factorGradient = factor
  }

  mutating func evaluate(at weights: Weights) -> Double {
    let factor = weights.layers[0]
    endToEndMatrix.formGramian(of: factor.factor)
    let loss = objective.formGradient(&endToEndGradient, at: endToEndMatrix, scratch: &scratch)
    factorGradient.formProduct(endToEndGradient.factor, factor.factor)
    factorGradient.formProduct(endToEndGradient.transposed, factor.factor, adding: 1)
    return loss
  }

  func addGradient(to destination: inout Weights, scaledBy scale: Double) {
    destination.add(factorGradient, toLayer: 0, scaledBy: scale)
  }
}
