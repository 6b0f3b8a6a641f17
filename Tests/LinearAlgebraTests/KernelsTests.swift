import LinearAlgebra
import TestSupport
import Testing

@Suite("Kernels")
struct KernelsTests {
  @Test("The widest kernels are in use until others are chosen, and the portable ones always exist")
  func names() async {
    await #expect(processExitsWith: .success) {
      precondition(Kernels.name == Kernels.available[0])
      for name in Kernels.available {
        Kernels.select(name)
        precondition(Kernels.name == name)
      }
    }
  }

  @Test("Kernels that the processor has not stop the program")
  func unknown() async {
    await #expect(processExitsWith: .failure) { Kernels.select("AVX-1024") }
  }

  @Test(
    "Products of all shapes and transpositions agree with the triple sum",
    arguments: Kernels.available)
  func products(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      var random = SeededGenerator(seed: 61, stream: 0)
      for _ in 0..<400 {
        let (m, n, k) = (size(&random), size(&random), size(&random))
        for (isLeft, isRight) in [(false, false), (false, true), (true, false), (true, true)] {
          checkProduct(m, n, k, isLeft, isRight, &random)
        }
      }
    }
  }

  @Test(
    "NaN and infinities reach what they belong to and nothing else", arguments: Kernels.available)
  func notFinite(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      for size in [1, 2, 5, 9, 23] {
        var a = Matrix(rowCount: size, columnCount: size, repeating: 1)
        let b = Matrix(rowCount: size, columnCount: size, repeating: 1)
        a[size - 1, 0] = .nan
        var c = Matrix(rowCount: size, columnCount: size, repeating: .infinity)
        c.formProduct(a.factor, b.factor)
        for i in 0..<size {
          for j in 0..<size {
            precondition(i == size - 1 ? c[i, j].isNaN : c[i, j] == Double(size))
          }
        }
        c.formProduct(a.factor, b.factor, scaledBy: 0, adding: 0)
        precondition(c == Matrix(rowCount: size, columnCount: size))
        a[size - 1, 0] = .infinity
        c.formProduct(b.factor, a.factor, adding: -1)
        for i in 0..<size { precondition(c[i, 0] == .infinity) }
      }
    }
  }

  @Test("A product has the same bits wherever its matrices lie in memory")
  func alignment() {
    var random = SeededGenerator(seed: 62, stream: 0)
    for size in [3, 8, 17, 30] {
      let a = Matrix.gaussian(rowCount: size, columnCount: size, using: &random)
      let b = Matrix.gaussian(rowCount: size, columnCount: size, using: &random)
      let product = a * b
      var others: [Matrix] = []
      for padding in 1..<20 {
        others.append(Matrix(rowCount: padding, columnCount: 1))
        let copies = (Matrix(copying: a), Matrix(copying: b))
        #expect(copies.0 * copies.1 == product)
        others += [copies.0, copies.1]
      }
    }
  }
}

extension Matrix {
  /// The same elements in memory of their own.
  init(copying other: Matrix) {
    self.init(rowCount: other.rowCount, columnCount: other.columnCount) { other[$0, $1] }
  }
}

/// Mostly small sizes, zero among them, some beyond the widest tile.
private func size(_ random: inout SeededGenerator) -> Int {
  Int.random(in: 0..<6, using: &random) == 0
    ? Int.random(in: 0...150, using: &random) : Int.random(in: 0...28, using: &random)
}

private func checkProduct(
  _ m: Int, _ n: Int, _ k: Int, _ isLeft: Bool, _ isRight: Bool, _ random: inout SeededGenerator
) {
  let a = Matrix.gaussian(rowCount: m, columnCount: k, using: &random)
  let b = Matrix.gaussian(rowCount: k, columnCount: n, using: &random)
  let start = Matrix.gaussian(rowCount: m, columnCount: n, using: &random)
  let (scale, addend) = [(1, 0), (1, 1), (-0.5, 1), (2, -0.25)][
    Int.random(in: 0..<4, using: &random)]
  var c = start
  c.formProduct(
    isLeft ? a.transpose().transposed : a.factor, isRight ? b.transpose().transposed : b.factor,
    scaledBy: scale, adding: addend)
  for j in 0..<n {
    for i in 0..<m {
      var (sum, magnitude) = (addend * start[i, j], (addend * start[i, j]).magnitude)
      for l in 0..<k {
        sum += scale * a[i, l] * b[l, j]
        magnitude += (scale * a[i, l] * b[l, j]).magnitude
      }
      // Two sums of k + 1 terms, each within (k + 3) epsilon of the sum of magnitudes.
      let bound = 2 * Double(k + 3) * Double.ulpOfOne * magnitude
      precondition(
        (c[i, j] - sum).magnitude <= bound, "\(m) x \(k) x \(n) \(isLeft) \(isRight): \(i), \(j)")
    }
  }
}
