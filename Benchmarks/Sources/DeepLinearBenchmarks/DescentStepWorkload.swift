import DeepLinear

/// One step of gradient descent on a square target, all layers of one width.
struct DescentStepWorkload: Workload {
  let name: String
  let operationCount: Double
  private var descent: GradientDescent

  /// Prepares descent on `depth` factors, `width` x `width` each.
  init(width: Int, depth: Int) throws {
    var random = SeededGenerator(seed: 2)
    let scale = 1 / Double(width).squareRoot()
    let target = Matrix.gaussian(
      rowCount: width, columnCount: width, standardDeviation: scale, using: &random)
    let widths = try LayerWidths(
      input: width, hidden: Array(repeating: width, count: depth - 1), output: width)
    let start = try GaussianInitialization(standardDeviation: scale).weights(
      for: widths, using: &random)
    descent = GradientDescent(
      objective: try QuadraticObjective(target: target), network: try Network(weights: start),
      stepSize: 1e-3)
    name = "descent step, depth \(depth), width \(width)"
    // 3 (N - 1) products; what else a step does is of lower order and not counted.
    operationCount = 6 * Double(depth - 1) * Double(width) * Double(width) * Double(width)
  }

  mutating func run() {
    descent.step()
  }
}
