import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Matrix sensing")
struct MatrixSensingTests {
  private static func sample(count: Int) throws -> (truth: Matrix, measurements: Measurements) {
    var generator = SeededGenerator(seed: 9)
    let left = Matrix.gaussian(rowCount: 12, columnCount: 1, using: &generator)
    let truth = left * Matrix.gaussian(rowCount: 1, columnCount: 10, using: &generator)
    let matrices = Matrix.gaussian(rowCount: count, columnCount: 120, using: &generator)
    let values = Matrix(rowCount: count, columnCount: 1) { i, _ in
      (0..<120).reduce(0) { $0 + matrices[i, $1] * truth[$1 / 10, $1 % 10] }
    }
    return (truth, try Measurements(matrices: matrices, values: values, rowCount: 12))
  }

  @Test("A matrix of rank 1 is recovered from fewer measurements than entries", arguments: [2, 3])
  func recovery(depth: Int) throws {
    let (truth, measurements) = try Self.sample(count: 100)
    let settings = MatrixSensing(descent: MatrixCompletion(depth: depth, stepLimit: 1000))
    let model = try settings.fit(measurements)
    // What is asked of completion without noise.
    #expect(model.estimate.relativeError(to: truth) < 1e-3)
    #expect(model.factors.depth == depth)
    let values = try model.values(of: measurements.matrices)
    let largest = measurements.values.map(\.magnitude).max() ?? 0
    for (value, measured) in zip(values, measurements.values) {
      #expect((value - measured).magnitude < 1e-2 * largest)
    }
  }

  @Test("Measurements that do not fit are refused")
  func errors() {
    let ones = Matrix(rowCount: 3, columnCount: 6, repeating: 1)
    let column = Matrix(rowCount: 3, columnCount: 1, repeating: 1)
    func refused(
      _ matrices: Matrix, _ values: Matrix, rowCount: Int, _ isRight: (EstimationError) -> Bool
    ) {
      #expect {
        try Measurements(matrices: matrices, values: values, rowCount: rowCount)
      } throws: { error in
        (error as? EstimationError).map(isRight) ?? false
      }
    }
    refused(ones, column, rowCount: 4) { if case .shapes = $0 { true } else { false } }
    refused(ones, column, rowCount: 0) { if case .setting = $0 { true } else { false } }
    refused(ones, ones, rowCount: 2) { if case .shapes = $0 { true } else { false } }
    refused(ones, 0 * column, rowCount: 2) { if case .constant = $0 { true } else { false } }
    refused(ones, .nan * column, rowCount: 2) { if case .notFinite = $0 { true } else { false } }
    let single = Matrix(rowCount: 1, columnCount: 6, repeating: 1)
    refused(single, Matrix(rows: [[1]]), rowCount: 2) {
      if case .tooSmall = $0 { true } else { false }
    }
  }
}
