import TestSupport
import Testing

@Suite("deeplinear --version")
struct VersionTests {
  @Test("The verbose form names kernels, BLAS with its kernels and threads, and LAPACK")
  func verbose() throws {
    for arguments in [["--version", "--verbose"], ["--verbose", "--version"]] {
      let outcome = try Program.run(arguments, in: "/")
      #expect(outcome.status == 0 && outcome.errors == "")
      for part in [
        "deeplinear ", "kernels for small", "BLAS: OpenBLAS", "BLAS threads: 1", "LAPACK: 3.",
      ] {
        #expect(outcome.output.contains(part), "\(part)")
      }
    }
  }

  @Test("A run says when a variable forces slow kernels, once")
  func forced() throws {
    try withTemporaryFolder { folder in
      let made = try Program.run(["new", "factorization"], in: folder)
      #expect(made.status == 0)
      let outcome = try Program.run(
        ["run", "factorization.yaml", "--check"], in: folder,
        environment: ["OPENBLAS_CORETYPE": "Prescott"])
      #expect(outcome.status == 0)
      let isSlow = try Program.run(["--version", "--verbose"], in: "/").output.contains("AVX")
      let count = outcome.errors.split(separator: "\n").count {
        $0.hasPrefix("warning: OPENBLAS_CORETYPE=Prescott")
      }
      #expect(count == (isSlow ? 1 : 0))
    }
  }
}
