internal import Foundation
internal import LinearAlgebra

/// What the last bits of a result depend on besides the experiment.
public struct RunEnvironment: Sendable, Equatable, Codable {
  /// The version of DeepLinear.
  public var version: String

  /// Threads of each matrix product.
  public var blasThreads: Int

  /// The BLAS library's description of itself.
  public var blas: String

  /// The kernels that it chose for the processor.
  public var kernels: String

  /// The environment of this process.
  ///
  /// - Parameter version: the version of DeepLinear.
  public init(version: String) {
    self.version = version
    blasThreads = BLAS.threadCount
    blas = BLAS.configuration
    kernels = BLAS.kernels
  }

  /// What differs from another environment, in words.
  public func differences(from other: RunEnvironment) -> [String] {
    func difference(_ what: String, _ old: String, _ new: String) -> String? {
      old == new ? nil : "\(what): then \(old), now \(new)"
    }
    return [
      difference("version", other.version, version),
      difference("BLAS threads", "\(other.blasThreads)", "\(blasThreads)"),
      difference("BLAS", other.blas, blas),
      difference("kernels", other.kernels, kernels),
    ].compactMap(\.self)
  }
}

extension RunFolder {
  /// Notes the environment and the experiment of a new run, or compares those of a run to be resumed.
  ///
  /// - Parameters:
  ///   - experiment: the text of the experiment as run.
  ///   - environment: the environment of this process.
  ///   - mode: the mode in which the folder was opened.
  ///   - allowsOtherEnvironment: whether a resumed run may go on with other last bits.
  /// - Throws: ``RunStoreError`` when a resumed run does not match, ``MatrixFileError`` when a file cannot be
  ///   written.
  public func begin(
    experiment: String, environment: RunEnvironment, mode: Mode, allowsOtherEnvironment: Bool
  ) throws {
    if mode == .resume {
      try requireExperiment(experiment)
      let differences = try storedEnvironment().map { environment.differences(from: $0) } ?? []
      guard differences.isEmpty || allowsOtherEnvironment else {
        throw RunStoreError.otherEnvironment(path: path, differences: differences)
      }
    }
    // The experiment first: it makes the folder one that can be resumed or overwritten.
    try write(Array(experiment.utf8), as: .experiment)
    try write(json: environment, as: .environment)
  }

  /// Refuses another experiment than the one that the folder's run was started with.
  ///
  /// - Parameter text: the text of the experiment as run.
  /// - Throws: ``RunStoreError``.
  public func requireExperiment(_ text: String) throws(RunStoreError) {
    guard try read(.experiment) == Array(text.utf8) else { throw .otherExperiment(path: path) }
  }

  private func storedEnvironment() throws(RunStoreError) -> RunEnvironment? {
    guard contains(.environment) else { return nil }
    let json = Data(try read(.environment))
    do {
      return try JSONDecoder().decode(RunEnvironment.self, from: json)
    } catch {
      throw .unusable(path: path(of: .environment), reason: "it is damaged: \(error)")
    }
  }
}
