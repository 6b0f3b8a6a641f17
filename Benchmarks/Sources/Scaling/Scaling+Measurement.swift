import DeepLinear

extension Scaling {
  /// Measures everything, with a line for each number.
  static func measured() throws -> Scaling {
    var scaling = Scaling(
      widths: [
        Series(variable: "width", label: "dense"), Series(variable: "width", label: "compression"),
      ], samples: Series(variable: "samples", label: "statistics"),
      runs: [
        Series(variable: "runs", label: "one core"), Series(variable: "runs", label: "two cores"),
      ]
    )
    for width in [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000] {
      let problem = try GaussianFactorization(width: width)
      for (index, engine) in [EngineChoice.dense, .compression].enumerated() {
        let seconds = try secondsOfStep(
          problem.objective, problem.network, engine: engine, stepSize: 1e-3)
        scaling.widths[index].add(Double(width), seconds)
      }
    }
    for count in [1000, 10_000, 100_000, 1_000_000] {
      let (objective, network) = try regression(samples: count)
      scaling.samples.add(
        Double(count), try secondsOfStep(objective, network, engine: .automatic, stepSize: 0.1))
    }
    for count in (0...12).map({ 1 << $0 }) {
      for (index, cores) in [1, 2].enumerated() {
        scaling.runs[index].add(Double(count), try secondsOfSweep(runs: count, cores: cores))
      }
    }
    return scaling
  }

  /// The shortest of several runs without records, over its number of steps; the start is not counted.
  private static func secondsOfStep(
    _ objective: any Objective, _ network: Network, engine: EngineChoice, stepSize: Double
  ) throws -> Double {
    let steps = 2000
    var least = Double.infinity
    for _ in 0..<9 {
      var watch = Stopwatch()
      _ = try trainedRun(
        objective, network, .descent(stepSize: stepSize, steps: steps),
        Recording(schedule: .at([]), scalars: [.loss], vectors: []), engine: engine,
        startIsTimed: false, watch: &watch)
      least = min(least, watch.seconds / Double(steps))
    }
    return least
  }

  /// Regression of 5 outputs on 20 inputs through 10 hidden units.
  private static func regression(samples: Int) throws -> (QuadraticObjective, Network) {
    var random = SeededGenerator(seed: 5)
    let x = Matrix.gaussian(rowCount: samples, columnCount: 20, using: &random)
    let y = x * Matrix.gaussian(rowCount: 20, columnCount: 5, using: &random)
    let weights = try GaussianInitialization(standardDeviation: 0.1).weights(
      for: LayerWidths(input: 20, hidden: [10], output: 5), using: &random)
    return (try QuadraticObjective(inputs: x, outputs: y), try Network(weights: weights))
  }
}

extension Scaling.Series {
  /// Adds a point and says so.
  fileprivate mutating func add(_ x: Double, _ seconds: Double) {
    points.append((x, seconds))
    print("\(variable) \(Int(x)), \(label): \(inUnits(seconds))")
  }
}

/// The 5 x 10 factorisation of W2 with any number of hidden units.
struct GaussianFactorization {
  let objective: QuadraticObjective
  let network: Network

  init(width: Int, scale: Double = 0.1, seed: UInt64 = 7) throws {
    var random = SeededGenerator(seed: seed)
    let target = Matrix.gaussian(rowCount: 5, columnCount: 10, using: &random)
    objective = try QuadraticObjective(target: target)
    network = try Network(
      weights: GaussianInitialization(standardDeviation: scale).weights(
        for: LayerWidths(input: 10, hidden: [width], output: 5), using: &random))
  }
}
