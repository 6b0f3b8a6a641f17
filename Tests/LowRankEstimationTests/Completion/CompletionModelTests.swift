import Foundation
import LinearAlgebra
import LowRankEstimation
import Testing

@Suite("Models of completed matrices")
struct CompletionModelTests {
  /// 50 rows that are fitted and 10 that come later, of one matrix of rank 2.
  private static func sample(
    noise: Double
  ) throws -> (model: CompletionModel, truth: Matrix, later: ObservedEntries, laterTruth: Matrix) {
    let sample = try CompletionSample.gaussian(
      60, 30, rank: 2, density: 0.5, noise: noise, seed: 21)
    let known = sample.entries.matrix
    let (first, later) = (0..<50, 50..<60)
    let model = try MatrixCompletion().fit(
      ObservedEntries(known.submatrix(rows: first, columns: 0..<30)))
    return (
      model, sample.truth.submatrix(rows: first, columns: 0..<30),
      try ObservedEntries(known.submatrix(rows: later, columns: 0..<30)),
      sample.truth.submatrix(rows: later, columns: 0..<30)
    )
  }

  @Test("Values, blocks and the estimate agree, and so does a model that was kept")
  func values() throws {
    let model = try Self.sample(noise: 0.3).model
    let estimate = model.estimate
    let tolerance = 64 * .ulpOfOne * model.singularValues[0]
    #expect((model.value(row: 7, column: 11) - estimate[7, 11]).magnitude <= tolerance)
    let block = model.block(rows: 3..<9, columns: 20..<30)
    #expect(
      (block - estimate.submatrix(rows: 3..<9, columns: 20..<30)).largestMagnitude <= tolerance)
    let places = model.values(rows: [1, 49], columns: [29, 0])
    #expect((places[0] - estimate[1, 29]).magnitude <= tolerance)
    #expect((places[1] - estimate[49, 0]).magnitude <= tolerance)
    let copy = try JSONDecoder().decode(
      CompletionModel.self, from: JSONEncoder().encode(model))
    #expect(copy == model)
  }

  @Test("Rows that come later are completed as well as those that were fitted")
  func prediction() throws {
    let exact = try Self.sample(noise: 0)
    let rows = try exact.model.predict(exact.later)
    // The same row space, as exact as the fit, and a dozen known entries for two coefficients.
    #expect(rows.relativeError(to: exact.laterTruth) < 1e-3)
    let noisy = try Self.sample(noise: 0.3)
    let error = try noisy.model.predict(noisy.later).relativeError(to: noisy.laterTruth)
    // Ten rows against fifty: within a factor of 2 by far.
    #expect(error < 2 * noisy.model.estimate.relativeError(to: noisy.truth))
  }

  @Test("A fitted row comes back from its known entries")
  func fittedRow() throws {
    let model = try Self.sample(noise: 0).model
    let full = try ObservedEntries(model.block(rows: 4..<6, columns: 0..<30))
    #expect(
      try model.predict(full).relativeError(to: model.block(rows: 4..<6, columns: 0..<30)) < 1e-3)
  }

  @Test("Noisy rows get the conditional mean of a Gaussian row with the fitted rows' covariance")
  func conditionalMean() throws {
    for seed in 11...14 {
      let sample = try CompletionSample.gaussian(
        60, 30, rank: 2, density: 0.6, noise: 0.5, seed: UInt64(seed))
      let known = sample.entries.matrix
      let model = try MatrixCompletion().fit(
        ObservedEntries(known.submatrix(rows: 0..<40, columns: 0..<30)))
      let later = known.submatrix(rows: 40..<60, columns: 0..<30)
      let rows = try model.predict(ObservedEntries(later))
      // K = W^T W / p and w = K_(all, known) (K_(known, known) + tau^2 I)^(-1) y.
      let covariance = (1 / 40.0) * (model.estimate.transpose() * model.estimate)
      let noise = model.stop.heldOutError * model.stop.heldOutError
      let condition = covariance.trace / noise + 1
      for i in 0..<20 {
        let places = (0..<30).filter { !later[i, $0].isNaN }
        var system = Matrix(rowCount: places.count, columnCount: places.count) {
          covariance[places[$0], places[$1]]
        }
        system.addToDiagonal(noise)
        let values = Matrix(rowCount: places.count, columnCount: 1) { k, _ in later[i, places[k]] }
        let weights = try #require(try system.solving(values))
        for j in 0..<30 {
          let expected = places.indices.reduce(0) {
            $0 + covariance[j, places[$1]] * weights[$1, 0]
          }
          let tolerance = 30 * condition * .ulpOfOne * values.frobeniusNorm
          #expect((rows[i, j] - expected).magnitude <= tolerance)
        }
      }
    }
  }

  @Test("The size of the start does not matter to new rows")
  func startScale() throws {
    let sample = try CompletionSample.gaussian(
      60, 30, rank: 2, density: 0.6, noise: 0.5, seed: 12)
    let known = sample.entries.matrix
    let fitted = try ObservedEntries(known.submatrix(rows: 0..<40, columns: 0..<30))
    let later = try ObservedEntries(known.submatrix(rows: 40..<60, columns: 0..<30))
    let truth = sample.truth.submatrix(rows: 40..<60, columns: 0..<30)
    for scale in [1e-10, 1e-14] {
      let model = try MatrixCompletion(scale: scale).fit(fitted)
      let error = try model.predict(later).relativeError(to: truth)
      // Twenty rows against forty: within a factor of 2 by far.
      let fit = model.estimate.relativeError(
        to: sample.truth.submatrix(rows: 0..<40, columns: 0..<30))
      #expect(error < 2 * fit, "\(error) against \(fit)")
    }
  }

  @Test("New rows that do not fit are refused")
  func errors() throws {
    let model = try Self.sample(noise: 0.3).model
    #expect {
      try model.predict(ObservedEntries(Matrix(rowCount: 1, columnCount: 29, repeating: 1)))
    } throws: { error in
      if case EstimationError.shapes = error { true } else { false }
    }
    let lines = Matrix(rowCount: 2, columnCount: 30) { i, _ in i == 0 ? 1 : .nan }
    #expect {
      try model.predict(ObservedEntries(lines))
    } throws: { error in
      if case EstimationError.nothingObserved = error { true } else { false }
    }
  }
}
