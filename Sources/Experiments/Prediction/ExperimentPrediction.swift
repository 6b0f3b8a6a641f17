internal import DynamicsTheory
internal import ExperimentFiles
internal import Foundation
internal import MatrixFiles
internal import Plotting
public import RunStore
internal import TrainingDynamics

/// What the theory says about every network of an experiment, without training any.
///
///     let prediction = try ExperimentPrediction(PreparedExperiment(description, resolve: { $0 }))
///     print(prediction.table)
///
/// For each mode its strength, when it is learned in flow and descent with the proven bounds, and whether it is
/// accelerated over the one-layer model; the plateaus of the effective rank; step sizes with their theorems; the
/// assumptions of each theorem with the amounts by which they fail.
public struct ExperimentPrediction: Sendable {
  private let name: String
  private let seed: UInt64
  private let ends: [Double]

  /// One prediction for each network, in the order of the file.
  let networks: [NetworkPrediction]

  /// Predicts.
  ///
  /// - Parameter experiment: the experiment with its data.
  /// - Throws: ``ExperimentError``; TheoryError and LinearAlgebraError when a decomposition fails.
  public init(_ experiment: PreparedExperiment) throws {
    name = experiment.description.name
    seed = experiment.description.seed
    ends = experiment.description.networks.map(\.training.end)
    networks = try experiment.description.networks.indices.map {
      try NetworkPrediction(experiment, network: $0)
    }
  }

  /// Everything as text for a terminal.
  public var table: String {
    networks.map { PredictionTable(prediction: $0).text }.joined(separator: "\n\n\n")
  }

  /// Everything as JSON; infinity is the string "inf".
  public var json: String {
    get throws { String(decoding: try JSONEncoder.stable.encode(record), as: UTF8.self) }
  }

  private struct Record: Encodable {
    let name: String
    let seed: UInt64
    let networks: [PredictionRecord]
  }

  private var record: Record {
    Record(name: name, seed: seed, networks: networks.map(PredictionRecord.init))
  }

  /// Writes `prediction.json` and the figure.
  ///
  /// - Parameter folder: a new folder, which gets the experiment file elsewhere.
  /// - Returns: why the figure is missing and how to draw it, when it is.
  /// - Throws: ``MatrixFileError`` when the disk is full, for example.
  public func write(to folder: RunFolder) throws -> String? {
    try folder.write(json: record, as: .prediction)
    guard let figure = try PredictionFigure(predictions: networks, ends: ends).figure() else {
      return nil
    }
    try folder.remove(.figures)
    do {
      try Gnuplot().render(figure, to: folder.path(of: "prediction.svg", in: .figures))
      return nil
    } catch let error as PlottingError {
      if case .cannotWrite = error { throw error }
      return error.description
    }
  }
}
