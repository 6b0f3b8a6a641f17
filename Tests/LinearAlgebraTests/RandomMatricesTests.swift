import LinearAlgebra
import TestSupport
import Testing

/// Each statistical bound is 5.5 standard deviations of its mean: a right program fails it with
/// probability below 4e-8 (normal approximation), once, when a seed is chosen, and never again.
@Suite("Random matrices")
struct RandomMatricesTests {
  private let sampleCount = 100_000

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func allowed(standardDeviation: Double, count: Int) -> Double {
    5.5 * standardDeviation / Double(count).squareRoot()
  }

  @Test("Normal numbers are those of Box and Muller, in column order")
  func knownNormals() {
    // Fixtures/generator/make_generator_reference.py; the two mathematical libraries may differ by
    // an ulp in each of logarithm, root and cosine.
    let expected = [
      -1.3381448042190092, 0.15546575049404204, 0.9185353744485613, 0.7189288838979501,
      0.44901905901854483,
    ]
    var random = SeededGenerator(seed: 20_260_101, stream: 7)
    let matrix = Matrix.gaussian(rowCount: 5, columnCount: 1, using: &random)
    for (value, reference) in zip(matrix.elements, expected) {
      #expect((value - reference).magnitude <= 8 * Double.ulpOfOne * (1 + reference.magnitude))
    }
    random = SeededGenerator(seed: 20_260_101, stream: 7)
    let square = Matrix.gaussian(rowCount: 2, columnCount: 2, using: &random)
    #expect(square.elements == Array(matrix.elements.prefix(4)))
  }

  @Test("Normal entries have the mean, variance, skewness and kurtosis of the normal distribution")
  func normalMoments() {
    var random = SeededGenerator(seed: 1)
    let x = Matrix.gaussian(rowCount: sampleCount, columnCount: 1, using: &random).elements
    // E x^(2k) = (2k - 1)!!, so the variances of x, x^2, x^3, x^4 are 1, 2, 15, 96.
    for (power, moment, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
      let powers = x.map { value in (0..<power).reduce(1) { product, _ in product * value } }
      let bound = allowed(standardDeviation: variance.squareRoot(), count: sampleCount)
      #expect((mean(powers) - moment).magnitude <= bound, "power \(power)")
    }
    let neighbours = zip(x, x.dropFirst()).map { $0 * $1 }
    #expect(mean(neighbours).magnitude <= allowed(standardDeviation: 1, count: sampleCount - 1))
  }

  @Test("The standard deviation multiplies every normal entry")
  func standardDeviation() {
    var (first, second) = (SeededGenerator(seed: 2), SeededGenerator(seed: 2))
    let unit = Matrix.gaussian(rowCount: 3, columnCount: 5, using: &first)
    let scaled = Matrix.gaussian(
      rowCount: 3, columnCount: 5, standardDeviation: 4, using: &second)
    #expect(scaled == 4 * unit)
  }

  @Test("Unit uniform numbers lie in [0, 1)")
  func unitUniform() {
    struct Constant: RandomNumberGenerator {
      let bits: UInt64
      func next() -> UInt64 { bits }
    }
    var (lowest, highest) = (Constant(bits: 0), Constant(bits: .max))
    #expect(lowest.unitUniform() == 0)
    #expect(highest.unitUniform() == 1.0.nextDown)
    // The logarithm inside is finite at both ends.
    #expect(!Matrix.gaussian(rowCount: 2, columnCount: 1, using: &lowest).elements.contains(.nan))
    let extreme = Matrix.gaussian(rowCount: 2, columnCount: 1, using: &highest)
    #expect(extreme.firstNonFiniteIndex == nil)
  }

  @Test("Uniform entries stay inside the bound and fill it evenly")
  func uniform() {
    var random = SeededGenerator(seed: 3)
    let x = Matrix.uniform(rowCount: sampleCount, columnCount: 1, bound: 2, using: &random).elements
    #expect(x.allSatisfy { $0 >= -2 && $0 < 2 })
    // Variance b^2/3; E x^4 = b^4/5, so the variance of x^2 is b^4 (1/5 - 1/9).
    let deviation = (4.0 / 3).squareRoot()
    #expect(mean(x).magnitude <= allowed(standardDeviation: deviation, count: sampleCount))
    let deviationOfSquares = (16.0 * 4 / 45).squareRoot()
    #expect(
      (mean(x.map { $0 * $0 }) - 4.0 / 3).magnitude
        <= allowed(standardDeviation: deviationOfSquares, count: sampleCount))
  }

  @Test("Two-point entries are the magnitude with either sign, equally often")
  func twoPoint() {
    var random = SeededGenerator(seed: 4)
    let x = Matrix.twoPoint(
      rowCount: sampleCount, columnCount: 1, magnitude: 3, using: &random
    ).elements
    #expect(x.allSatisfy { $0.magnitude == 3 })
    #expect(mean(x).magnitude <= allowed(standardDeviation: 3, count: sampleCount))
  }

  @Test(
    "Orthonormal matrices are so by columns, or by rows if wide",
    arguments: [(1, 1), (6, 6), (9, 4), (4, 9), (3, 0), (0, 3)])
  func orthonormal(rowCount: Int, columnCount: Int) throws {
    var random = SeededGenerator(seed: 5)
    let q = try Matrix.orthonormal(rowCount: rowCount, columnCount: columnCount, using: &random)
    #expect(q.shapeDescription == "\(rowCount) x \(columnCount)")
    let tall = rowCount >= columnCount ? q : q.transpose()
    #expect(departureFromOrthonormality(tall) <= roundingTolerance(for: tall))
  }

  @Test("Orthonormal matrices follow the invariant distribution")
  func invariantDistribution() throws {
    let count = 4000
    var random = SeededGenerator(seed: 6)
    let draws = try (0..<count).map { _ in
      try Matrix.orthonormal(rowCount: 3, columnCount: 3, using: &random)
    }
    // Under the Haar measure on O(3), an entry has mean 0 and variance 1/3, the trace mean 0 and
    // variance 1. Without the sign rule of QR the diagonal would be biased.
    for i in 0..<3 {
      let entries = draws.map { $0[i, i] }
      let bound = allowed(standardDeviation: (1.0 / 3).squareRoot(), count: count)
      #expect(mean(entries).magnitude <= bound)
    }
    #expect(mean(draws.map(\.trace)).magnitude <= allowed(standardDeviation: 1, count: count))
  }

  @Test("The same seed gives the same matrices, another stream gives others")
  func reproducibility() throws {
    func draw(seed: UInt64, stream: UInt64) throws -> [Matrix] {
      var random = SeededGenerator(seed: seed, stream: stream)
      return [
        .gaussian(rowCount: 3, columnCount: 2, using: &random),
        .uniform(rowCount: 2, columnCount: 2, bound: 1, using: &random),
        .twoPoint(rowCount: 8, columnCount: 8, magnitude: 1, using: &random),
        try .orthonormal(rowCount: 4, columnCount: 2, using: &random),
      ]
    }
    #expect(try draw(seed: 1, stream: 2) == draw(seed: 1, stream: 2))
    for (first, second) in zip(try draw(seed: 1, stream: 2), try draw(seed: 1, stream: 3)) {
      #expect(first != second)
    }
  }

  @Test("Empty matrices draw nothing")
  func empty() {
    var (random, untouched) = (SeededGenerator(seed: 7), SeededGenerator(seed: 7))
    #expect(Matrix.gaussian(rowCount: 0, columnCount: 3, using: &random).isEmpty)
    #expect(Matrix.uniform(rowCount: 3, columnCount: 0, bound: 1, using: &random).isEmpty)
    #expect(random.next() == untouched.next())
  }
}
