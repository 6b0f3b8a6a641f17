internal import DeepLinearCore
internal import LinearAlgebra
internal import Observables

/// A known solution under the loop: a step jumps to the next mark.
struct ExactFlowSimulator: Simulator {
  private let flow: any ExactFlow
  private let objective: any Objective
  private var progress: GradientFlow.Progress
  private var observedMatrix: Matrix
  private(set) var weights: Weights
  private(set) var loss: Double

  /// Prepares the solution, at the time to which an earlier run had come.
  init(flow: any ExactFlow, objective: any Objective, resuming progress: GradientFlow.Progress?) {
    self.flow = flow
    self.objective = objective
    self.progress = progress ?? GradientFlow.Progress(method: .automatic)
    weights = flow.weights(at: self.progress.time)
    observedMatrix = weights.endToEndMatrix
    loss = objective.loss(at: observedMatrix)
  }

  var clock: Double { progress.time }
  var iteration: Int { progress.stepCount }
  var state: [Matrix] { weights.layers }
  var flowProgress: GradientFlow.Progress? { progress }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) -> Int {
    progress.time = min(mark, end)
    progress.stepCount += 1
    weights = flow.weights(at: progress.time)
    observedMatrix = weights.endToEndMatrix
    loss = objective.loss(at: observedMatrix)
    return 1
  }

  mutating func position(at mark: Double) {}

  var observedTime: Double { progress.time }
  var observedLoss: Double { loss }
  func factors() -> Weights { weights }
  func endToEndMatrix() -> Matrix { observedMatrix }
  func readSpectrum(into values: inout [Double]) -> UnknownSpectrum? {
    UnknownSpectrum(matrix: observedMatrix)
  }
  func frobeniusNorm() -> Double { observedMatrix.frobeniusNorm }
  func excessLoss() -> Double? { objective.excessLoss(at: observedMatrix) }
  func imbalanceNorms() -> [Double] { weights.depth > 1 ? weights.imbalanceNorms : [] }
}
