internal import CKernels

/// The library's own kernels, for matrices so small that a call of BLAS costs more than their work.
///
/// They exist for AVX-512, AVX2 and SSE2 on x86-64 and for NEON on ARM; the widest that the processor has is
/// chosen when the program starts. The last bits of a result depend on which.
public enum Kernels {
  /// The kernels in use: "AVX-512", "AVX2", "SSE2", "NEON" or "portable".
  public static var name: String { unsafe String(cString: ck_name()) }

  /// The names of all kernels that this processor can run, the widest first.
  public static var available: [String] {
    var names: [String] = []
    while let name = unsafe ck_available(names.count) { unsafe names.append(String(cString: name)) }
    return names
  }

  /// Uses other kernels from now on; for comparisons, and before any other work starts.
  ///
  /// - Parameter name: one of ``available``; any other stops the program.
  public static func select(_ name: String) {
    let isAvailable = unsafe name.withCString { unsafe ck_select($0) }
    precondition(isAvailable, "this processor has no kernels \"\(name)\", but \(available)")
  }

  /// Doubles in a vector of the kernels in use.
  static var vectorWidth: Int { ck_vector_width() }

  /// The multiplications below which nothing is as fast as the kernels, whatever the shape.
  private static let tinyProduct = 4096

  /// The multiplications above which several threads of BLAS are faster than one of the kernels.
  private static let threadedProduct = 64 * 64 * 64

  /// Whether a product of an m x k and a k x n matrix is faster by the kernels than by BLAS.
  ///
  /// The kernels fill vectors with rows, so that few rows waste them; a transposed left factor is repacked,
  /// which pays from eight columns on.
  static func suitProduct(_ m: Int, _ n: Int, _ k: Int, isLeftTransposed: Bool) -> Bool {
    let multiplications = m &* n &* k
    if multiplications <= tinyProduct { return true }
    guard multiplications <= ck_product_limit(), m >= 4, n >= 8 || !isLeftTransposed else {
      return false
    }
    return multiplications <= threadedProduct || BLAS.threadCount == 1
  }
}
