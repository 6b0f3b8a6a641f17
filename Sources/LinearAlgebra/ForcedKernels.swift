/// An environment variable that makes BLAS slower than the processor is.
public struct ForcedKernels: Equatable, Sendable, CustomStringConvertible {
  /// The variable and its value, such as "OPENBLAS_CORETYPE=Haswell".
  public let variable: String

  /// What the processor has, such as "AVX-512".
  public let processor: String

  /// The kernels that BLAS uses instead.
  public let kernels: String

  /// OpenBLAS's names of processors by the widest vectors that its kernels for them use.
  private static let wide: Set<String> = ["SkylakeX", "Cooperlake", "SapphireRapids"]
  private static let medium: Set<String> = ["Haswell", "Zen", "Excavator"]

  /// Looks for a variable that forces slower kernels; nil when there is none.
  ///
  /// - Parameters:
  ///   - environment: the variables of the process.
  ///   - kernels: the kernels that BLAS uses.
  ///   - processor: the widest of the library's own kernels that the processor can run.
  public init?(
    environment: [String: String], kernels: String = BLAS.kernels,
    processor: String = Kernels.available[0]
  ) {
    guard let value = environment["OPENBLAS_CORETYPE"], !value.isEmpty else { return nil }
    let isFullSpeed =
      switch processor {
      case "AVX-512": Self.wide.contains(kernels)
      case "AVX2": Self.wide.union(Self.medium).contains(kernels)
      default: true
      }
    guard !isFullSpeed else { return nil }
    variable = "OPENBLAS_CORETYPE=\(value)"
    self.processor = processor
    self.kernels = kernels
  }

  /// What it means and what to do, in a sentence.
  public var description: String {
    """
    \(variable) makes BLAS use its \(kernels) kernels although the processor has \(processor); unset it for \
    faster large products
    """
  }
}
