internal import DeepLinearCore
internal import LinearAlgebra

/// A way to move a network along its trajectory, as the loop in ``Simulation`` sees it.
///
/// The clock counts steps for descent and time for flow.
protocol Simulator: ObservableState {
  /// The step number or time reached.
  var clock: Double { get }

  /// The loss at the clock.
  var loss: Double { get }

  /// The factors at the clock, as the network has them.
  var weights: Weights { get }

  /// What has to be kept so that the run can go on: the factors as the engine has them.
  var state: [Matrix] { get }

  /// The state of an adaptive integrator; nil for others.
  var flowProgress: GradientFlow.Progress? { get }

  /// Moves on by at most `stepCount` steps, and not beyond `end`.
  ///
  /// It returns early when it has reached or passed `mark`, the next moment to observe, and at the first step whose
  /// loss is outside `range`.
  ///
  /// - Returns: the number of steps taken, at least 1.
  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) throws(StepSizeUnderflow) -> Int

  /// Makes the state at a mark that the clock has just reached or passed the one that is observed.
  mutating func position(at mark: Double)
}

/// What can be asked of a run at the moment at which it is observed.
///
/// Only what is asked for is computed.
protocol ObservableState: Sendable {
  /// Steps taken.
  var iteration: Int { get }

  /// The time: the step size times the number of steps for descent.
  var observedTime: Double { get }

  /// The loss.
  var observedLoss: Double { get }

  /// The factors, as the network has them.
  func factors() -> Weights

  /// W, p x d.
  func endToEndMatrix() -> Matrix

  /// The min(p, d) singular values of W: written over a list, in descending order, where all are known.
  ///
  /// - Returns: what must be decomposed; nil when the list has them.
  func readSpectrum(into values: inout [Double]) -> UnknownSpectrum?

  /// ||W||_F.
  func frobeniusNorm() -> Double

  /// The loss above its smallest value, where that is known.
  func excessLoss() -> Double?

  /// ||W_{j+1}^T W_{j+1} - W_j W_j^T||_F for each pair of factors, from the input.
  func imbalanceNorms() -> [Double]
}

/// The losses between which a run goes on: at most `limit`, above `threshold`.
struct LossRange {
  /// A larger loss, or one that is no number, counts as divergence.
  let limit: Double

  /// A loss this small ends the run; below every loss when nothing was asked for.
  let threshold: Double

  /// Creates a range; an infinite loss is never within it.
  init(limit: Double, threshold: Double) {
    self.limit = min(limit, .greatestFiniteMagnitude)
    self.threshold = threshold
  }

  /// Whether a loss ends the run.
  func isLeft(by loss: Double) -> Bool { !(loss <= limit) || loss <= threshold }

  /// Whether a loss counts as divergence.
  func isExceeded(by loss: Double) -> Bool { !(loss <= limit) }
}
