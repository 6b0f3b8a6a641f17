internal import DeepLinearCore
public import ExperimentFiles
internal import Foundation
internal import LinearAlgebra
internal import MatrixFiles
internal import Synchronization
internal import TrainingDynamics

/// A sweep of which every point is known to fit its data.
///
/// Points with the same problem share it: it is loaded or generated once.
public struct PreparedSweep: Sendable {
  /// The sweep as its file describes it.
  public let file: SweepFile

  /// The files that the experiments read: their names in them, and where they are.
  public let dataFiles: [String: String]

  let experiments: [PreparedExperiment]

  /// What the table needs.
  let recording: SweepRecording

  /// A problem that points share: what it says, its randomness, and where its files are.
  private struct ProblemKey: Hashable {
    let description: ProblemDescription
    let seed: UInt64?
    let directory: String
  }

  /// Loads the data and checks every point against it.
  ///
  /// - Parameter file: the sweep.
  /// - Throws: errors of the files, ``ObjectiveError``, and ``ExperimentError`` that names all points that cannot be
  ///   run.
  public init(_ file: SweepFile) throws {
    self.file = file
    let recording = SweepRecording(quantities: file.quantities)
    self.recording = recording
    let dataFiles = Mutex<[String: String]>([:])
    var problems: [ProblemKey: Problem] = [:]
    var experiments: [PreparedExperiment] = []
    var failures = SweepFailures(of: file)
    for point in file.points {
      var description = point.description
      for i in description.networks.indices {
        description.networks[i].record = recording.record(of: description.networks[i])
      }
      let loader = MatrixLoader { name in
        let path = point.resolve(name)
        dataFiles.withLock { files in
          // Points may read files of one name in different folders.
          files[files[name] ?? path == path ? name : path] = path
        }
        return path
      }
      let key = ProblemKey(
        description: description.problem,
        seed: description.problem.isRandom ? description.seed : nil, directory: point.resolve(""))
      do {
        let problem =
          try problems[key]
          ?? Problem(description.problem, seed: description.seed, loader: loader)
        problems[key] = problem
        experiments.append(
          try PreparedExperiment(description, problem: problem, loader: loader) {
            try Self.requireEngine(of: $0, at: $1, problem)
          })
      } catch let error as MatrixFileError {
        throw error
      } catch {
        failures.add("\(error)", at: point.positions)
      }
    }
    if let sentence = failures.sentence {
      throw ExperimentError.invalid(key: "sweep", problem: sentence)
    }
    self.experiments = experiments
    self.dataFiles = dataFiles.withLock(\.self)
  }

  /// Refuses an engine that was asked for and is not exact here.
  private static func requireEngine(
    of description: NetworkDescription, at start: Network, _ problem: Problem
  ) throws -> String? {
    guard description.engine != .automatic, description.engine != .dense else { return nil }
    _ = try Simulation(
      objective: problem.objective, network: start, training: description.training,
      recording: Recording(schedule: .at([])), engine: description.engine)
    return nil
  }

  /// Names of the networks in tables, one each; without those of points where they change.
  var networkNames: [String] {
    let networks = experiments[0].description.networks
    return networks.enumerated().map { i, network in
      let isShared = experiments.allSatisfy {
        $0.description.networks[i].arrayName == network.arrayName
      }
      return isShared ? network.arrayName : "network\(i + 1)"
    }
  }
}

extension ProblemDescription {
  /// Whether the data depend on the seed.
  fileprivate var isRandom: Bool {
    switch self {
    case .factorization(let target, let noise, let clean):
      noise != nil || target.isRandom || clean?.isRandom == true
    case .regression(let inputs, let outputs, let clean):
      inputs.isRandom || outputs.isRandom || clean?.isRandom == true
    case .autoencoder(let inputs): inputs.isRandom
    case .classification(let inputs, let labels, _): inputs.isRandom || labels.isRandom
    case .sensing: true
    case .sigmoid(let inputs, let outputs): inputs.isRandom || outputs.isRandom
    }
  }
}

extension MatrixSource {
  fileprivate var isRandom: Bool {
    switch self {
    case .idx, .cifar, .npy, .npz, .csv, .png, .diagonal, .rows: false
    case .lowRank, .symmetric, .gaussian, .factorModel, .groundTruth: true
    }
  }
}
