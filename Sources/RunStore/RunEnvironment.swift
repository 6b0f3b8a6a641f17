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

  /// The kernels that were chosen for the processor: the library's own and those of BLAS.
  public var kernels: String

  /// The environment of this process.
  ///
  /// - Parameter version: the version of DeepLinear.
  public init(version: String) {
    self.version = version
    blasThreads = BLAS.threadCount
    blas = BLAS.configuration
    kernels = "\(Kernels.name) and \(BLAS.kernels)"
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
