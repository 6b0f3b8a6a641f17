internal import Foundation
internal import MatrixFiles

extension RunFolder {
  /// What `environment.json` holds: the environments that took part, in order, and digests of the data.
  private struct Origin: Codable {
    var environments: [RunEnvironment]
    let dataFiles: [String: String]
  }

  /// Notes what a new run is made of, or compares it with that of a run to be resumed.
  ///
  /// - Parameters:
  ///   - experiment: the text of the experiment or sweep as run.
  ///   - dataFiles: the files that the experiment reads: their names in it, and where they are.
  ///   - environment: the environment of this process.
  ///   - mode: the mode in which the folder was opened.
  ///   - allowsOtherEnvironment: whether a resumed run may go on with other last bits.
  /// - Returns: the environments that took part in the run, this one last.
  /// - Throws: ``RunStoreError`` when a resumed run does not match, ``MatrixFileError`` when a file cannot be
  ///   written.
  @discardableResult
  public func begin(
    experiment: String, dataFiles: [String: String] = [:], environment: RunEnvironment, mode: Mode,
    allowsOtherEnvironment: Bool
  ) throws -> [RunEnvironment] {
    var origin = Origin(
      environments: [], dataFiles: try dataFiles.mapValues { try FileDigest(of: $0).text })
    if mode == .resume {
      try requireExperiment(experiment)
      if let stored = try storedOrigin() {
        let changed = stored.dataFiles.keys.filter { stored.dataFiles[$0] != origin.dataFiles[$0] }
        guard changed.isEmpty else {
          throw RunStoreError.otherData(path: path, files: changed.sorted())
        }
        origin.environments = stored.environments
      }
      let differences =
        origin.environments.last.map { environment.differences(from: $0) } ?? []
      guard differences.isEmpty || allowsOtherEnvironment else {
        throw RunStoreError.otherEnvironment(path: path, differences: differences)
      }
    }
    if origin.environments.last != environment { origin.environments.append(environment) }
    // The experiment first: it makes the folder one that can be resumed or overwritten.
    try write(Array(experiment.utf8), as: kind.document)
    try write(json: origin, as: .environment)
    return origin.environments
  }

  /// Refuses another experiment than the one that the folder's run was started with.
  ///
  /// - Parameter text: the text of the experiment as run.
  /// - Throws: ``RunStoreError``.
  public func requireExperiment(_ text: String) throws(RunStoreError) {
    guard try read(kind.document) == Array(text.utf8) else {
      throw .otherExperiment(path: path, document: kind.document.rawValue)
    }
  }

  private func storedOrigin() throws(RunStoreError) -> Origin? {
    guard contains(.environment) else { return nil }
    let json = Data(try read(.environment))
    do {
      return try JSONDecoder().decode(Origin.self, from: json)
    } catch {
      throw .unusable(path: path(of: .environment), reason: "it is damaged: \(error)")
    }
  }
}
