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
