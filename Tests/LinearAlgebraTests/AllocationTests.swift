import LinearAlgebra
import TestSupport
import Testing

@Suite("Allocations")
struct AllocationTests {
  @Test("The operations in place allocate nothing", arguments: [3, 50, 300])
  func inPlace(size: Int) async {
    await #expect(processExitsWith: .success) { [size] in
      let a = Matrix(rowCount: size, columnCount: size) { 1 / Double($0 + $1 + 1) }
      let b = Matrix.identity(size)
      var c = Matrix(rowCount: size, columnCount: size)
      func work() {
        c.formProduct(a.factor, b.transposed)
        c.formProduct(a.transposed, b.factor, scaledBy: -0.5, adding: 1)
        c.add(a, scaledBy: 0.25)
        c.scale(by: 0.5)
        c.assign(a)
        c.fill(with: 1)
        c.addToDiagonal(2)
        c.symmetrize()
        precondition(c.frobeniusNorm + c.innerProduct(a) + c.trace + c.largestMagnitude > 0)
        precondition(c.firstNonFiniteIndex == nil)
      }
      work()  // OpenBLAS sets up its own buffers at the first product.
      let count = countAllocations { for _ in 0..<(size > 100 ? 20 : 1000) { work() } }
      precondition(count == 0, "\(count) allocations")
    }
  }

  @Test("A new matrix and a copy forced by sharing are counted")
  func control() async {
    await #expect(processExitsWith: .success) {
      let a = Matrix(rowCount: 4, columnCount: 4, repeating: 1)
      var c = a + a
      precondition(countAllocations { for _ in 0..<10 { c = a + a } } >= 10)
      // The destination is also a factor: the product must copy first.
      let copies = countAllocations { for _ in 0..<10 { c.formProduct(c.factor, a.factor) } }
      precondition(copies >= 10)
    }
  }
}
