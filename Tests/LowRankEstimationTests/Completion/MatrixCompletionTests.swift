import LinearAlgebra
import Testing

@testable import LowRankEstimation

@Suite("Matrix completion")
struct MatrixCompletionTests {
  @Test("A matrix of low rank is recovered from some of its entries", arguments: [2, 3, 4])
  func recovery(depth: Int) throws {
    let sample = try CompletionSample.gaussian(100, 80, rank: 3, density: 0.4, seed: 1)
    let model = try MatrixCompletion(depth: depth, stepLimit: 1000).fit(sample.entries)
    // The relative error that is asked for without noise.
    #expect(model.estimate.relativeError(to: sample.truth) < 1e-3)
    #expect(model.learnedRank == 3 && model.factors.depth == depth)
    #expect(model.stop.heldOutError == model.path.points.map(\.heldOutError).min())
  }

  @Test("Modes are learned one after another")
  func staircase() throws {
    // Singular values 4 : 2 : 1, half of the entries known.
    var generator = SeededGenerator(seed: 2)
    let left = try Matrix.orthonormal(rowCount: 60, columnCount: 3, using: &generator)
    let right = try Matrix.orthonormal(rowCount: 3, columnCount: 50, using: &generator)
    let truth = left.scalingColumns(by: [400, 200, 100]) * right
    let known = truth.mapElements { generator.unitUniform() < 0.5 ? $0 : .nan }
    let model = try MatrixCompletion().fit(ObservedEntries(known))
    let records = model.path.points
    let learned = [400.0, 200, 100].enumerated().map { k, value in
      records.firstIndex { $0.singularValues[k] > value / 2 } ?? records.count
    }
    #expect(learned[0] < learned[1] && learned[1] < learned[2] && learned[2] < records.count)
    // When a mode is half learned, what is left of the next one's growth is at least a tenth.
    #expect(records[learned[0]].singularValues[1] < 20)
    #expect(records[learned[1]].singularValues[2] < 10)
  }

  @Test("With noise it is no worse than soft-impute whose lambda is the best in hindsight")
  func noise() throws {
    var differences: [Double] = []
    for seed in 1...6 {
      let sample = try CompletionSample.gaussian(
        40, 30, rank: 2, density: 0.5, noise: 0.5, seed: UInt64(seed))
      let model = try MatrixCompletion().fit(sample.entries)
      var solver = SoftImputeSolver(sample.entries, settings: SoftImpute(tolerance: 1e-3))
      var lambda = try solver.largestLambda()
      var best = Double.infinity
      for _ in 0..<10 {
        lambda *= 0.7
        try solver.solve(lambda) { true }
        let part = solver.solution
        let estimate = Matrix.product(
          part.leftRows.scalingRows(by: part.values).transposed, part.rightRows.factor)
        best = min(best, estimate.relativeError(to: sample.truth))
      }
      differences.append(model.estimate.relativeError(to: sample.truth) - best)
    }
    let mean = differences.reduce(0, +) / 6
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5
    #expect(mean <= 3 * (variance / 6).squareRoot(), "\(differences)")
  }

  @Test("The same seed gives the same model, another one another")
  func seeds() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, noise: 0.3, seed: 3)
      .entries
    let model = try MatrixCompletion(seed: 4, restarts: 2).fit(entries)
    #expect(try MatrixCompletion(seed: 4, restarts: 2).fit(entries) == model)
    #expect(try MatrixCompletion(seed: 5, restarts: 2).fit(entries).factors != model.factors)
    #expect(Set(model.paths.map(\.restart)) == [0, 1])
    let errors = model.paths.map(\.best.heldOutError)
    #expect(errors[model.chosen] == errors.min())
  }

  @Test("Without a second fit the factors are those of the stop")
  func withoutRefit() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, noise: 0.3, seed: 3)
      .entries
    let model = try MatrixCompletion(seed: 4, refits: false).fit(entries)
    let parts = try HeldOutEntries(entries, fraction: 0.1, seed: 4)
    let values = model.values(rows: parts.heldOut.rows, columns: parts.heldOut.columns)
    let squares = zip(values, parts.heldOut.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let error = (squares / Double(parts.heldOut.count)).squareRoot()
    #expect((error - model.stop.heldOutError).magnitude <= 1e-12 * error)
  }

  @Test("A width that is too small grows")
  func width() throws {
    let sample = try CompletionSample.gaussian(60, 50, rank: 14, density: 0.9, seed: 6)
    let model = try MatrixCompletion(stepLimit: 1000).fit(sample.entries)
    #expect(model.paths.map(\.width) == [10, 20])
    #expect(model.path.width == 20 && model.learnedRank == 14)
  }

  @Test("Settings out of range are refused")
  func settings() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, seed: 3).entries
    for settings in [
      MatrixCompletion(depth: 1), MatrixCompletion(width: 0), MatrixCompletion(scale: 0),
      MatrixCompletion(scale: .nan), MatrixCompletion(heldOutFraction: 1),
      MatrixCompletion(restarts: 0), MatrixCompletion(stepLimit: 0),
      MatrixCompletion(depth: .max), MatrixCompletion(restarts: .max),
      MatrixCompletion(stepLimit: .max), MatrixCompletion(depth: 3, scale: 1e-300),
    ] {
      #expect {
        try settings.fit(entries)
      } throws: { error in
        if case EstimationError.setting = error { true } else { false }
      }
    }
  }

  @Test("What cannot be completed is refused with its error")
  func data() throws {
    func refused(_ rows: [[Double]], _ isRight: (EstimationError) -> Bool) {
      #expect {
        try MatrixCompletion().fit(ObservedEntries(Matrix(rows: rows)))
      } throws: { error in
        (error as? EstimationError).map(isRight) ?? false
      }
    }
    refused([[1, .nan, 3]]) { if case .tooSmall = $0 { true } else { false } }
    refused([[1], [.nan]]) { if case .tooSmall = $0 { true } else { false } }
    refused([[.nan, .nan], [.nan, .nan]]) { if case .nothingObserved = $0 { true } else { false } }
    refused([[1, 2], [.nan, .nan]]) {
      if case .nothingObserved(let message) = $0 { message.contains("row 1") } else { false }
    }
    refused([[1, .nan], [3, .nan]]) {
      if case .nothingObserved(let message) = $0 { message.contains("column 1") } else { false }
    }
    refused([[0, 0], [0, .nan]]) { if case .constant = $0 { true } else { false } }
    refused([[7, 7, 7], [7, .nan, 7]]) { if case .constant = $0 { true } else { false } }
    refused([[1, .infinity], [0, .nan]]) { if case .notFinite = $0 { true } else { false } }
  }

  @Test(
    "Entries whose squares no number holds are refused",
    arguments: [2 * Double.leastNormalMagnitude, 1e-200, 1e-170, 1e-150, 1e-70, 1e70, 1e200])
  func hopelessSize(unit: Double) throws {
    let sample = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, seed: 3)
    let entries = try ObservedEntries(unit * sample.entries.matrix)
    #expect {
      try MatrixCompletion().fit(entries)
    } throws: { error in
      if case EstimationError.diverged = error { true } else { false }
    }
  }

  @Test("The unit does not matter within those bounds", arguments: [1e-58, 1e58])
  func units(unit: Double) throws {
    let sample = try CompletionSample.gaussian(60, 50, rank: 2, density: 0.5, seed: 3)
    let entries = try ObservedEntries(unit * sample.entries.matrix)
    let model = try MatrixCompletion(stepLimit: 1000).fit(entries)
    // The relative error that is asked for without noise.
    #expect((1 / unit * model.estimate).relativeError(to: sample.truth) < 1e-3)
  }

  @Test("An observer is told of every fit and may end it")
  func observer() throws {
    let entries = try CompletionSample.gaussian(30, 20, rank: 2, density: 0.5, noise: 0.3, seed: 3)
      .entries
    var fractions: [Double] = []
    _ = try MatrixCompletion(restarts: 2).fit(entries) { progress in
      fractions.append(progress.fraction)
      return true
    }
    #expect(fractions.allSatisfy { $0 >= 0 && $0 <= 1 } && fractions[0] == 0)
    #expect(throws: EstimationError.interrupted) {
      try MatrixCompletion().fit(entries) { _ in false }
    }
    #expect(throws: EstimationError.interrupted) {
      try MatrixCompletion().fit(entries) { $0.heldOutError != nil }
    }
  }
}
