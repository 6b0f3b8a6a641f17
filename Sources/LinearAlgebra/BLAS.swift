internal import COpenBLAS
internal import Synchronization

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
  /// Set it before any other work starts. It holds for the whole program: with more than one, only one thread of the
  /// program should compute at a time.
  public static var threadCount: Int {
    get { threads.withLock { $0.count } }
    set {
      precondition(newValue >= 1, "BLAS needs at least one thread")
      threads.withLock { threads in
        threads.count = newValue
        if threads.pauses == 0 { openblas_set_num_threads(CInt(newValue)) }
      }
    }
  }

  /// The number asked for, and how many pieces of work want BLAS to use one thread meanwhile.
  private struct Threads {
    var count = 1
    var pauses = 0

    init() { BLAS.start }
  }

  private static let threads = Mutex(Threads())

  /// Does work that calls BLAS from threads of its own, each of which gets one thread of BLAS.
  static func withOneThread<Failure>(_ work: () throws(Failure) -> Void) throws(Failure) {
    threads.withLock { threads in
      threads.pauses += 1
      if threads.count > 1 { openblas_set_num_threads(1) }
    }
    defer {
      threads.withLock { threads in
        threads.pauses -= 1
        if threads.count > 1, threads.pauses == 0 {
          openblas_set_num_threads(CInt(threads.count))
        }
      }
    }
    try work()
  }

  /// The kernels chosen for this processor, such as "SkylakeX".
  public static var kernels: String { unsafe String(cString: openblas_get_corename()) }

  /// The library's own description of how it was built, version first.
  ///
  /// Read once: OpenBLAS puts it together in a buffer that all threads share.
  public static let configuration = unsafe String(cString: openblas_get_config())

  /// The version of LAPACK, which comes with the library, such as "3.11.0".
  public static var lapackVersion: String {
    var (major, minor, patch) = (blasint(0), blasint(0), blasint(0))
    unsafe ilaver_(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
