/// The estimates among which a regression chooses.
public enum RegressionPath: Codable, Equatable, Sendable {
  /// The best map of each rank k = 0, 1, ..., in closed form.
  case reducedRank

  /// A two-layer network, stopped early.
  case earlyStopped(EarlyStopping)

  /// The filters along the path, from the simplest on.
  ///
  /// - Parameters:
  ///   - strengths: the singular values of the regression.
  ///   - rankLimit: the last rank, which may exceed the number of modes.
  /// - Returns: a filter for each rank or stop.
  func filters(_ strengths: [Double], upToRank rankLimit: Int) -> [SpectralFilter] {
    switch self {
    case .reducedRank:
      (0...rankLimit).map { rank in
        SpectralFilter(
          values: strengths.enumerated().map { $0 < rank ? $1 : 0 },
          slopes: strengths.indices.map { $0 < rank ? 1 : 0 })
      }
    case .earlyStopped(let stopping):
      stopping.times.map { stopping.filter(strengths, time: $0) }
    }
  }

  /// The stops, for the path that has them.
  var times: [Double]? {
    if case .earlyStopped(let stopping) = self { stopping.times } else { nil }
  }
}
