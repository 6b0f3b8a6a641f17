import DynamicsTheory
import LinearAlgebra
import RealModule
import Testing

@Suite("TwoLayerHessian and SolutionSharpness")
struct CurvatureTests {
  @Test("One scalar mode has the Hessian [[s, 2s - sigma], [2s - sigma, s]]")
  func scalar() throws {
    let hessian = try TwoLayerHessian(
      values: [0.5], strengths: [2], inputWidth: 1, hiddenWidth: 1, outputWidth: 1)
    #expect(hessian.largest == 1.5)
    #expect(hessian.smallest == -0.5)
  }

  @Test("The multiplicities fill the space", arguments: [(2, 2, 2), (3, 4, 5), (7, 2, 3)])
  func dimensions(widths: (Int, Int, Int)) throws {
    let (d, k, p) = widths
    let hessian = try TwoLayerHessian(
      values: [1, 0.5], strengths: [2, 3], inputWidth: d, hiddenWidth: k, outputWidth: p)
    #expect(hessian.eigenvalues.reduce(0) { $0 + $1.multiplicity } == Double(k * (d + p)))
    // The trace of the Hessian is d |W_2|^2 + p |W_1|^2.
    let trace = hessian.eigenvalues.reduce(0) { $0 + $1.multiplicity * $1.value }
    #expect((trace - 1.5 * Double(d + p)).magnitude <= 64 * Double.ulpOfOne * trace)
  }

  @Test("At a minimum it is the Gauss-Newton part for two layers, without a negative eigenvalue")
  func minimum() throws {
    let values = [3.0, 1, 0.25]
    let hessian = try TwoLayerHessian(
      values: values, strengths: values, inputWidth: 3, hiddenWidth: 3, outputWidth: 3)
    #expect(hessian.smallest >= -4 * Double.ulpOfOne * hessian.largest)
    #expect(hessian.largest == (try SolutionSharpness.balanced(depth: 2, values: values)))
    let part = try SolutionSharpness.gaussNewton(depth: 2, values: values)
    #expect(part == Matrix(rowCount: 3, columnCount: 3) { values[$0] + values[$1] })
  }

  @Test("The sharpness is N s^{2-2/N}; zero values curve one layer only")
  func sharpness() throws {
    #expect(try SolutionSharpness.balanced(depth: 1, values: [0]) == 1)
    #expect(try SolutionSharpness.balanced(depth: 2, values: [0]) == 0)
    #expect(try SolutionSharpness.balanced(depth: 2, values: [1, 3]) == 6)
    #expect(SolutionSharpness.imbalanced(value: 2, imbalance: 3) == 5)
  }

  @Test("Sizes that leave no room are refused")
  func domain() {
    #expect(throws: TheoryError.assumption(Assumption("k", 1, .atLeast, 2, "r"))) {
      try TwoLayerHessian(
        values: [1, 1], strengths: [1, 1], inputWidth: 2, hiddenWidth: 1, outputWidth: 2)
    }
    #expect(throws: TheoryError.self) {
      try SolutionSharpness.balanced(depth: 0, values: [1])
    }
  }
}
