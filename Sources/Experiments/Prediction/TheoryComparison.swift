internal import Observables
internal import TrainingDynamics

/// A run laid beside its prediction.
struct TheoryComparison {
  let prediction: NetworkPrediction

  /// The records at which the formula was evaluated.
  let records: [Int]

  /// The predicted singular values at them, as many as are compared.
  let values: [[Double]]

  /// The largest difference of a singular value, among the ten largest, and where it is; nil without a forecast.
  let largest: Difference?

  struct Difference: Equatable {
    let value: Double

    /// Relative to the largest singular value of the whole run.
    let relative: Double
    let record: Int
  }

  /// How many singular values are compared.
  static let modeCount = 10

  /// Evaluates the forecast at the records of a run.
  ///
  /// - Parameters:
  ///   - prediction: what was predicted for the network.
  ///   - trajectory: what was observed.
  /// - Throws: TheoryError, LinearAlgebraError.
  init(_ prediction: NetworkPrediction, _ trajectory: Trajectory) throws {
    self.prediction = prediction
    guard let forecast = prediction.forecast, let recorded = trajectory[.singularValues],
      let width = recorded.first?.count
    else {
      (records, values, largest) = ([], [], nil)
      return
    }
    let last = recorded.count - 1
    let count = min(recorded.count, forecast.momentLimit)
    records =
      count == recorded.count ? Array(0...last) : (0..<count).map { $0 * last / (count - 1) }
    let moments =
      prediction.stepSize == nil ? trajectory.times : trajectory.iterations.map(Double.init)
    let compared = min(width, Self.modeCount)
    values = try forecast.singularValues(at: records.map { moments[$0] }, count: compared).map {
      $0 + Array(repeating: 0, count: compared - $0.count)
    }
    largest = Self.largestDifference(values, recorded, at: records)
  }

  /// A run that nothing can be compared with.
  init(withoutForecast prediction: NetworkPrediction) {
    self.prediction = prediction
    (records, values, largest) = ([], [], nil)
  }

  private static func largestDifference(
    _ predicted: [[Double]], _ recorded: [[Double]], at records: [Int]
  ) -> Difference? {
    let scale = recorded.compactMap(\.first).filter(\.isFinite).max() ?? 0
    var largest: Difference?
    for (record, predicted) in zip(records, predicted) {
      // What diverged has no difference.
      let differences = zip(predicted, recorded[record]).map { ($0 - $1).magnitude }
      guard let value = differences.max(), value.isFinite, value >= largest?.value ?? 0 else {
        continue
      }
      largest = Difference(value: value, relative: scale > 0 ? value / scale : 0, record: record)
    }
    return largest
  }

  /// The standing of the prediction and the difference, for a reader.
  ///
  /// - Parameter network: the network that was run.
  /// - Returns: a sentence without a full stop.
  func sentence(_ network: NetworkResult) -> String {
    let standing = prediction.standing
    guard let largest else {
      let missing =
        prediction.forecast == nil ? standing.reason : "no singular values were recorded"
      return "theory: nothing to compare with (\(missing))"
    }
    // An exact prediction differs by more only where the start is unstable.
    let isUnstable = standing.word == "exact" && largest.relative > 1e-3
    let remark =
      isUnstable
      ? "; the start is unstable, and what rounding adds has grown (Chou 2022, Remark 1.4)" : ""
    return """
      theory (\(standing.word)): the \(values[0].count) largest singular values differ by at most \
      \(Decimals.short(largest.value)) (\(Decimals.short(largest.relative)) of the largest), at \
      \(network.clockText(at: largest.record))\(remark)
      """
  }
}
