internal import DeepLinearCore
internal import LinearAlgebra

/// Descent of independent modes under the loop.
struct ModeSimulator: Simulator {
  private let modes: ModeDecoupling
  private var recurrence: ModeRecurrence
  private let stepSize: Double

  /// The directions of the modes, where records need them.
  private let directions: [Matrix]?
  private(set) var iteration: Int

  /// Prepares the recurrences.
  ///
  /// - Parameters:
  ///   - modes: the decoupled network.
  ///   - stepSize: eta > 0.
  ///   - observesMatrices: whether records need more than strengths, so that directions are best found at once.
  ///   - state: the modes' factors at which an earlier run stopped, r x N, and its steps; nil for the start.
  /// - Throws: ``LinearAlgebraError`` when the directions cannot be found.
  init(
    _ modes: ModeDecoupling, stepSize: Double, observesMatrices: Bool,
    resuming state: (factors: Matrix, iteration: Int)?
  ) throws(LinearAlgebraError) {
    directions = observesMatrices ? try modes.directions() : nil
    self.modes = modes
    self.stepSize = stepSize
    recurrence = modes.recurrence(
      factors: state.map { state in
        (0..<state.factors.columnCount).map { state.factors.column($0) }
      })
    iteration = state?.iteration ?? 0
  }

  var clock: Double { Double(iteration) }
  var loss: Double { recurrence.loss }
  var flowProgress: GradientFlow.Progress? { nil }
  var state: [Matrix] {
    [
      Matrix(rowCount: recurrence.count, columnCount: recurrence.depth) {
        recurrence.factor(layer: $1, mode: $0)
      }
    ]
  }

  private var strengths: [Double] {
    var strengths = Array(repeating: 0.0, count: recurrence.count)
    recurrence.readStrengths(into: &strengths)
    return strengths
  }

  private func factors(ofLayer layer: Int) -> [Double] {
    (0..<recurrence.count).map { recurrence.factor(layer: layer, mode: $0) }
  }

  var weights: Weights {
    guard let bases = try? directions ?? modes.directions(),
      let weights = try? Weights(
        layers: (0..<recurrence.depth).map { j in
          Matrix.product(
            bases[j + 1].scalingColumns(by: factors(ofLayer: j)).factor, bases[j].transposed)
        })
    else { preconditionFailure("the modes of a finite network have directions") }
    return weights
  }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) -> Int {
    let taken = recurrence.descend(
      stepSize: stepSize, steps: min(stepCount, Int(min(mark, end)) - iteration),
      lossLimit: range.limit, lossThreshold: range.threshold)
    iteration += taken
    return taken
  }

  mutating func position(at mark: Double) {}

  var observedTime: Double { Double(iteration) * stepSize }
  var observedLoss: Double { loss }

  func factors() -> Weights { weights }
  func endToEndMatrix() -> Matrix {
    guard let bases = try? directions ?? modes.directions() else {
      preconditionFailure("the modes of a finite network have directions")
    }
    return Matrix.product(
      bases[bases.count - 1].scalingColumns(by: strengths).factor, bases[0].transposed)
  }

  func readSpectrum(into values: inout [Double]) -> UnknownSpectrum? {
    recurrence.readMagnitudes(
      into: &values, paddedTo: min(modes.outputWidth, modes.inputWidth))
    return nil
  }

  func frobeniusNorm() -> Double {
    // Through the largest, which cannot overflow.
    let strengths = strengths
    let largest = strengths.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return 0 }
    return largest * strengths.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }

  func excessLoss() -> Double? { modes.excessLoss(strengths) }

  func imbalanceNorms() -> [Double] {
    (1..<max(1, recurrence.depth)).map { j in
      zip(factors(ofLayer: j - 1), factors(ofLayer: j)).reduce(0) { sum, pair in
        let imbalance = pair.1 * pair.1 - pair.0 * pair.0
        return sum + imbalance * imbalance
      }.squareRoot()
    }
  }
}
