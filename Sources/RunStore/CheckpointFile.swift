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
    try AtomicFile.write(CheckpointFile(checkpoint).encoded(), to: path)
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
    let engine: String
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

  func encoded() throws -> [UInt8] {
    let trajectory = checkpoint.trajectory
    let observations = trajectory.observations
    let state = State(
      engine: checkpoint.engine, iteration: checkpoint.iteration, flow: checkpoint.flow,
      lossLimit: checkpoint.lossLimit,
      termination: checkpoint.termination, factorCount: checkpoint.state.count,
      scalars: ScalarQuantity.allCases.filter { quantity in
        observations.contains { $0.scalars[quantity] != nil }
      },
      vectors: VectorQuantity.allCases.filter { quantity in
        observations.contains { $0.vectors[quantity] != nil }
      })
    var members: [NPZFile.Member] = [
      .init("state", NumericArray(bytes: Array(try JSONEncoder.stable.encode(state)))),
      .init("iterations", NumericArray(integers: trajectory.iterations)),
      .init("times", NumericArray(trajectory.times)),
    ]
    for (j, factor) in checkpoint.state.enumerated() {
      members.append(.init("factor\(j + 1)", NumericArray(factor)))
    }
    for quantity in state.scalars {
      members += Self.members(
        quantity.rawValue, observations.map { $0.scalars[quantity].map { [$0] } })
    }
    for quantity in state.vectors {
      members += Self.members(
        quantity.rawValue, observations.map { $0.vectors[quantity] })
    }
    return NPZFile.encode(members)
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
    guard (1...archive.names.count).contains(state.factorCount) else {
      throw MisfitMember(name: "state")
    }
    let factors = try (1...state.factorCount).map {
      try archive.array(named: "factor\($0)").matrix()
    }
    let iterations = try Self.integers("iterations", in: archive)
    let times = try archive.array(named: "times").elements
    guard iterations.count == times.count else { throw MisfitMember(name: "times") }
    var observations = zip(iterations, times).map { Observation(iteration: $0, time: $1) }
    for quantity in state.scalars {
      let name = quantity.rawValue
      for (record, values) in try Self.rows(name, in: archive, recordCount: times.count) {
        guard values.count == 1 else { throw MisfitMember(name: name) }
        observations[record].scalars[quantity] = values[0]
      }
    }
    for quantity in state.vectors {
      let name = quantity.rawValue
      for (record, values) in try Self.rows(name, in: archive, recordCount: times.count) {
        observations[record].vectors[quantity] = values
      }
    }
    checkpoint = Checkpoint(
      engine: state.engine, state: factors, iteration: state.iteration, flow: state.flow,
      lossLimit: state.lossLimit, trajectory: Trajectory(observations: observations),
      termination: state.termination)
  }

  /// What `members` wrote: for each record at which the quantity was observed, what was observed.
  private static func rows(
    _ name: String, in archive: NPZFile, recordCount: Int
  ) throws -> [(record: Int, values: [Double])] {
    let records = try integers("\(name).records", in: archive)
    let array = try archive.array(named: name)
    guard array.shape.count == 2, array.shape[0] == records.count,
      records.allSatisfy({ (0..<recordCount).contains($0) })
    else { throw MisfitMember(name: name) }
    let matrix = array.matrix()
    return records.enumerated().map { i, record in (record, matrix.row(i)) }
  }

  private static func integers(_ name: String, in archive: NPZFile) throws -> [Int] {
    try archive.array(named: name).elements.map { element in
      guard let integer = Int(exactly: element) else { throw MisfitMember(name: name) }
      return integer
    }
  }

  /// An array that does not belong to the others of a checkpoint.
  private struct MisfitMember: Error, CustomStringConvertible {
    let name: String
    var description: String { "its member \"\(name)\" does not fit the others" }
  }
}
