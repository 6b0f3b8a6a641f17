import Foundation
import LinearAlgebra
import RunStore
import Testing

@Suite("The environment of a run")
struct RunEnvironmentTests {
  @Test("Differences are named in words, then and now")
  func differences() {
    #expect(environment().differences(from: environment()) == [])
    #expect(
      environment { $0.version = "2.0" }.differences(from: environment())
        == ["version: then 1.0, now 2.0"])
    let other = environment {
      $0.blasThreads = 8
      $0.blas = "C"
      $0.kernels = "L"
    }
    #expect(
      other.differences(from: environment()) == [
        "BLAS threads: then 1, now 8", "BLAS: then B, now C", "kernels: then K, now L",
      ])
  }

  @Test("The process's own environment names its BLAS and both kinds of kernels")
  func current() {
    let current = RunEnvironment(version: "3")
    #expect(current.version == "3" && current.blasThreads >= 1)
    #expect(
      current.blas.contains("OpenBLAS") && current.kernels == "\(Kernels.name) and \(BLAS.kernels)")
    #expect(current == RunEnvironment(version: "3"))
  }
}
