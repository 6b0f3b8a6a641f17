internal import DeepLinearCore
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

/// The runs of one seed: three sizes of the start, two layers and one.
struct RandomStartRuns {
  /// One size of the start.
  struct Column {
    let size: String
    let two: NetworkResult
    let one: NetworkResult

    /// ||Q_0||_F.
    let imbalance: Double

    /// ||Y||_F.
    let targetNorm: Double

    /// ||Y - X||_F / ||Y||_F of each network at its records.
    let twoErrors: [Double]
    let oneErrors: [Double]
  }

  private static let stepSize = 1e-3

  /// The singular values of the target, descending.
  let strengths: [Double]

  let columns: [Column]

  /// Reads the six runs.
  init(_ result: ExperimentResult) throws {
    guard let target = result.experiment.problem.quadratic?.minimizer else {
      preconditionFailure("a factorisation has a target")
    }
    strengths = try target.singularValues()
    let norm = target.frobeniusNorm
    func errors(_ network: NetworkResult) -> [Double] {
      network.targetErrors.map { $0 / norm }
    }
    columns = ["0.01", "0.1", "1"].map { size in
      let (two, one) = (result.network("two layers \(size)"), result.network("one layer \(size)"))
      return Column(
        size: size, two: two, one: one, imbalance: two.trajectory[.imbalance]?[0][0] ?? .nan,
        targetNorm: norm, twoErrors: errors(two), oneErrors: errors(one))
    }
  }

  /// The first record at which each singular value of two layers from the small start has half its strength.
  var halfRises: [Double] {
    let values = columns[0].two.trajectory[.singularValues] ?? []
    return strengths.indices.map { i in
      values.firstIndex { $0[i] >= strengths[i] / 2 }.map { columns[0].two.clock[$0] } ?? .infinity
    }
  }

  /// An error at an iteration.
  static func error(
    _ errors: [Double], of network: NetworkResult, at iteration: Double
  ) -> Double {
    network.clock.firstIndex { $0 >= iteration }.map { errors[$0] } ?? .nan
  }

  /// The fitted rate beside the one of the limit.
  struct Rate {
    let measured: Double

    /// -ln(1 - eta r) / eta, r = lambda_min(U U^T) + lambda_min(V V^T) at the limit.
    let predicted: Double

    /// How far the other pairs of directions raise it at the window's start, with amplitudes e apart.
    let others: Double

    /// What terms of second order change: the window's largest error times the fastest rate over the least.
    let curvature: Double
  }

  static func rate(_ column: Column) throws -> Rate {
    let (times, errors) = (column.two.trajectory.times, column.twoErrors)
    let measured = Reproduction.fittedRate(times: times, gaps: errors, window: 1e-10..<1e-6)
    let layers = column.two.network.weights.layers
    let output = try SymmetricEigendecomposition(layers[1].leftGramian).values
    let input = try SymmetricEigendecomposition(layers[0].gramian).values
    let rates = output.flatMap { first in
      input.map { -Double.log(onePlus: -stepSize * (first + $0)) / stepSize }
    }
    let least = rates.reduce(.infinity, min)
    let start = errors.firstIndex { $0 < 1e-6 }.map { times[$0] } ?? 0
    let weights = rates.map { Double.exp(-2 * ($0 - least) * start) }
    let mean = zip(rates, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    return Rate(
      measured: measured, predicted: least, others: .exp(1) * (mean - least),
      curvature: 1e-6 * column.targetNorm * (rates.max() ?? 0) / least)
  }
}
