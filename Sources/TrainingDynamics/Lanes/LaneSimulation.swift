public import DeepLinearCore
public import LinearAlgebra

/// Many runs of one shape, eight at a time, one to a lane of the processor's vectors.
///
///     var simulation = LaneSimulation(runs)   // all of one LaneRun.Shape
///     while simulation.fractionDone < 1 { simulation.advance(by: 1000) }
///     let ends = simulation.outcomes.map { try? $0?.get().termination }
///
/// Each run is observed and ends as a ``Simulation`` of it would, and agrees with it up to rounding. Its bits do
/// not depend on which runs share its lanes, on how many, on its place, or on the parts in which they advance; its
/// steps do not depend on the width of a vector either. What ``LaneRun`` computes beforehand to compress a network,
/// and what a record or the end computes from one run's factors alone, has the bits of the kernels and the BLAS in
/// use, as everywhere.
public struct LaneSimulation: Sendable {
  /// How a run ended.
  public struct Outcome: Sendable {
    /// What was observed.
    public let trajectory: Trajectory

    /// Why it ended.
    public let termination: Termination

    /// The factors at the end, as the network has them.
    public let weights: Weights

    /// Steps taken.
    public let iteration: Int
  }

  /// Each run's outcome, or the decomposition of an observed state that failed; nil until the run has ended.
  public private(set) var outcomes: [Result<Outcome, LinearAlgebraError>?]

  private let runs: [LaneRun]
  private var group: LaneGroup?

  /// Runs whose group has begun.
  private var begun = 0

  /// Prepares runs.
  ///
  /// - Parameter runs: any number of runs with one ``LaneRun/shape`` that is not nil.
  public init(_ runs: [LaneRun]) {
    precondition(
      runs.allSatisfy { $0.shape != nil && $0.shape == runs[0].shape }, "runs of different shapes")
    self.runs = runs
    outcomes = Array(repeating: nil, count: runs.count)
  }

  /// The part of all steps that has been taken, from 0 to 1.
  public var fractionDone: Double {
    guard !runs.isEmpty else { return 1 }
    let present = group.map { Double($0.runCount) * (1 - $0.fractionDone) } ?? 0
    return (Double(begun) - present) / Double(runs.count)
  }

  /// Moves on by a number of steps of one group of lanes after another, or to the end.
  ///
  /// - Parameter stepCount: the largest number of steps to take, counted once for all lanes of a group.
  public mutating func advance(by stepCount: Int = .max) {
    var remaining = stepCount
    while remaining > 0 {
      if group == nil {
        guard begun < runs.count else { return }
        let end = min(begun + LaneDescent.laneCount, runs.count)
        group = LaneGroup(runs[begun..<end])
        begun = end
      }
      remaining -= group?.advance(by: remaining) ?? remaining
      guard let done = group, done.isDone else { continue }
      for (lane, outcome) in done.outcomes.enumerated() {
        outcomes[begun - done.runCount + lane] = outcome
      }
      group = nil
    }
  }
}
