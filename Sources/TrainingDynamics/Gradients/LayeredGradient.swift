internal import DeepLinearCore
internal import LinearAlgebra

/// The gradient of a layered network, by the products that ``ProductPlan`` describes.
///
/// What has p rows is kept transposed, so that in every product the large dimension counts rows and the small
/// one, d or p, counts columns: BLAS then packs the small factor, up to twice as fast as the other way round.
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

  /// The suffixes S_{m+1}, ..., S_N: `suffixes[j - m - 1]` is the product of W_j to W_N transposed, d_{j-1} x p.
  private var suffixes: [Matrix] = []

  /// The gradients passed down, L_1, ..., L_m: `below[j - 1]` is d_j x d.
  private var below: [Matrix] = []

  /// The gradients passed up, R_{m+1}, ..., R_N, transposed: `above[j - m - 1]` is d_{j-1} x p.
  private var above: [Matrix] = []

  /// The gradient in W_N, p x d_{N-1}, the last one passed up.
  private var outputGradient: Matrix

  private(set) var endToEndMatrix: Matrix

  /// The transpose of W, d x p; empty when p is not the smaller one.
  private var endToEndTranspose: Matrix

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
    endToEndTranspose = p < d ? Matrix(rowCount: d, columnCount: p) : Matrix(rows: [])
    outputGradient = Matrix(rows: [])
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
      suffixes = ((cut + 1)...depth).map { Matrix(rowCount: widths[$0 - 1], columnCount: p) }
      above = suffixes
      outputGradient = Matrix(rowCount: p, columnCount: widths[depth - 1])
    }
  }

  mutating func evaluate(at weights: Weights) -> Double {
    guard depth > 1 else {
      endToEndMatrix.assign(weights.layers[0])
      return objective.formGradient(&endToEndGradient, at: endToEndMatrix, scratch: &scratch)
    }
    if fusedEnd != .input { formPrefixes(of: weights) }
    if fusedEnd != .output { formSuffixes(of: weights) }
    let prefix = fusedEnd == .input ? weights.layers[0].factor : prefixes[cut - 1].factor
    let suffix =
      fusedEnd == .output ? weights.layers[depth - 1].factor : suffixes[0].transposed
    formEndToEndMatrix(suffix, prefix)
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
    suffixes[last].assign(transposeOf: weights.layers[depth - 1])
    for k in 0..<last {
      let i = last - 1 - k
      suffixes[i].formProduct(weights.layers[cut + i].transposed, suffixes[i + 1].factor)
    }
  }

  private mutating func formEndToEndMatrix(_ suffix: Factor, _ prefix: Factor) {
    guard !endToEndTranspose.isEmpty else {
      endToEndMatrix.formProduct(suffix, prefix)
      return
    }
    endToEndTranspose.formProduct(prefix.transposed, suffix.transposed)
    endToEndMatrix.assign(transposeOf: endToEndTranspose)
  }

  private mutating func passGradientDown(from suffix: Factor, through weights: Weights) {
    below[cut - 1].formProduct(suffix.transposed, endToEndGradient.factor)
    for k in 1..<cut {
      let j = cut - 1 - k
      below[j].formProduct(weights.layers[j + 1].transposed, below[j + 1].factor)
    }
  }

  private mutating func passGradientUp(from prefix: Factor, through weights: Weights) {
    above[0].formProduct(prefix, endToEndGradient.transposed)
    for i in 1..<(depth - cut) {
      above[i].formProduct(weights.layers[cut + i - 1].factor, above[i - 1].factor)
    }
    outputGradient.assign(transposeOf: above[depth - cut - 1])
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
        inLayer: j, suffixes[j - cut + 1].factor, above[j - cut].transposed, scaledBy: scale,
        adding: 1)
    }
    if fusedEnd == .input {
      destination.formProduct(
        inLayer: 0, suffixes[0].factor, endToEndGradient.factor, scaledBy: scale, adding: 1)
    } else {
      destination.add(below[0], toLayer: 0, scaledBy: scale)
    }
    if fusedEnd == .output {
      destination.formProduct(
        inLayer: depth - 1, endToEndGradient.factor, prefixes[cut - 1].transposed,
        scaledBy: scale, adding: 1)
    } else {
      destination.add(outputGradient, toLayer: depth - 1, scaledBy: scale)
    }
  }
}
