internal import DeepLinearCore
internal import LinearAlgebra

/// Up to eight runs of one shape on their way together, under the rules of the loop in ``Simulation``.
struct LaneGroup: Sendable {
  private(set) var outcomes: [Result<LaneSimulation.Outcome, LinearAlgebraError>?]

  /// Whether the run in each lane goes on.
  private var isActive: [Bool]

  private let runs: [LaneRun]
  private let marks: [Double]
  private let steps: Int
  private var lanes: LaneDescent
  private var ranges: [LossRange] = []
  private var records: [LaneRecord]
  private var iteration = 0

  /// Marks that have been observed.
  private var markCount = 0

  /// What all lanes give side by side, at every mark.
  private var numbers = LaneNumbers()

  /// The marks at which matrices are kept.
  private let moments: Set<Double>

  /// Which runs need more than these numbers, and whether any needs distances.
  private let needsMore: [Bool]
  private let needsDistance: Bool

  /// ||W - C||_F of each lane.
  private var distances = Array(repeating: 0.0, count: LaneDescent.laneCount)

  init(_ slice: ArraySlice<LaneRun>) {
    runs = Array(slice)
    guard let shape = runs.first?.shape else { preconditionFailure("a group without runs") }
    (marks, steps) = (shape.marks, shape.steps)
    lanes = LaneDescent(widths: shape.widths, isCorrelated: shape.isCorrelated)
    records = runs.enumerated().map { LaneRecord($1, lane: $0) }
    let recording = runs[0].recording
    moments = Set(recording.snapshots + recording.factorMoments)
    needsMore = records.map { !$0.isSideBySide }
    needsDistance = records.contains { $0.needsDistance }
    isActive = Array(repeating: true, count: runs.count)
    outcomes = Array(repeating: nil, count: runs.count)
    for (lane, run) in runs.enumerated() {
      guard let reduction = run.reduction, let loss = reduction.objective as? QuadraticObjective
      else { preconditionFailure("a run without a shape") }
      lanes.fill(
        lane: lane, layers: reduction.network.weights.layers, covariance: loss.inputCovariance,
        target: loss.outputInputCovariance, minimizer: loss.minimizer, constant: loss.minimumLoss,
        stepSize: run.stepSize)
      if records[lane].needsDistance, let clean = run.recording.cleanMatrix {
        lanes.setReference(lane: lane, clean)
      }
    }
    lanes.evaluate()
    for (lane, run) in runs.enumerated() {
      let range = LossRange(
        limit: Simulation.divergenceFactor * max(lanes.losses[lane], run.zeroLoss),
        threshold: run.lossThreshold ?? -.infinity)
      ranges.append(range)
      lanes.setBounds(lane: lane, limit: range.limit, threshold: run.lossThreshold)
    }
    settle()
  }

  var runCount: Int { runs.count }
  var isDone: Bool { !isActive.contains(true) }
  var fractionDone: Double { isDone || steps == 0 ? 1 : Double(iteration) / Double(steps) }

  /// Takes steps until `stepCount` are taken or all runs have ended, and returns how many.
  mutating func advance(by stepCount: Int) -> Int {
    var taken = 0
    while taken < stepCount, !isDone {
      let count = lanes.descend(
        steps: min(stepCount - taken, Int(min(marks[markCount], Double(steps))) - iteration))
      iteration += count
      taken += count
      settle()
    }
    return taken
  }

  /// Ends the runs whose loss asks for it and observes the others where a mark was reached.
  private mutating func settle() {
    let isMark = markCount < marks.count && marks[markCount] <= Double(iteration)
    if isMark { markCount += 1 }
    if isMark || runs.indices.contains(where: hasReachedThreshold) { gather() }
    let isAlone = moments.contains(Double(iteration))
    for lane in runs.indices where isActive[lane] {
      let loss = lanes.losses[lane]
      if ranges[lane].isExceeded(by: loss) {
        end(lane, .diverged(loss: loss, iteration: iteration), isObserved: false)
        continue
      }
      let isLowEnough = hasReachedThreshold(lane)
      if isMark || isLowEnough, isAlone || needsMore[lane] { observeAlone(lane) }
      if isLowEnough {
        end(
          lane,
          .reachedLoss(loss: loss, threshold: ranges[lane].threshold, iteration: iteration))
      } else if markCount == marks.count {
        end(lane, .completedSteps(steps))
      }
    }
    // Another lane's end is no record of those that go on.
    if !isMark { numbers.removeLast(at: iteration) }
  }

  private mutating func gather() {
    if needsDistance { lanes.formDistances(&distances) }
    numbers.append(iteration: iteration, losses: lanes.losses, distances: distances)
  }

  private func hasReachedThreshold(_ lane: Int) -> Bool {
    isActive[lane] && lanes.losses[lane] <= ranges[lane].threshold
  }

  private mutating func observeAlone(_ lane: Int) {
    do {
      try records[lane].observeAlone(lanes, iteration: iteration, after: numbers)
    } catch {
      outcomes[lane] = .failure(error)
      isActive[lane] = false
      lanes.clear(lane: lane)
    }
  }

  private mutating func end(_ lane: Int, _ termination: Termination, isObserved: Bool = true) {
    guard isActive[lane], let lift = runs[lane].reduction?.lift else { return }
    do throws(LinearAlgebraError) {
      outcomes[lane] = .success(
        LaneSimulation.Outcome(
          trajectory: try records[lane].finished(
            numbers, before: isObserved ? iteration + 1 : iteration),
          termination: termination, weights: lift.weights(weights(ofLane: lane, in: lanes)),
          iteration: iteration))
    } catch {
      outcomes[lane] = .failure(error)
    }
    isActive[lane] = false
    lanes.clear(lane: lane)
  }
}
