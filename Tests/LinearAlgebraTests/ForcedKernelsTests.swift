import LinearAlgebra
import Testing

@Suite("ForcedKernels")
struct ForcedKernelsTests {
  @Test("A variable that forces narrower vectors than the processor has is named")
  func slower() {
    let forced = ForcedKernels(
      environment: ["OPENBLAS_CORETYPE": "Haswell"], kernels: "Haswell", processor: "AVX-512")
    #expect(forced?.variable == "OPENBLAS_CORETYPE=Haswell")
    #expect(forced?.description.contains("AVX-512") == true)
    #expect(
      ForcedKernels(
        environment: ["OPENBLAS_CORETYPE": "Nehalem"], kernels: "Nehalem", processor: "AVX2") != nil
    )
  }

  @Test(
    "Nothing is said without a variable, or when it forces what the processor has",
    arguments: [
      ([:], "Zen", "AVX-512"), (["OPENBLAS_CORETYPE": ""], "Haswell", "AVX-512"),
      (["OPENBLAS_CORETYPE": "SkylakeX"], "SkylakeX", "AVX-512"),
      (["OPENBLAS_CORETYPE": "Zen"], "Zen", "AVX2"),
      (["OPENBLAS_CORETYPE": "ARMV8"], "armv8", "NEON"),
    ] as [([String: String], String, String)])
  func fast(environment: [String: String], kernels: String, processor: String) {
    #expect(
      ForcedKernels(environment: environment, kernels: kernels, processor: processor) == nil)
  }
}
