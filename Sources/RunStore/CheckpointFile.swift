internal import DeepLinearCore
internal import Foundation
internal import LinearAlgebra
internal import MatrixFiles
public import TrainingDynamics

extension RunFolder {
  /// Keeps a checkpoint; the one before it stays until this one is complete.
  ///
  /// - Parameters:
  ///   - checkpoint: the state of one network's run.
  ///   - index: the network's place in the experiment, from 0.
  /// - Throws: ``MatrixFileError`` when the disk is full, for example; ``RunStoreError``.
  public func write(_ checkpoint: Checkpoint, ofNetwork index: Int) throws {
    let path = try path(of: Self.checkpointName(index), in: .checkpoints)
    try AtomicFile.write(CheckpointFile(checkpoint).encoded(file: path), to: path)
  }

  /// The last checkpoint of a network; nil when none was made.
  ///
  /// - Parameter index: the network's place in the experiment, from 0.
  /// - Returns: the state to go on from.
  /// - Throws: ``RunStoreError/damagedCheckpoint(path:problem:)``.
  public func checkpoint(ofNetwork index: Int) throws -> Checkpoint? {
    guard contains(.checkpoints) else { return nil }
    let path = try path(of: Self.checkpointName(index), in: .checkpoints)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try CheckpointFile(Self.read(path), file: path).checkpoint
    } catch let error as RunStoreError {
      throw error
    } catch {
      throw RunStoreError.damagedCheckpoint(path: path, problem: "\(error)")
    }
  }

  private static func checkpointName(_ index: Int) -> String { "network\(index + 1).npz" }
}

/// A checkpoint as an `.npz` file: arrays for the factors and the trajectory, JSON for the rest.
///
/// JSON spells doubles with the shortest decimals that give back the same bits.
struct CheckpointFile {
  let checkpoint: Checkpoint

  /// The small part of a checkpoint.
  private struct State: Codable {
    let iteration: Int
    let flow: GradientFlow.Progress?
    let lossLimit: Double
    let termination: Termination?
    let factorCount: Int
    let scalars: [ScalarQuantity]
    let vectors: [VectorQuantity]
  }

  init(_ checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
  }

  // MARK: - Writing

  func encoded(file: String) throws -> [UInt8] {
    let trajectory = checkpoint.trajectory
    let state = State(
      iteration: checkpoint.iteration, flow: checkpoint.flow, lossLimit: checkpoint.lossLimit,
      termination: checkpoint.termination, factorCount: checkpoint.weights.depth,
      scalars: ScalarQuantity.allCases.filter { quantity in
        trajectory.observations.contains { $0.scalars[quantity] != nil }
      },
      vectors: VectorQuantity.allCases.filter { quantity in
        trajectory.observations.contains { $0.vectors[quantity] != nil }
      })
    var members: [NPZFile.Member] = [
      .init("state", NumericArray(bytes: Array(try JSONEncoder.stable.encode(state)))),
      .init("iterations", NumericArray(integers: trajectory.iterations)),
      .init("times", NumericArray(trajectory.times)),
    ]
    for (j, layer) in checkpoint.weights.layers.enumerated() {
      members.append(.init("factor\(j + 1)", NumericArray(layer)))
    }
    for quantity in state.scalars {
      members += Self.members(
        quantity.rawValue, trajectory.observations.map { $0.scalars[quantity].map { [$0] } })
    }
    for quantity in state.vectors {
      members += Self.members(
        quantity.rawValue, trajectory.observations.map { $0.vectors[quantity] })
    }
    return try NPZFile.encode(members, file: file)
  }

  /// A quantity as the positions at which it was observed and what was observed there, a row for each.
  private static func members(_ name: String, _ values: [[Double]?]) -> [NPZFile.Member] {
    let positions = values.indices.filter { values[$0] != nil }
    let rows = values.compactMap(\.self)
    let flat = NumericArray(shape: [rows.count, rows[0].count], elements: rows.flatMap(\.self))
    return [.init("\(name).records", NumericArray(integers: positions)), .init(name, flat)]
  }

  // MARK: - Reading

  init(_ bytes: [UInt8], file: String) throws {
    let archive = try NPZFile(bytes, file: file)
    guard let json = try archive.array(named: "state").bytes else {
      throw RunStoreError.damagedCheckpoint(path: file, problem: "its state is not text")
    }
    let state = try JSONDecoder.stable.decode(State.self, from: Data(json))
    let layers = try (1...max(1, state.factorCount)).map {
      try archive.array(named: "factor\($0)").matrix()
    }
    var observations = zip(
      try archive.array(named: "iterations").elements, try archive.array(named: "times").elements
    ).map { Observation(iteration: Int($0), time: $1) }
    for quantity in state.scalars {
      for (position, values) in try Self.values(quantity.rawValue, in: archive) {
        observations[position].scalars[quantity] = values[0]
      }
    }
    for quantity in state.vectors {
      for (position, values) in try Self.values(quantity.rawValue, in: archive) {
        observations[position].vectors[quantity] = values
      }
    }
    checkpoint = Checkpoint(
      weights: try Weights(layers: layers), iteration: state.iteration, flow: state.flow,
      lossLimit: state.lossLimit, trajectory: Trajectory(observations: observations),
      termination: state.termination)
  }

  private static func values(
    _ name: String, in archive: NPZFile
  ) throws -> [(position: Int, values: [Double])] {
    let positions = try archive.array(named: "\(name).records").elements.map { Int($0) }
    let array = try archive.array(named: name)
    let width = array.shape[1]
    let elements = array.reordered(.rowMajor).elements
    return positions.enumerated().map { i, position in
      (position, Array(elements[(i * width)..<((i + 1) * width)]))
    }
  }
}
