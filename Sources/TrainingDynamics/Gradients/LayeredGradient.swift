internal import DeepLinearCore
internal import LinearAlgebra

/// The gradient of a layered network, by the products that ``ProductPlan`` describes.
///
/// Its loops run over plain ranges, the only sequences that allocate nothing in debug builds too.
///
/// Source: Gidel 2019, equation (11); Arora, Cohen, Hazan 2018, section 2.
struct LayeredGradient: NetworkGradient {
  private let objective: any Objective
  private var scratch: [Matrix]

  /// m, the cut; depth 1 has none.
  private let cut: Int
  private let depth: Int

  /// The prefixes P_1, ..., P_m: `prefixes[j - 1]` is the product of W_1 to W_j, d_j x d.
  private var prefixes: [Matrix] = []

  /// The suffixes S_{m+1}, ..., S_N: `suffixes[j - m - 1]` is the product of W_j to W_N, p x d_{j-1}.
  private var suffixes: [Matrix] = []

  /// The gradients passed down, L_1, ..., L_m: `below[j - 1]` is d_j x d.
  private var below: [Matrix] = []

  /// The gradients passed up, R_{m+1}, ..., R_N: `above[j - m - 1]` is p x d_{j-1}.
  private var above: [Matrix] = []

  private(set) var endToEndMatrix: Matrix

  /// G, p x d: the gradient in W.
  private(set) var endToEndGradient: Matrix

  /// Allocates what a gradient needs; without a plan the cheapest one is used.
  init(objective: any Objective, weights: Weights, plan: ProductPlan? = nil) {
    self.objective = objective
    scratch = objective.makeScratch()
    depth = weights.depth
    let widths = weights.layers.map(\.columnCount) + [weights.layers[depth - 1].rowCount]
    let (d, p) = (widths[0], widths[depth])
    endToEndMatrix = Matrix(rowCount: p, columnCount: d)
    endToEndGradient = endToEndMatrix
    guard depth > 1 else {
      cut = 0
      return
    }
    cut = (plan ?? ProductPlan(widths: widths)).cut
    for j in 1...cut {
      prefixes.append(Matrix(rowCount: widths[j], columnCount: d))
      below.append(Matrix(rowCount: widths[j], columnCount: d))
    }
    for j in (cut + 1)...depth {
      suffixes.append(Matrix(rowCount: p, columnCount: widths[j - 1]))
      above.append(Matrix(rowCount: p, columnCount: widths[j - 1]))
    }
  }

  mutating func evaluate(at weights: Weights) -> Double {
    guard depth > 1 else {
      endToEndMatrix.assign(weights.layers[0])
      return objective.formGradient(&endToEndGradient, at: endToEndMatrix, scratch: &scratch)
    }
    formPrefixesAndSuffixes(of: weights)
    endToEndMatrix.formProduct(suffixes[0].factor, prefixes[cut - 1].factor)
    let loss = objective.formGradient(&endToEndGradient, at: endToEndMatrix, scratch: &scratch)
    passGradientDown(through: weights)
    passGradientUp(through: weights)
    return loss
  }

  private mutating func formPrefixesAndSuffixes(of weights: Weights) {
    // The ends are copied, so that the weights may be overwritten while their gradient is spent.
    prefixes[0].assign(weights.layers[0])
    for j in 1..<cut {
      prefixes[j].formProduct(weights.layers[j].factor, prefixes[j - 1].factor)
    }
    let last = depth - cut - 1
    suffixes[last].assign(weights.layers[depth - 1])
    for k in 0..<last {
      let i = last - 1 - k
      suffixes[i].formProduct(suffixes[i + 1].factor, weights.layers[cut + i].factor)
    }
  }

  private mutating func passGradientDown(through weights: Weights) {
    below[cut - 1].formProduct(suffixes[0].transposed, endToEndGradient.factor)
    for k in 1..<cut {
      let j = cut - 1 - k
      below[j].formProduct(weights.layers[j + 1].transposed, below[j + 1].factor)
    }
  }

  private mutating func passGradientUp(through weights: Weights) {
    above[0].formProduct(endToEndGradient.factor, prefixes[cut - 1].transposed)
    for i in 1..<(depth - cut) {
      above[i].formProduct(above[i - 1].factor, weights.layers[cut + i - 1].transposed)
    }
  }

  func addGradient(to destination: inout Weights, scaledBy scale: Double) {
    guard depth > 1 else {
      destination.add(endToEndGradient, toLayer: 0, scaledBy: scale)
      return
    }
    destination.add(below[0], toLayer: 0, scaledBy: scale)
    for j in 1..<cut {
      destination.formProduct(
        inLayer: j, below[j].factor, prefixes[j - 1].transposed, scaledBy: scale, adding: 1)
    }
    for j in cut..<(depth - 1) {
      destination.formProduct(
        inLayer: j, suffixes[j - cut + 1].transposed, above[j - cut].factor, scaledBy: scale,
        adding: 1)
    }
    destination.add(above[depth - cut - 1], toLayer: depth - 1, scaledBy: scale)
  }
}
