import LinearAlgebra
import TestSupport
import Testing

@Suite("Singular value batch")
struct SingularValueBatchTests {
  static let extremes = [
    SampleMatrix("huge", 1e300 * SampleMatrix.all[0].matrix),
    SampleMatrix("tiny", 1e-300 * SampleMatrix.all[0].matrix),
    SampleMatrix(
      "subnormal", Matrix(rows: [[.leastNonzeroMagnitude, 0], [0, 2 * .leastNonzeroMagnitude]])),
    SampleMatrix("zero", Matrix(rowCount: 3, columnCount: 4)),
    SampleMatrix("tiny beside large", Matrix(rows: [[1, 1e-140], [1e-140, 1e-160]])),
    SampleMatrix("equal columns", Matrix(rowCount: 5, columnCount: 5) { i, _ in Double(i) }),
    SampleMatrix(
      "ill conditioned", Matrix(rowCount: 12, columnCount: 12) { 1 / Double($0 + $1 + 1) }),
    SampleMatrix("long", Matrix(rowCount: 3, columnCount: 90) { Double(($0 * 7 + $1 * 3) % 11) }),
    SampleMatrix("large", Matrix(rowCount: 40, columnCount: 30) { Double(($0 * 7 + $1 * 3) % 11) }),
  ]

  @Test(
    "The values are those of the decomposition with vectors", arguments: SampleMatrix.all + extremes
  )
  func values(sample: SampleMatrix) throws {
    let matrix = sample.matrix
    var batch = SingularValueBatch(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    for scale in [1, 0.5].prefix(batch.capacity) { try batch.append(scale * matrix) }
    let count = batch.count
    try batch.decompose()
    let size = min(matrix.rowCount, matrix.columnCount)
    #expect(batch.values.count == count * size && batch.count == 0)
    for (k, scale) in [1, 0.5].prefix(count).enumerated() {
      let expected = try SingularValueDecomposition(scale * matrix).values
      let found = Array(batch.values[(k * size)..<((k + 1) * size)])
      #expect(found == found.sorted(by: >))
      // Each rotation of a sweep rounds two columns; a dozen sweeps are more than any matrix takes.
      let bound = 12 * roundingTolerance(for: matrix) + .leastNonzeroMagnitude
      for (value, reference) in zip(found, expected) {
        #expect((value - reference).magnitude <= bound, "\(value) for \(reference)")
      }
    }
  }

  @Test("Small values of scaled columns keep their digits")
  func relativeAccuracy() throws {
    var random = SeededGenerator(seed: 31)
    let scales = [1, 1e-6, 1e-12, 1e-18, 1e-24]
    let orthogonal = try QRDecomposition(.gaussian(rowCount: 5, columnCount: 5, using: &random))
    var batch = SingularValueBatch(rowCount: 5, columnCount: 5)
    try batch.append(orthogonal.orthonormalBasis.scalingColumns(by: scales))
    try batch.decompose()
    for (value, scale) in zip(batch.values, scales) {
      #expect((value - scale).magnitude <= 64 * .ulpOfOne * scale)
    }
  }

  @Test(
    "A matrix's values have the same bits alone and beside others", arguments: Kernels.available)
  func independence(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      var random = SeededGenerator(seed: 32)
      let matrices = (0..<8).map { k in
        Double(sign: .plus, exponent: 5 * k, significand: 1)
          * Matrix.gaussian(rowCount: 6, columnCount: 9, using: &random)
      }
      var together = SingularValueBatch(rowCount: 6, columnCount: 9)
      for matrix in matrices { try together.append(matrix) }
      try together.decompose()
      for (k, matrix) in matrices.enumerated() {
        var alone = SingularValueBatch(rowCount: 6, columnCount: 9)
        try alone.append(matrix)
        try alone.decompose()
        precondition(alone.values == Array(together.values[(6 * k)..<(6 * k + 6)]))
      }
    }
  }

  @Test("Neither do the bits of large matrices depend on the others or on a copy, with two threads")
  func threads() async {
    await #expect(processExitsWith: .success) {
      BLAS.threadCount = 2
      var random = SeededGenerator(seed: 34)
      for size in [60, 200] {
        let matrices = (0..<2).map { _ in
          Matrix.gaussian(rowCount: size, columnCount: size + 7, using: &random)
        }
        var together = SingularValueBatch(rowCount: size, columnCount: size + 7)
        precondition(together.capacity == 2)
        for matrix in matrices { try together.append(matrix) }
        var copy = together
        try together.decompose()
        try copy.decompose()
        precondition(copy.values == together.values)
        for (k, matrix) in matrices.enumerated() {
          var alone = SingularValueBatch(rowCount: size, columnCount: size + 7)
          try alone.append(matrix)
          try alone.decompose()
          precondition(alone.values == Array(together.values[(size * k)..<(size * k + size)]))
        }
      }
      precondition(BLAS.threadCount == 2)
    }
  }

  @Test("Kernels of all widths give the same bits")
  func width() async {
    await #expect(processExitsWith: .success) {
      var random = SeededGenerator(seed: 33)
      let matrix = Matrix.gaussian(rowCount: 7, columnCount: 5, using: &random)
      var results: [[Double]] = []
      for kernels in Kernels.available {
        Kernels.select(kernels)
        var batch = SingularValueBatch(rowCount: 7, columnCount: 5)
        try batch.append(matrix)
        try batch.decompose()
        results.append(batch.values)
      }
      precondition(results.allSatisfy { $0 == results[0] })
    }
  }

  @Test("What is not finite is refused and changes nothing")
  func notFinite() throws {
    var batch = SingularValueBatch(rowCount: 3, columnCount: 3)
    try batch.append(.identity(3))
    for value in BrokenMatrix.values {
      #expect(throws: LinearAlgebraError.notFinite(row: 2, column: 1)) {
        try batch.append(BrokenMatrix.holding(value))
      }
    }
    try batch.decompose()
    #expect(batch.values == [1, 1, 1])
  }

  @Test("A copy keeps its matrices when the original is decomposed")
  func value() throws {
    var batch = SingularValueBatch(rowCount: 2, columnCount: 2)
    try batch.append(Matrix(rows: [[3, 1], [1, 3]]))
    var copy = batch
    try batch.decompose()
    try copy.decompose()
    #expect(copy.values == batch.values)
  }

  @Test("Nothing is allocated", arguments: [[5, 10], [60, 60]])
  func allocations(shape: [Int]) async {
    await #expect(processExitsWith: .success) { [shape] in
      let matrix = Matrix(rowCount: shape[0], columnCount: shape[1]) { 1 / Double($0 + $1 + 1) }
      var batch = SingularValueBatch(rowCount: shape[0], columnCount: shape[1])
      func decompose() throws {
        for _ in 0..<batch.capacity { try batch.append(matrix) }
        try batch.decompose()
      }
      try decompose()
      let count = try countAllocations { for _ in 0..<10 { try decompose() } }
      precondition(count == 0, "\(count) allocations")
    }
  }
}
