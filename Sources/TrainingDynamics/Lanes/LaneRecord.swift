internal import DeepLinearCore
internal import LinearAlgebra

/// What has been observed of the run in one lane.
///
/// Numbers that all lanes give side by side stay in ``LaneNumbers`` and enter the trajectory many records at a time.
struct LaneRecord: Sendable {
  private let run: LaneRun
  private let lane: Int
  private let sideBySide: [ScalarQuantity]?
  private var recorder: Recorder

  /// Records of ``LaneNumbers`` that are in the trajectory.
  private var taken = 0

  init(_ run: LaneRun, lane: Int) {
    self.run = run
    self.lane = lane
    sideBySide = run.sideBySide
    recorder = Recorder(run.recording, recordCount: run.shape?.marks.count ?? 0)
  }

  /// Whether ``LaneNumbers`` hold all that a record takes.
  var isSideBySide: Bool { sideBySide != nil }

  /// Whether a record takes the distance of W from the clean matrix.
  var needsDistance: Bool { sideBySide?.contains(.testError) ?? false }

  /// Adds a record of the lane's present state, which needs more than the numbers of the present mark.
  ///
  /// - Throws: as ``Recorder``.
  mutating func observeAlone(
    _ lanes: LaneDescent, iteration: Int, after numbers: LaneNumbers
  ) throws(LinearAlgebraError) {
    guard let reduction = run.reduction else { preconditionFailure("a run without factors") }
    take(numbers, before: iteration)
    let state = LaneState(
      iteration: iteration, observedTime: Double(iteration) * run.stepSize,
      observedLoss: lanes.losses[lane], lanes: lanes, lane: lane, reduction: reduction)
    try recorder.observe(state, at: Double(iteration))
  }

  /// Everything that was observed before an iteration.
  ///
  /// - Throws: ``LinearAlgebraError`` when a decomposition fails.
  mutating func finished(
    _ numbers: LaneNumbers, before iteration: Int
  ) throws(LinearAlgebraError) -> Trajectory {
    take(numbers, before: iteration)
    try recorder.finish()
    return recorder.trajectory
  }

  private mutating func take(_ numbers: LaneNumbers, before iteration: Int) {
    guard let sideBySide else { return }
    let end =
      numbers.iterations.last.map { $0 < iteration } ?? true
      ? numbers.iterations.count : numbers.iterations.count - 1
    // Records that were observed alone have numbers too.
    let last = recorder.trajectory.iterations.last ?? -1
    while taken < end, numbers.iterations[taken] <= last { taken += 1 }
    guard taken < end else { return }
    recorder.trajectory.append(
      iterations: Array(numbers.iterations[taken..<end]), stepSize: run.stepSize)
    for quantity in sideBySide {
      let norm = run.recording.cleanMatrix?.frobeniusNorm ?? 0
      recorder.trajectory.record(
        quantity,
        ofLast: (taken..<end).map { record in
          guard quantity == .testError else { return numbers.losses[record * numbers.width + lane] }
          let distance = numbers.distances[record * numbers.width + lane]
          return distance == 0 ? 0 : distance / norm
        })
    }
    taken = end
  }
}

/// The losses and distances of all lanes at the marks passed, lane after lane and mark after mark.
struct LaneNumbers: Sendable {
  let width = LaneDescent.laneCount
  private(set) var iterations: [Int] = []
  private(set) var losses: [Double] = []

  /// ||W - C||_F; zeros where no run asks for it.
  private(set) var distances: [Double] = []

  /// Adds a mark.
  mutating func append(iteration: Int, losses: [Double], distances: [Double]) {
    iterations.append(iteration)
    self.losses.append(contentsOf: losses)
    self.distances.append(contentsOf: distances)
  }

  /// Removes the last mark if it is at an iteration.
  mutating func removeLast(at iteration: Int) {
    guard iterations.last == iteration else { return }
    iterations.removeLast()
    losses.removeLast(width)
    distances.removeLast(width)
  }
}

/// The run in one lane at the moment at which it is observed alone.
private struct LaneState: ReducedState {
  let iteration: Int
  let observedTime: Double
  let observedLoss: Double
  let lanes: LaneDescent
  let lane: Int
  let reduction: Reduction

  var smallMatrix: Matrix { lanes.endToEndMatrix(lane: lane) }
  var smallWeights: Weights { weights(ofLane: lane, in: lanes) }
  var smallObjective: any Objective { reduction.objective }
  var lift: Lift { reduction.lift }
}

/// The factors in a lane.
func weights(ofLane lane: Int, in lanes: LaneDescent) -> Weights {
  guard let weights = try? Weights(layers: lanes.layers(lane: lane)) else {
    preconditionFailure("layers that do not fit one another")
  }
  return weights
}
