internal import DeepLinearCore
internal import LinearAlgebra
internal import RealModule
internal import TrainingDynamics

extension ExperimentResult {
  /// The result of the network with a name, which the reproduction's own file gives.
  func network(_ name: String) -> NetworkResult {
    guard let network = networks.first(where: { $0.name == name }) else {
      preconditionFailure("the experiment has no network \"\(name)\"")
    }
    return network
  }

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

  /// ||W - target||_F of a factorisation, from the loss.
  var targetErrors: [Double] {
    (trajectory[.loss] ?? []).map { Double.sqrt(2 * $0) }
  }

  /// The record with the smallest test error; 0 where none is recorded.
  var dip: Int {
    let errors = trajectory[.testError] ?? []
    return errors.indices.min { errors[$0] < errors[$1] } ?? 0
  }

  /// A recorded number at a record; NaN where there is none.
  func value(_ quantity: ScalarQuantity, at record: Int) -> Double {
    let values = trajectory[quantity] ?? []
    return values.indices.contains(record) ? values[record] : .nan
  }
}
