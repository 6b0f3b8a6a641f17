internal import DeepLinearCore
internal import LinearAlgebra

/// The closed form of one layer under the loop: a step jumps to the next mark.
struct ClosedFormSimulator: Simulator {
  private let model: LinearModelDescent
  private let objective: QuadraticObjective
  private(set) var iteration: Int
  private(set) var weights: Weights
  private(set) var loss: Double

  /// Prepares the closed form, at an iteration to which an earlier run had come.
  init(
    model: LinearModelDescent, objective: QuadraticObjective, iteration: Int
  ) throws(NetworkError) {
    self.model = model
    self.objective = objective
    self.iteration = iteration
    let matrix = model.endToEndMatrix(at: iteration)
    weights = try Weights(layers: [matrix])
    loss = objective.loss(at: matrix)
  }

  var clock: Double { Double(iteration) }
  var state: [Matrix] { weights.layers }
  var flowProgress: GradientFlow.Progress? { nil }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) -> Int {
    iteration = Int(min(mark, end))
    weights.assign(model.endToEndMatrix(at: iteration), toLayer: 0)
    loss = objective.loss(at: weights.layers[0])
    return 1
  }

  mutating func position(at mark: Double) {}

  var observedTime: Double { Double(iteration) * model.stepSize }
  var observedLoss: Double { loss }
  func factors() -> Weights { weights }
  func endToEndMatrix() -> Matrix { weights.layers[0] }
  func readSpectrum(into values: inout [Double]) -> UnknownSpectrum? {
    UnknownSpectrum(matrix: weights.layers[0])
  }
  func frobeniusNorm() -> Double { weights.layers[0].frobeniusNorm }
  func excessLoss() -> Double? { objective.excessLoss(at: weights.layers[0]) }
  func imbalanceNorms() -> [Double] { [] }
}
