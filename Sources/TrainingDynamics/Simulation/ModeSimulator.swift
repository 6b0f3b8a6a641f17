internal import DeepLinearCore
internal import LinearAlgebra

/// Descent of independent modes under the loop.
struct ModeSimulator: Simulator {
  private let modes: ModeDecoupling
  private var chains: ScalarChains
  private let widths: [Int]
  private(set) var iteration: Int

  /// Prepares the recurrences.
  ///
  /// - Parameters:
  ///   - modes: the decoupled network.
  ///   - stepSize: eta > 0.
  ///   - state: the modes' factors at which an earlier run stopped, r x N, and its steps; nil for the start.
  init(
    _ modes: ModeDecoupling, stepSize: Double, resuming state: (factors: Matrix, iteration: Int)?
  ) {
    self.modes = modes
    widths = [modes.inputWidth, modes.outputWidth]
    let factors =
      state.map { state in (0..<state.factors.columnCount).map { state.factors.column($0) } }
      ?? modes.factors
    chains = ScalarChains(
      factors: factors, variances: modes.variances, targets: modes.targets,
      lossConstant: modes.lossConstant, stepSize: stepSize)
    iteration = state?.iteration ?? 0
  }

  var clock: Double { Double(iteration) }
  var loss: Double { chains.loss }
  var flowProgress: GradientFlow.Progress? { nil }
  var state: [Matrix] {
    [
      Matrix(rowCount: chains.targets.count, columnCount: chains.factors.count) {
        chains.factors[$1][$0]
      }
    ]
  }

  var weights: Weights {
    guard let bases = try? modes.directions(),
      let weights = try? Weights(
        layers: chains.factors.enumerated().map { j, factors in
          Matrix.product(bases[j + 1].scalingColumns(by: factors).factor, bases[j].transposed)
        })
    else { preconditionFailure("the modes of a finite network have directions") }
    return weights
  }

  mutating func advance(
    by stepCount: Int, toward mark: Double, until end: Double, while range: LossRange
  ) -> Int {
    let taken = chains.advance(
      by: min(stepCount, Int(min(mark, end)) - iteration), while: range)
    iteration += taken
    return taken
  }

  mutating func position(at mark: Double) {}

  var observedTime: Double { Double(iteration) * chains.stepSize }
  var observedLoss: Double { loss }

  func endToEndMatrix() -> Matrix {
    guard let bases = try? modes.directions() else {
      preconditionFailure("the modes of a finite network have directions")
    }
    return Matrix.product(
      bases[bases.count - 1].scalingColumns(by: chains.strengths).factor, bases[0].transposed)
  }

  func singularValues() -> [Double] {
    var values = chains.strengths.map(\.magnitude)
    // Modes mostly keep their order.
    if zip(values, values.dropFirst()).contains(where: { $0 < $1 }) { values.sort(by: >) }
    let count = min(modes.outputWidth, modes.inputWidth)
    values.append(contentsOf: repeatElement(0, count: count - values.count))
    return values
  }

  func frobeniusNorm() -> Double {
    // Through the largest, which cannot overflow.
    let largest = chains.strengths.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return 0 }
    return largest
      * chains.strengths.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }

  func excessLoss() -> Double? {
    var sum = 0.0
    for i in chains.targets.indices where modes.variances[i] > 0 {
      let deviation = chains.strengths[i] - modes.targets[i] / modes.variances[i]
      sum += modes.variances[i] * deviation * deviation
    }
    return modes.unreachableLoss + sum / 2
  }

  func imbalanceNorms() -> [Double] {
    zip(chains.factors, chains.factors.dropFirst()).map { below, above in
      zip(below, above).reduce(0) { sum, pair in
        let imbalance = pair.1 * pair.1 - pair.0 * pair.0
        return sum + imbalance * imbalance
      }.squareRoot()
    }
  }
}
