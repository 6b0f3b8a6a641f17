import LinearAlgebra
import Testing

@Suite("BLAS")
struct BLASTests {
  @Test("One thread is the default, and another number is kept")
  func threadCount() async {
    // In a process of its own: the thread count belongs to the whole process.
    await #expect(processExitsWith: .success) {
      precondition(BLAS.threadCount == 1)
      BLAS.threadCount = 2
      precondition(BLAS.threadCount == 2)
      precondition(Matrix.identity(2) * Matrix.identity(2) == Matrix.identity(2))
      precondition(BLAS.threadCount == 2)
    }
  }

  @Test("A thread count below one stops the program")
  func wrongThreadCount() async {
    await #expect(processExitsWith: .failure) { BLAS.threadCount = 0 }
  }

  @Test("The library names itself and its kernels")
  func names() {
    #expect(BLAS.configuration.contains("OpenBLAS"))
    #expect(!BLAS.kernels.isEmpty)
  }
}
