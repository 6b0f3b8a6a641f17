internal import LinearAlgebra

/// Rows are dealt into folds at random; each fold is predicted by a fit to the others.
public struct CrossValidation: Codable, Equatable, Sendable {
  /// K >= 2, the number of folds; with fewer rows than that, each row is a fold.
  public let foldCount: Int

  /// Of the shuffle of the rows.
  public let seed: UInt64

  /// Whether the simplest point within one standard error of the least error is taken, instead of the least.
  public let isCautious: Bool

  /// Chooses folds.
  ///
  /// - Parameters:
  ///   - foldCount: K >= 2.
  ///   - seed: of the shuffle of the rows.
  ///   - isCautious: whether one standard error is given for a simpler model (Breiman, Friedman, Olshen, Stone 1984).
  public init(foldCount: Int = 10, seed: UInt64 = 0, isCautious: Bool = false) {
    (self.foldCount, self.seed, self.isCautious) = (foldCount, seed, isCautious)
  }

  /// Refuses fewer than two folds.
  func check() throws(EstimationError) {
    guard foldCount >= 2 else {
      throw .setting(name: "the number of folds", value: "\(foldCount)", needs: "at least 2")
    }
  }

  /// The rows of each fold, sizes differing by at most 1.
  func folds(rowCount: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: seed)
    let order = Array(0..<rowCount).shuffled(using: &generator)
    let count = min(foldCount, rowCount)
    return (0..<count).map { fold in
      stride(from: fold, to: rowCount, by: count).map { order[$0] }
    }
  }

  /// Goes through the folds.
  ///
  /// - Parameters:
  ///   - data: all rows.
  ///   - errors: the mean squared errors of several fits to its first argument on its second.
  /// - Returns: for each of those fits its errors over the folds.
  /// - Throws: what `errors` throws.
  func estimates(
    _ data: RegressionData,
    _ errors: (RegressionData, RegressionData) throws(EstimationError) -> [Double]
  ) throws(EstimationError) -> [HeldOutError] {
    let folds = folds(rowCount: data.inputs.rowCount)
    var table: [[Double]] = []
    for (number, fold) in folds.enumerated() {
      let others = folds.enumerated().flatMap { $0 == number ? [] : $1 }
      table.append(try errors(data.rows(others), data.rows(fold)))
    }
    return (table.first ?? []).indices.map { column in
      HeldOutError(foldErrors: table.map { $0[column] }, foldSizes: folds.map(\.count))
    }
  }
}

/// The error on rows that were held out.
public struct HeldOutError: Codable, Equatable, Sendable {
  /// The mean squared error over all rows, each predicted without it.
  public let mean: Double

  /// The standard error of the mean, from the spread of the folds.
  public let standardError: Double

  /// The mean squared error of each fold.
  public let foldErrors: [Double]

  /// Averages folds.
  init(foldErrors: [Double], foldSizes: [Int]) {
    let rowCount = Double(foldSizes.reduce(0, +))
    let mean = zip(foldErrors, foldSizes).reduce(0) { $0 + $1.0 * Double($1.1) } / rowCount
    self.foldErrors = foldErrors
    self.mean = mean
    standardError = SampleMean(foldErrors, around: mean).standardError ?? .nan
  }
}
