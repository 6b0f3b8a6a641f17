import LinearAlgebra
import RealModule
import Testing

@testable import LowRankEstimation

@Suite("Where a descent stops")
struct HeldOutDescentTests {
  private static func path(
    _ sample: (truth: Matrix, entries: ObservedEntries), stepLimit: Int = 5000, width: Int = 10,
    amplitude: Double = 1e-4
  ) throws -> (path: CompletionPath, best: DeepFactors) {
    let parts = try HeldOutEntries(sample.entries, fraction: 0.1, seed: 1)
    var descent = HeldOutDescent(
      fitted: EntryLoss(parts.fitted), heldOut: EntryLoss(parts.heldOut), stepLimit: stepLimit,
      shrinks: false, amplitude: amplitude, scale: 1e-10)
    var generator = SeededGenerator(seed: 1)
    let start = DeepFactors(
      rowCount: sample.entries.rowCount, columnCount: sample.entries.columnCount, width: width,
      depth: 2, amplitude: amplitude, using: &generator)
    return try descent.follow(start, restart: 3) { _, _ in true }
  }

  @Test("Noise makes the held-out error rise, and the best step is inside the path")
  func noisy() throws {
    let sample = try CompletionSample.gaussian(40, 30, rank: 2, density: 0.5, noise: 1, seed: 7)
    let (path, best) = try Self.path(sample)
    #expect(path.end == .heldOutErrorRose && path.restart == 3)
    #expect(path.best.step < path.points.last?.step ?? 0)
    #expect(path.best.heldOutError == path.points.map(\.heldOutError).min())
    let values = try best.decomposition().values
    #expect(values[1] > 100 * values[9])
    let steps = path.points.map(\.step)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("A start whose gradient vanishes in rounding is an error, not an estimate")
  func stationary() throws {
    let sample = try CompletionSample.gaussian(20, 10, rank: 1, density: 0.7, seed: 7)
    // Squares of the gradient's entries are below the smallest number.
    #expect {
      try Self.path(sample, amplitude: 1e-200)
    } throws: { error in
      guard case EstimationError.diverged(let message) = error else { return false }
      return message.contains("before anything is learned")
    }
  }

  @Test("A gap of 30 between two modes does not end the descent before the second")
  func plateau() throws {
    var generator = SeededGenerator(seed: 8)
    let left = try Matrix.orthonormal(rowCount: 40, columnCount: 2, using: &generator)
    let right = try Matrix.orthonormal(rowCount: 2, columnCount: 30, using: &generator)
    let truth = left.scalingColumns(by: [300, 10]) * right
    let known = truth.mapElements { generator.unitUniform() < 0.7 ? $0 : .nan }
    let (_, best) = try Self.path((truth, ObservedEntries(known)))
    #expect(best.product.relativeError(to: truth) < 1e-3)
  }

  @Test("The limit on steps ends it, and an exact fit does")
  func ends() throws {
    let sample = try CompletionSample.gaussian(40, 30, rank: 2, density: 0.7, seed: 7)
    let short = try Self.path(sample, stepLimit: 5).path
    #expect(short.end == .stepLimit && short.points.last?.step == 5)
    #expect(try Self.path(sample, width: 2).path.end == .fitted)
  }

  @Test("The norm of a gradient is the sparse residual's largest singular value")
  func gradientNorm() throws {
    let entries = try CompletionSample.gaussian(40, 30, rank: 1, density: 0.7, seed: 7).entries
    var norm = GradientNorm(rowCount: 40, columnCount: 30)
    let loss = EntryLoss(entries)
    _ = norm.improve(loss)
    let zeroFilled = entries.matrix.mapElements { $0.isNaN ? 0 : $0 }
    // A second value below half of the first leaves at most 4^-7 of it after seven pairs of products.
    #expect((norm.improve(loss) / (try zeroFilled.spectralNorm()) - 1).magnitude <= .pow(4, -7))
  }
}
