import DynamicsTheory
import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Stein's risk of a filter")
struct SteinRiskTests {
  /// A smooth filter without special values.
  private static func filter(_ s: Double) -> (value: Double, slope: Double) {
    (s * s * s / (4 + s * s), s * s * (12 + s * s) / ((4 + s * s) * (4 + s * s)))
  }

  @Test(
    "It is the theory's formula, pair by pair",
    arguments: [(5, 9), (9, 5), (7, 7)])
  func theory(rows: Int, columns: Int) throws {
    let sample = try NoisySample(rows, columns, singularValues: [6, 3], noise: 1, seed: 5)
    let matrix = try DecomposedMatrix(sample.noisy)
    let stein = SteinRisk(matrix, noise: 0.7)
    let (values, slopes) = (
      stein.values.map { Self.filter($0).value }, stein.values.map { Self.filter($0).slope }
    )
    let reference = try SpectralFilterRisk(
      values: matrix.values, filtered: values, derivatives: slopes, rowCount: rows,
      columnCount: columns, noise: 0.7)
    // Sums of r^2 quotients, each at worst as large as the inverse of the least relative gap.
    let gap = zip(matrix.values, matrix.values.dropFirst()).map { ($0 - $1) / $0 }.reduce(1, min)
    let bound = Double(rows * columns) * 4 * .ulpOfOne / gap
    #expect(
      (stein.divergence(filtered: values, slopes: slopes) - reference.divergence).magnitude
        <= bound * reference.divergence)
    #expect(
      (stein.risk(filtered: values, slopes: slopes) - reference.risk).magnitude
        <= bound * matrix.squaredNorm)
  }

  @Test("The divergence is the trace of the derivative of the whole map")
  func finiteDifferences() throws {
    let sample = try NoisySample(4, 6, singularValues: [5, 2], noise: 0.5, seed: 6)
    func image(_ y: Matrix) throws -> Matrix {
      let matrix = try DecomposedMatrix(y)
      let shrunken = matrix.values.map { Self.filter($0).value }
      return matrix.leftVectors.scalingColumns(by: shrunken) * matrix.rightVectorsTransposed
    }
    // Central differences: h^2 of truncation and epsilon / h of rounding, for each of the entries.
    let step = 1e-5
    var trace = 0.0
    for i in 0..<4 {
      for j in 0..<6 {
        var (up, down) = (sample.noisy, sample.noisy)
        up[i, j] += step
        down[i, j] -= step
        trace += (try image(up)[i, j] - image(down)[i, j]) / (2 * step)
      }
    }
    let matrix = try DecomposedMatrix(sample.noisy)
    let modes = matrix.values.map(Self.filter)
    let divergence = SteinRisk(matrix, noise: 1).divergence(
      filtered: modes.map(\.value), slopes: modes.map(\.slope))
    // The third derivatives of the map are of order 1 / s^2 <= 100 here.
    #expect((divergence - trace).magnitude <= 24 * (100 * step * step + 100 * .ulpOfOne / step))
  }

  @Test("Equal values take the limit of the quotient")
  func ties() throws {
    let matrix = try DecomposedMatrix(
      Matrix(diagonal: [3, 3, 3 * (1 - 1e-9), 1], rowCount: 4, columnCount: 6))
    let modes = matrix.values.map(Self.filter)
    let (value, slope) = (Self.filter(3).value, Self.filter(3).slope)
    let (small, smallSlope) = (Self.filter(1).value, Self.filter(1).slope)
    let expected =
      3 * (slope + 2 * value / 3) + smallSlope + 2 * small + 3 * (slope + value / 3)
      + 3 * 2 * (3 * value - small) / 8
    let divergence = SteinRisk(matrix, noise: 1).divergence(
      filtered: modes.map(\.value), slopes: modes.map(\.slope))
    // The third value differs by 1e-9, and the limit has an error of second order in that.
    #expect((divergence - expected).magnitude <= 20 * 1e-9 * expected)
  }

  @Test("Over 200 draws its mean is the true risk, at stops fixed beforehand")
  func unbiased() throws {
    let stops = [(1, 0.01, 8), (2, 1e-3, 60), (2, 1e-2, 90), (3, 1e-3, 300)]
    let filters = try stops.map {
      try FactorizationFilter(depth: $0.0, start: .share($0.1))
    }
    var differences = stops.map { _ in [Double]() }
    let draws = 200
    for seed in 0..<draws {
      // The truth stays, the noise changes.
      var generator = SeededGenerator(seed: UInt64(seed), stream: 1)
      let truth = try NoisySample(20, 30, singularValues: [30, 20, 8], noise: 0, seed: 1).truth
      let noisy = truth + .gaussian(rowCount: 20, columnCount: 30, using: &generator)
      let matrix = try DecomposedMatrix(noisy)
      let stein = SteinRisk(matrix, noise: 1)
      for (k, filter) in filters.enumerated() {
        // Start and step size refer to 40 in all draws: with the draw's own largest value they would follow the data.
        var course = try FilterCourse(filter, values: stein.values, largest: 40)
        for _ in 0..<stops[k].2 { try course.advance() }
        let risk = stein.risk(filtered: course.filtered, slopes: course.slopes)
        let estimate =
          matrix.leftVectors.scalingColumns(by: course.filtered) * matrix.rightVectorsTransposed
        let error = (estimate - truth).frobeniusNorm
        differences[k].append(risk - error * error)
      }
    }
    for list in differences {
      let mean = list.reduce(0, +) / Double(draws)
      let variance = list.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws - 1)
      #expect(mean.magnitude <= 3 * (variance / Double(draws)).squareRoot())
    }
  }
}
