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
  private let fusedEnd: FusedEnd?

  /// The prefixes P_1, ..., P_m: `prefixes[j - 1]` is the product of W_1 to W_j, d_j x d.
  private var prefixes: [Matrix] = []

  /// The suffixes S_{m+1}, ..., S_N: `suffixes[j - m - 1]` is the product of W_j to W_N, p x d_{j-1}.
  private var suffixes: [Matrix] = []

  /// The gradients passed down, L_1, ..., L_m: `below[j - 1]` is d_j x d.
  private var below: [Matrix] = []

  /// The gradients passed up, R_{m+1}, ..., R_N: `above[j - m - 1]` is p x d_{j-1}.
  private var above: [Matrix] = []

  private(set) var endToEndMatrix: Matrix

  /// The gradient G in W, p x d.
  private(set) var endToEndGradient: Matrix

  /// An end of the chain that stands alone on its side of the cut.
  ///
  /// Its gradient, S^T G or G P^T, is multiplied straight into the destination, and the factor itself serves
  /// as prefix or suffix: no copy, no sum. The other end keeps a copy, because the destination may be the
  /// weights themselves.
  private enum FusedEnd {
    case input
    case output
  }

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
      fusedEnd = nil
      return
    }
    cut = (plan ?? ProductPlan(widths: widths)).cut
    let isInputLarger = widths[1] * d >= p * widths[depth - 1]
    switch (cut == 1, cut == depth - 1) {
    case (true, true): fusedEnd = isInputLarger ? .input : .output
    case (true, false): fusedEnd = .input
    case (false, true): fusedEnd = .output
    case (false, false): fusedEnd = nil
    }
    if fusedEnd != .input {
      prefixes = (1...cut).map { Matrix(rowCount: widths[$0], columnCount: d) }
      below = prefixes
    }
    if fusedEnd != .output {
      suffixes = ((cut + 1)...depth).map { Matrix(rowCount: p, columnCount: widths[$0 - 1]) }
      above = suffixes
    }
  }

  mutating func evaluate(at weights: Weights) -> Double {
    guard depth > 1 else {
      endToEndMatrix.assign(weights.layers[0])
      return objective.formGradient(&endToEndGradient, at: endToEndMatrix, scratch: &scratch)
    }
    if fusedEnd != .input { formPrefixes(of: weights) }
    if fusedEnd != .output { formSuffixes(of: weights) }
    let prefix = fusedEnd == .input ? weights.layers[0] : prefixes[cut - 1]
    let suffix = fusedEnd == .output ? weights.layers[depth - 1] : suffixes[0]
    endToEndMatrix.formProduct(suffix.factor, prefix.factor)
    let loss = objective.formGradient(&endToEndGradient, at: endToEndMatrix, scratch: &scratch)
    if fusedEnd != .input { passGradientDown(from: suffix, through: weights) }
    if fusedEnd != .output { passGradientUp(from: prefix, through: weights) }
    return loss
  }

  private mutating func formPrefixes(of weights: Weights) {
    prefixes[0].assign(weights.layers[0])
    for j in 1..<cut {
      prefixes[j].formProduct(weights.layers[j].factor, prefixes[j - 1].factor)
    }
  }

  private mutating func formSuffixes(of weights: Weights) {
    let last = depth - cut - 1
    suffixes[last].assign(weights.layers[depth - 1])
    for k in 0..<last {
      let i = last - 1 - k
      suffixes[i].formProduct(suffixes[i + 1].factor, weights.layers[cut + i].factor)
    }
  }

  private mutating func passGradientDown(from suffix: Matrix, through weights: Weights) {
    below[cut - 1].formProduct(suffix.transposed, endToEndGradient.factor)
    for k in 1..<cut {
      let j = cut - 1 - k
      below[j].formProduct(weights.layers[j + 1].transposed, below[j + 1].factor)
    }
  }

  private mutating func passGradientUp(from prefix: Matrix, through weights: Weights) {
    above[0].formProduct(endToEndGradient.factor, prefix.transposed)
    for i in 1..<(depth - cut) {
      above[i].formProduct(above[i - 1].factor, weights.layers[cut + i - 1].transposed)
    }
  }

  func addGradient(to destination: inout Weights, scaledBy scale: Double) {
    guard depth > 1 else {
      destination.add(endToEndGradient, toLayer: 0, scaledBy: scale)
      return
    }
    for j in 1..<cut {
      destination.formProduct(
        inLayer: j, below[j].factor, prefixes[j - 1].transposed, scaledBy: scale, adding: 1)
    }
    for j in cut..<(depth - 1) {
      destination.formProduct(
        inLayer: j, suffixes[j - cut + 1].transposed, above[j - cut].factor, scaledBy: scale,
        adding: 1)
    }
    if fusedEnd == .input {
      destination.formProduct(
        inLayer: 0, suffixes[0].transposed, endToEndGradient.factor, scaledBy: scale, adding: 1)
    } else {
      destination.add(below[0], toLayer: 0, scaledBy: scale)
    }
    if fusedEnd == .output {
      destination.formProduct(
        inLayer: depth - 1, endToEndGradient.factor, prefixes[cut - 1].transposed,
        scaledBy: scale, adding: 1)
    } else {
      destination.add(above[depth - cut - 1], toLayer: depth - 1, scaledBy: scale)
    }
  }
}
