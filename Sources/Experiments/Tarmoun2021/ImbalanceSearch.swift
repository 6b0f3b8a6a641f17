internal import DeepLinearCore
internal import LinearAlgebra
internal import RealModule
internal import TrainingDynamics

/// One random start without a penalty and with penalties that draw its imbalance to lambda_0 I, for a grid of lambda_0.
struct ImbalanceSearch {
  /// lambda_0 / k, ascending: steps of 1/4 for the first seed, which is drawn, of 1/2 for the others.
  private static func grid(seed: Int) -> [Double] {
    seed == 1 ? (-16...16).map { Double($0) / 4 } : (-8...8).map { Double($0) / 2 }
  }

  /// The step numbers at which the products are compared.
  private static let records = (0...20).map { 200 * $0 }

  /// Steps four times as long, a quarter as many.
  static let quickChanges = [
    "training.descent.stepSize=4e-5", "training.descent.steps=1000", "record.at.every=10",
    "record.snapshots=\(records.map { $0 / 4 })",
  ]

  /// The experiment file of one draw.
  static func file(seed: Int, width: Int) -> String {
    let penalised = grid(seed: seed).map { ratio in
      """
        - {name: \(name(ratio)), regularized: {width: \(width), imbalance: \(ratio * Double(width))}, initialization: {sameAs: free}}
      """
    }
    return """
      # Tarmoun 2021, Figure 2: a random start of \(width) hidden units, free and with imbalances lambda_0 I.
      name: tarmoun2021-figure2
      seed: \(seed)
      problem: {factorization: {target: {gaussian: {rows: 5, columns: 10}}}}
      initialization: {gaussian: 1}
      training: {descent: {stepSize: 1e-5, steps: 4000}}
      record: {at: {every: \(seed == 1 ? 40 : 200)}, quantities: [\(seed == 1 ? "loss, singularValues" : "loss")], snapshots: \(records)}
      networks:
        - {name: free, hidden: [\(width)]}
      \(penalised.joined(separator: "\n"))
      """
  }

  private static func name(_ ratio: Double) -> String { "ratio \(ratio)" }

  /// lambda_0 / k of the penalised networks, ascending.
  let grid: [Double]

  /// The number k of hidden units.
  let width: Int

  /// The unregularised network.
  let free: NetworkResult

  /// The mean over the records of ||X_I - X||_F, for each ratio of the grid.
  let misfits: [Double]

  private let result: ExperimentResult

  /// Reads one draw.
  init(_ result: ExperimentResult, seed: Int, width: Int) {
    self.width = width
    grid = Self.grid(seed: seed)
    self.result = result
    let free = result.network("free")
    self.free = free
    misfits = grid.map { ratio in
      let distances = Self.distances(result.network(Self.name(ratio)), free)
      return distances.reduce(0, +) / Double(distances.count)
    }
  }

  private static func distances(_ first: NetworkResult, _ second: NetworkResult) -> [Double] {
    zip(first.snapshots, second.snapshots).map { ($0.matrix - $1.matrix).frobeniusNorm }
  }

  /// The misfit without a penalty's imbalance, lambda_0 = 0.
  var misfitAtZero: Double { misfits[grid.count / 2] }

  /// The best of the grid on one side of 0.
  struct Branch {
    /// lambda_0 / k on the grid.
    let ratio: Double

    let misfit: Double

    /// lambda_0 / k at the vertex of the parabola through the best three points.
    let refined: Double

    let network: NetworkResult
  }

  /// The best on the positive or on the negative side.
  func branch(isPositive: Bool) -> Branch {
    let middle = grid.count / 2
    let side = isPositive ? Array((middle + 1)..<grid.count) : Array(0..<middle)
    let best = side.min { misfits[$0] < misfits[$1] } ?? middle
    let ratio = grid[best]
    var refined = ratio
    if misfits.indices.contains(best - 1), misfits.indices.contains(best + 1) {
      let (left, right) = (misfits[best - 1] - misfits[best], misfits[best + 1] - misfits[best])
      // At equal distances h the vertex is h (left - right) / (2 (left + right)) from the middle point.
      if left + right > 0 {
        refined += (grid[best] - grid[best - 1]) * (left - right) / (2 * (left + right))
      }
    }
    return Branch(
      ratio: ratio, misfit: misfits[best], refined: refined,
      network: result.network(Self.name(ratio)))
  }

  /// The largest ||X_I - X||_F of a network over the records, relative to ||X(0)||_F.
  func largestDistance(_ branch: Branch) -> Double {
    let start = free.snapshots.first?.matrix.frobeniusNorm ?? .nan
    return Self.distances(branch.network, free).largest / start
  }

  /// ||Y - X||_F / ||Y||_F at every record.
  func errors(_ network: NetworkResult) -> [Double] {
    guard let target = result.experiment.problem.quadratic?.minimizer else { return [] }
    let norm = target.frobeniusNorm
    return network.targetErrors.map { $0 / norm }
  }

  /// The target and the stacked factors at the start.
  func start() throws -> (target: Matrix, factors: Matrix) {
    guard let target = result.experiment.problem.quadratic?.minimizer else {
      preconditionFailure("a factorisation has a target")
    }
    return (target, try result.start(of: "free").stackedFactors)
  }
}
