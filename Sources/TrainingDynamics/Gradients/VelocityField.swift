internal import DeepLinearCore
internal import LinearAlgebra

/// The velocity -dL/dW_j of all factors, as a function from columns of a matrix to columns of it.
///
/// A column lists the entries of all factors, in an order and with zeros between them that are the field's own.
protocol VelocityField: Sendable {
  /// The rows of each factor in a column.
  var rows: [Range<Int>] { get }

  /// Writes the velocity at one column into another and returns the loss, without allocating.
  mutating func formVelocity(at source: Int, into target: Int, of vectors: inout Matrix) -> Double

  /// Writes factors into a column.
  func write(_ weights: Weights, toColumn column: Int, of vectors: inout Matrix)

  /// Reads factors from a column.
  func read(_ weights: inout Weights, fromColumn column: Int, of vectors: Matrix)

  /// Loss and end-to-end matrix at any weights.
  mutating func evaluate(at weights: Weights) -> (loss: Double, endToEndMatrix: Matrix)
}

/// The field of a network, by kernels that work on the columns themselves where there are any.
func makeField(objective: any Objective, network: Network) -> any VelocityField {
  PairField(objective: objective, network: network)
    ?? NetworkField(
      gradient: makeGradient(objective: objective, network: network), weights: network.weights)
}

/// The field of any network: columns are copied to factors and back.
struct NetworkField: VelocityField {
  private var gradient: any NetworkGradient
  private var point: Weights
  private var velocity: Weights
  let rows: [Range<Int>]

  init(gradient: any NetworkGradient, weights: Weights) {
    self.gradient = gradient
    point = weights
    velocity = weights
    rows = weights.rowRanges
  }

  mutating func formVelocity(at source: Int, into target: Int, of vectors: inout Matrix) -> Double {
    point.assign(column: source, of: vectors)
    let loss = gradient.evaluate(at: point)
    velocity.fill(with: 0)
    gradient.addGradient(to: &velocity, scaledBy: -1)
    velocity.copy(toColumn: target, of: &vectors)
    return loss
  }

  func write(_ weights: Weights, toColumn column: Int, of vectors: inout Matrix) {
    weights.copy(toColumn: column, of: &vectors)
  }

  func read(_ weights: inout Weights, fromColumn column: Int, of vectors: Matrix) {
    weights.assign(column: column, of: vectors)
  }

  mutating func evaluate(at weights: Weights) -> (loss: Double, endToEndMatrix: Matrix) {
    let loss = gradient.evaluate(at: weights)
    return (loss, gradient.endToEndMatrix)
  }
}

/// The field of two small factors on a quadratic loss with uncorrelated inputs: one call, no copies.
struct PairField: VelocityField {
  private var pair: FactorPair
  private var endToEndMatrix: Matrix

  /// Prepares the field; nil for any other network.
  init?(objective: any Objective, network: Network) {
    guard let pair = FactorPair(objective: objective, network: network) else { return nil }
    self.pair = pair
    endToEndMatrix = Matrix(rowCount: pair.outputWidth, columnCount: pair.inputWidth)
  }

  /// W_1 stands as V^T, after U = W_2.
  var rows: [Range<Int>] { [pair.inputRows, pair.outputRows] }

  mutating func formVelocity(at source: Int, into target: Int, of vectors: inout Matrix) -> Double {
    pair.formVelocity(at: source, into: target, of: &vectors)
  }

  func write(_ weights: Weights, toColumn column: Int, of vectors: inout Matrix) {
    pair.write(
      output: weights.layers[1], input: weights.layers[0], toColumn: column, of: &vectors)
  }

  func read(_ weights: inout Weights, fromColumn column: Int, of vectors: Matrix) {
    weights.formPair { output, input in
      pair.read(output: &output, input: &input, fromColumn: column, of: vectors)
    }
  }

  mutating func evaluate(at weights: Weights) -> (loss: Double, endToEndMatrix: Matrix) {
    pair.assign(output: weights.layers[1], input: weights.layers[0].transpose())
    pair.readEndToEndMatrix(into: &endToEndMatrix)
    return (pair.loss, endToEndMatrix)
  }
}
