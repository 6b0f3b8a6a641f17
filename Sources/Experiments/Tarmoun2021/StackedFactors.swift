internal import DeepLinearCore
internal import LinearAlgebra
internal import TrainingDynamics

extension Network {
  /// R = [U; V] of two layers W = U V^T, p x k above d x k.
  var stackedFactors: Matrix {
    let (u, v) = (weights.layers[1], weights.layers[0].transpose())
    let m = u.rowCount
    return Matrix(rowCount: m + v.rowCount, columnCount: u.columnCount) {
      $0 < m ? u[$0, $1] : v[$0 - m, $1]
    }
  }
}

extension ExperimentResult {
  /// The network with a name, which the reproduction's own file gives, at its start.
  func start(of name: String) throws -> Network {
    guard let index = networks.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("the experiment has no network \"\(name)\"")
    }
    return try experiment.network(index)
  }
}

extension NetworkResult {
  /// W at every moment at which all of it was kept, with the moment.
  var snapshots: [(moment: Double, matrix: Matrix)] {
    let (rowCount, columnCount) = (network.outputWidth, network.inputWidth)
    return zip(clock, trajectory.observations).compactMap { moment, observation in
      observation.vectors[.snapshots].map {
        (moment, Matrix(rowCount: rowCount, columnCount: columnCount, columnMajor: $0))
      }
    }
  }
}
