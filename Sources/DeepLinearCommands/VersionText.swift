internal import DeepLinear
internal import Foundation

/// What `--version` says.
enum VersionText {
  /// The version and the libraries, in two lines.
  static var short: String {
    """
    deeplinear \(DeepLinearRelease.version)
    \(library), kernels \(BLAS.kernels), threads \(BLAS.threadCount)
    """
  }

  /// All that the speed and the last bits of a result depend on, a line for each.
  static var verbose: String {
    let forced = ForcedKernels(environment: ProcessInfo.processInfo.environment)
    return """
      deeplinear \(DeepLinearRelease.version)
      kernels for small matrices: \(Kernels.name), of \(Kernels.available.joined(separator: ", "))
      BLAS: \(BLAS.configuration)
      BLAS kernels: \(BLAS.kernels)
      BLAS threads: \(BLAS.threadCount)
      LAPACK: \(BLAS.lapackVersion)
      """ + (forced.map { "\nwarning: \($0)" } ?? "")
  }

  private static var library: String {
    BLAS.configuration.split(separator: " ").prefix(2).joined(separator: " ")
  }
}
