internal import COpenBLAS

/// The BLAS library in use: its name, its kernels, its threads.
///
/// One thread is the default: small products are several times slower with two, the last bits of a
/// result depend on the thread count, and independent runs use the cores better than one product.
/// The kernels are chosen for the processor, so last bits also differ between machines.
public enum BLAS {
  /// Sets the default of one thread, once, before the first product.
  static let start: Void = openblas_set_num_threads(1)

  /// Number of threads of each product and decomposition.
  ///
  /// Set it before any other work starts.
  public static var threadCount: Int {
    get {
      start
      return Int(openblas_get_num_threads())
    }
    set {
      precondition(newValue >= 1, "BLAS needs at least one thread")
      start
      openblas_set_num_threads(CInt(newValue))
    }
  }

  /// The kernels chosen for this processor, such as "SkylakeX".
  public static var kernels: String { unsafe String(cString: openblas_get_corename()) }

  /// The library's own description of how it was built, version first.
  public static var configuration: String { unsafe String(cString: openblas_get_config()) }

  /// The version of LAPACK, which comes with the library, such as "3.11.0".
  public static var lapackVersion: String {
    var (major, minor, patch) = (blasint(0), blasint(0), blasint(0))
    unsafe ilaver_(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
