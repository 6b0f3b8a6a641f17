internal import DeepLinearCore
internal import ExperimentFiles
internal import LinearAlgebra
internal import MatrixFiles
internal import TrainingDynamics

/// `arrays.npz`: everything recorded, as arrays that NumPy opens.
///
/// The keys are `target` and `clean`, p x d, and for each network NAME (spaces removed)
///
/// ```
/// NAME/iterations   NAME/times          records
/// NAME/loss, ...                        records, one array for each recorded number
/// NAME/singularValues, NAME/imbalance   records x count
/// NAME/rows                             records x rows x d
/// NAME/snapshots    NAME/snapshotTimes  snapshots x p x d, and their times
/// NAME/recordedFactor1, ...             moments x d_j x d_{j-1}
/// NAME/factorTimes                      the times of those moments
/// NAME/theoryIterations, NAME/theoryTimes   records at which the theory was evaluated
/// NAME/theorySingularValues                 those records x count, at most ten
/// NAME/factor1, ... NAME/factorN        the factors at the end, d_j x d_{j-1}
/// ```
struct ArrayArchive {
  let result: ExperimentResult

  /// Every network beside its prediction.
  let theory: [TheoryComparison]

  /// The whole file.
  func encoded() -> [UInt8] {
    var members: [NPZFile.Member] = []
    if let target = result.experiment.problem.target {
      members.append(.init("target", NumericArray(target)))
    }
    if let clean = result.experiment.problem.clean {
      members.append(.init("clean", NumericArray(clean)))
    }
    for (network, theory) in zip(result.networks, theory) {
      members += self.members(of: network) + self.members(of: theory, network)
    }
    return NPZFile.encode(members)
  }

  private func members(of network: NetworkResult) -> [NPZFile.Member] {
    let prefix = network.description.arrayName + "/"
    let trajectory = network.trajectory
    var members: [NPZFile.Member] = [
      .init(prefix + "iterations", NumericArray(integers: trajectory.iterations)),
      .init(prefix + "times", NumericArray(trajectory.times)),
    ]
    for quantity in ScalarQuantity.allCases {
      if let values = trajectory[quantity] {
        members.append(.init(prefix + quantity.rawValue, NumericArray(values)))
      }
    }
    for quantity in [VectorQuantity.singularValues, .imbalance] {
      if let values = trajectory[quantity] {
        members.append(.init(prefix + quantity.rawValue, stacked(values, shape: [values[0].count])))
      }
    }
    let (p, d) = (network.network.outputWidth, network.network.inputWidth)
    if let values = trajectory[.rows] {
      members.append(.init(prefix + "rows", stacked(values, shape: [values[0].count / d, d])))
    }
    members += snapshots(of: trajectory, prefix: prefix, rowCount: p, columnCount: d)
    members += recordedFactors(of: network, prefix: prefix)
    for (j, layer) in network.network.weights.layers.enumerated() {
      members.append(.init(prefix + "factor\(j + 1)", NumericArray(layer)))
    }
    return members
  }

  private func members(
    of theory: TheoryComparison, _ network: NetworkResult
  ) -> [NPZFile.Member] {
    guard let count = theory.values.first?.count else { return [] }
    let prefix = network.description.arrayName + "/theory"
    let observations = theory.records.map { network.trajectory.observation($0) }
    return [
      .init(prefix + "Iterations", NumericArray(integers: observations.map(\.iteration))),
      .init(prefix + "Times", NumericArray(observations.map(\.time))),
      .init(prefix + "SingularValues", stacked(theory.values, shape: [count])),
    ]
  }

  private func snapshots(
    of trajectory: Trajectory, prefix: String, rowCount: Int, columnCount: Int
  ) -> [NPZFile.Member] {
    let taken = trajectory.observations.filter { $0.vectors[.snapshots] != nil }
    guard !taken.isEmpty else { return [] }
    let matrices = taken.map { observation in
      Matrix(
        rowCount: rowCount, columnCount: columnCount,
        columnMajor: observation.vectors[.snapshots] ?? []
      ).transpose().elements
    }
    return [
      .init(prefix + "snapshots", stacked(matrices, shape: [rowCount, columnCount])),
      .init(prefix + "snapshotTimes", NumericArray(taken.map(\.time))),
    ]
  }

  private func recordedFactors(of network: NetworkResult, prefix: String) -> [NPZFile.Member] {
    let taken = network.trajectory.observations.filter { $0.vectors[.factors] != nil }
    guard !taken.isEmpty else { return [] }
    var start = 0
    let factors = network.network.weights.layers.enumerated().map { j, layer in
      let range = start..<(start + layer.elements.count)
      start = range.upperBound
      let matrices = taken.map { observation in
        Matrix(
          rowCount: layer.rowCount, columnCount: layer.columnCount,
          columnMajor: Array((observation.vectors[.factors] ?? [])[range])
        ).transpose().elements
      }
      return NPZFile.Member(
        prefix + "recordedFactor\(j + 1)",
        stacked(matrices, shape: [layer.rowCount, layer.columnCount]))
    }
    return factors + [.init(prefix + "factorTimes", NumericArray(taken.map(\.time)))]
  }

  /// Row-major arrays of one shape, one after another along a new first axis.
  private func stacked(_ rows: [[Double]], shape: [Int]) -> NumericArray {
    NumericArray(shape: [rows.count] + shape, elements: rows.flatMap(\.self))
  }
}

extension NetworkDescription {
  /// The name as the archive's keys have it.
  var arrayName: String { name.filter { !$0.isWhitespace } }
}
