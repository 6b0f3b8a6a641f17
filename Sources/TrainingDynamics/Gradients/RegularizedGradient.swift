internal import DeepLinearCore
internal import LinearAlgebra

/// The gradient of a two-layer loss with the imbalance penalty ||W_2^T W_2 - W_1 W_1^T - diag(q)||_F^2 / 8.
///
/// With M = W_2^T W_2 - W_1 W_1^T - diag(q) the penalty adds W_2 M / 2 to the gradient in W_2 and
/// -M W_1 / 2 to that in W_1. For a wide hidden layer the products are taken in the other order,
///
/// ```
/// W_2 M = (W_2 W_2^T) W_2 - W W_1^T - W_2 diag(q)
/// M W_1 = W_2^T W - W_1 (W_1^T W_1) - diag(q) W_1
/// ```
/// and no k x k matrix appears. Source: Tarmoun 2021, equation (19), U = W_2, V = W_1^T.
struct RegularizedGradient: NetworkGradient {
  private var layered: LayeredGradient
  private let targetImbalance: [Double]
  private let isHiddenLayerWide: Bool

  /// W_2 M, p x k, and M W_1, k x d.
  private var outputPenalty: Matrix
  private var inputPenalty: Matrix

  /// M, k x k; empty for a wide hidden layer.
  private var deviation: Matrix

  /// W_1^T W_1, d x d, and W_2 W_2^T, p x p; empty for a narrow hidden layer.
  private var inputGramian: Matrix
  private var outputGramian: Matrix

  var endToEndMatrix: Matrix { layered.endToEndMatrix }

  init(objective: any Objective, weights: Weights, targetImbalance: [Double]) {
    layered = LayeredGradient(objective: objective, weights: weights)
    self.targetImbalance = targetImbalance
    inputPenalty = weights.layers[0]
    outputPenalty = weights.layers[1]
    let (d, p, k) = (inputPenalty.columnCount, outputPenalty.rowCount, inputPenalty.rowCount)
    isHiddenLayerWide = d * d + d * p + p * p < k * (d + p)
    let (wide, narrow) = isHiddenLayerWide ? (1, 0) : (0, 1)
    deviation = Matrix(rowCount: narrow * k, columnCount: narrow * k)
    inputGramian = Matrix(rowCount: wide * d, columnCount: wide * d)
    outputGramian = Matrix(rowCount: wide * p, columnCount: wide * p)
  }

  mutating func evaluate(at weights: Weights) -> Double {
    let loss = layered.evaluate(at: weights)
    let (input, output) = (weights.layers[0], weights.layers[1])
    if isHiddenLayerWide {
      outputGramian.formGramian(of: output.factor)
      outputPenalty.formProduct(outputGramian.factor, output.factor)
      outputPenalty.formProduct(
        endToEndMatrix.factor, input.transposed, scaledBy: -1, adding: 1)
      outputPenalty.add(output, scalingColumnsBy: targetImbalance, scaledBy: -1)
      inputGramian.formGramian(of: input.transposed)
      inputPenalty.formProduct(output.transposed, endToEndMatrix.factor)
      inputPenalty.formProduct(input.factor, inputGramian.factor, scaledBy: -1, adding: 1)
      inputPenalty.add(input, scalingRowsBy: targetImbalance, scaledBy: -1)
    } else {
      deviation.formGramian(of: output.transposed)
      deviation.formGramian(of: input.factor, scaledBy: -1, adding: 1)
      for i in targetImbalance.indices { deviation[i, i] -= targetImbalance[i] }
      outputPenalty.formProduct(output.factor, deviation.factor)
      inputPenalty.formProduct(deviation.factor, input.factor)
    }
    return loss
  }

  func addGradient(to destination: inout Weights, scaledBy scale: Double) {
    layered.addGradient(to: &destination, scaledBy: scale)
    destination.add(inputPenalty, toLayer: 0, scaledBy: -scale / 2)
    destination.add(outputPenalty, toLayer: 1, scaledBy: scale / 2)
  }
}
