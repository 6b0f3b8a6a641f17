internal import DeepLinearCore
internal import LinearAlgebra

/// A way to move a network along its trajectory, as the loop in ``Simulation`` sees it.
///
/// The clock counts steps for descent and time for flow.
protocol Simulator: Sendable {
  /// The step number or time reached.
  var clock: Double { get }

  /// Steps taken.
  var iteration: Int { get }

  /// The loss at the clock.
  var loss: Double { get }

  /// The factors at the clock.
  var weights: Weights { get }

  /// The state of an adaptive integrator; nil for others.
  var flowProgress: GradientFlow.Progress? { get }

  /// Moves on by one step, and not beyond `end`.
  mutating func step(until end: Double) throws(StepSizeUnderflow)

  /// The state at a mark that the clock has just reached or passed.
  mutating func state(at mark: Double) -> ObservedState
}

/// Gradient descent under the loop.
struct DescentSimulator: Simulator {
  var descent: GradientDescent

  var clock: Double { Double(descent.iteration) }
  var iteration: Int { descent.iteration }
  var loss: Double { descent.loss }
  var weights: Weights { descent.weights }
  var flowProgress: GradientFlow.Progress? { nil }

  mutating func step(until end: Double) { descent.step() }

  mutating func state(at mark: Double) -> ObservedState {
    ObservedState(
      mark: mark, iteration: iteration, time: Double(iteration) * descent.stepSize, loss: loss,
      endToEndMatrix: descent.endToEndMatrix, weights: weights)
  }
}

/// Gradient flow under the loop.
struct FlowSimulator: Simulator {
  var flow: GradientFlow

  var clock: Double { flow.progress.time }
  var iteration: Int { flow.progress.stepCount }
  var loss: Double { flow.loss }
  var weights: Weights { flow.weights }
  var flowProgress: GradientFlow.Progress? { flow.progress }

  mutating func step(until end: Double) throws(StepSizeUnderflow) { try flow.step(until: end) }

  mutating func state(at mark: Double) -> ObservedState {
    var weights = flow.weights
    flow.interpolate(at: mark, into: &weights)
    let (loss, endToEndMatrix) = flow.evaluate(at: weights)
    return ObservedState(
      mark: mark, iteration: iteration, time: mark, loss: loss, endToEndMatrix: endToEndMatrix,
      weights: weights)
  }
}

/// The closed form of one layer under the loop: a step jumps to the next mark.
struct ClosedFormSimulator: Simulator {
  let model: LinearModelDescent
  let objective: QuadraticObjective
  let marks: [Double]
  private(set) var iteration: Int
  private(set) var weights: Weights
  private(set) var loss: Double

  /// Position of the first mark after the present iteration.
  private var next: Int

  init(
    model: LinearModelDescent, objective: QuadraticObjective, marks: [Double], iteration: Int
  ) throws(NetworkError) {
    self.model = model
    self.objective = objective
    self.marks = marks
    self.iteration = iteration
    let matrix = model.endToEndMatrix(at: iteration)
    weights = try Weights(layers: [matrix])
    loss = objective.loss(at: matrix)
    next = marks.firstIndex { $0 > Double(iteration) } ?? marks.count
  }

  var clock: Double { Double(iteration) }
  var flowProgress: GradientFlow.Progress? { nil }

  mutating func step(until end: Double) {
    iteration = Int(next < marks.count ? marks[next] : end)
    next += 1
    weights.assign(model.endToEndMatrix(at: iteration), toLayer: 0)
    loss = objective.loss(at: weights.layers[0])
  }

  mutating func state(at mark: Double) -> ObservedState {
    ObservedState(
      mark: mark, iteration: iteration, time: Double(iteration) * model.stepSize, loss: loss,
      endToEndMatrix: weights.layers[0], weights: weights)
  }
}
