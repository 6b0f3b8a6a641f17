internal import DeepLinearCore
internal import LinearAlgebra
internal import Observables

/// Descent of two small factors under the loop, many steps in one call.
struct FactorPairSimulator: Simulator, ReducedState {
  private var pair: FactorPair
  let smallObjective: any Objective
  let lift: Lift
  private let stepSize: Double
  private(set) var iteration: Int

  /// Prepares descent.
  ///
  /// It is nil unless the network has two small factors, a quadratic loss and, if it is regularised, one target imbalance for all hidden units.
  ///
  /// - Parameters:
  ///   - reduction: what moves.
  ///   - stepSize: eta > 0.
  ///   - state: the factors at which an earlier run stopped, and its steps; nil for the start.
  init?(
    _ reduction: Reduction, stepSize: Double, resuming state: (factors: [Matrix], iteration: Int)?
  ) {
    guard let quadratic = reduction.objective as? QuadraticObjective,
      let pair = FactorPair(
        objective: quadratic, network: reduction.network, layers: state?.factors)
    else { return nil }
    smallObjective = quadratic
    lift = reduction.lift
    self.stepSize = stepSize
    iteration = state?.iteration ?? 0
    self.pair = pair
  }

  var clock: Double { Double(iteration) }
  var loss: Double { pair.loss }
  var weights: Weights { factors() }
  var state: [Matrix] { smallWeights.layers }
  var flowProgress: GradientFlow.Progress? { nil }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) -> Int {
    let taken = pair.descend(
      stepSize: stepSize, steps: min(stepCount, Int(min(mark, end)) - iteration),
      lossLimit: range.limit, lossThreshold: range.threshold)
    iteration += taken
    return taken
  }

  mutating func position(at mark: Double) {}

  var observedTime: Double { Double(iteration) * stepSize }
  var observedLoss: Double { loss }

  var smallMatrix: Matrix {
    var matrix = Matrix(rowCount: pair.outputWidth, columnCount: pair.inputWidth)
    pair.readEndToEndMatrix(into: &matrix)
    return matrix
  }

  var smallWeights: Weights {
    var output = Matrix(rowCount: pair.outputWidth, columnCount: pair.innerWidth)
    var input = Matrix(rowCount: pair.inputWidth, columnCount: pair.innerWidth)
    pair.readOutput(into: &output)
    pair.readInput(into: &input)
    guard let weights = try? Weights(layers: [input.transpose(), output]) else {
      preconditionFailure("a pair of factors with a common inner width")
    }
    return weights
  }
}
