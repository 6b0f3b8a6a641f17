import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Soft-impute")
struct SoftImputeTests {
  /// X minimises when the residual R at the known entries is lambda times a subgradient of the nuclear norm:
  /// U^T R = lambda V^T, R V = lambda U, ||R||_2 <= lambda.
  private static func departure(
    _ part: LeadingPart, _ lambda: Double, _ entries: ObservedEntries
  ) throws -> (subspace: Double, norm: Double) {
    let x = Matrix.product(
      part.leftRows.scalingRows(by: part.values).transposed, part.rightRows.factor)
    var residual = Matrix(rowCount: entries.rowCount, columnCount: entries.columnCount)
    for k in entries.values.indices {
      let (i, j) = (entries.rows[k], entries.columns[k])
      residual[i, j] = entries.values[k] - x[i, j]
    }
    let left = part.leftRows * residual - lambda * part.rightRows
    let right = Matrix.product(part.rightRows.factor, residual.transposed) - lambda * part.leftRows
    return (
      max(left.largestMagnitude, right.largestMagnitude) / lambda,
      try residual.spectralNorm() / lambda
    )
  }

  @Test(
    "The solution satisfies the conditions of optimality, decomposed whole or by subspaces",
    arguments: [(30, 20), (220, 190)])
  func optimality(p: Int, d: Int) throws {
    let entries = try CompletionSample.gaussian(p, d, rank: 3, density: 0.4, noise: 0.5, seed: 5)
      .entries
    let settings = SoftImpute(tolerance: 1e-7, iterationLimit: 2000)
    var solver = SoftImputeSolver(entries, settings: settings)
    let largest = try solver.largestLambda()
    for ratio in [0.5, 0.25] {
      try solver.solve(ratio * largest) { true }
      let (subspace, norm) = try Self.departure(solver.solution, ratio * largest, entries)
      // The last relative change over 1 - contraction, which the path of a quarter known contracts by less than 1 - 1e-2.
      #expect(subspace <= 100 * settings.tolerance * solver.solution.values[0] / (ratio * largest))
      #expect(norm <= 1 + 1e-3)
      #expect(solver.rank > 0)
    }
  }

  @Test("Above the norm of the known entries the solution is zero")
  func zero() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 3, density: 0.4, seed: 5).entries
    var solver = SoftImputeSolver(entries, settings: SoftImpute())
    let largest = try solver.largestLambda()
    let zeroFilled = entries.matrix.mapElements { $0.isNaN ? 0 : $0 }
    #expect((largest / (try zeroFilled.spectralNorm()) - 1).magnitude <= 1e-6)
    try solver.solve(1.001 * largest) { true }
    #expect(solver.rank == 0)
  }

  @Test("lambda is the one with the smallest held-out error, and rank grows as it falls")
  func path() throws {
    let sample = try CompletionSample.gaussian(40, 30, rank: 2, density: 0.6, noise: 0.5, seed: 6)
    let model = try SoftImpute(lambdaCount: 10, smallestRatio: 0.02, tolerance: 1e-4).fit(
      sample.entries)
    let errors = model.points.map(\.heldOutError)
    #expect(model.best.heldOutError == errors.min())
    let lambdas = model.points.map(\.lambda)
    #expect(zip(lambdas, lambdas.dropFirst()).allSatisfy { $0 > $1 })
    // The norm is known to a millionth, so that a trace of one mode may remain.
    #expect(model.points[0].rank <= 1)
    // The mean of zeros' squares is the matrix' own; a fit has to be better.
    #expect(model.estimate.relativeError(to: sample.truth) < 0.5)
    let values = model.values(rows: [3, 8], columns: [7, 1])
    #expect((values[0] - model.estimate[3, 7]).magnitude <= 1e-12 * model.singularValues[0])
    #expect((values[1] - model.estimate[8, 1]).magnitude <= 1e-12 * model.singularValues[0])
  }

  @Test("Settings out of range are refused, and an observer ends the fit")
  func errors() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 3, density: 0.4, seed: 5).entries
    for settings in [
      SoftImpute(lambdaCount: 0), SoftImpute(smallestRatio: 1), SoftImpute(rankLimit: 0),
      SoftImpute(heldOutFraction: 0), SoftImpute(tolerance: .nan), SoftImpute(iterationLimit: 0),
    ] {
      #expect {
        try settings.fit(entries)
      } throws: { error in
        if case EstimationError.setting = error { true } else { false }
      }
    }
    #expect(throws: EstimationError.interrupted) {
      try SoftImpute().fit(entries) { _ in false }
    }
  }
}
