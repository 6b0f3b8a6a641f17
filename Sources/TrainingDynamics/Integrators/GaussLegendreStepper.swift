internal import LinearAlgebra

/// Implicit steps of order 4 or 6 at Gauss's nodes, which keep every quadratic invariant to rounding.
///
/// The imbalance W_{j+1}^T W_{j+1} - W_j W_j^T is one. A step is two half steps, and their difference from one
/// whole step is the error. The continuous solution is a step of its own from the same start, so that it keeps the
/// invariants too.
///
/// Source: Hairer, Lubich, Wanner, *Geometric Numerical Integration*, 2nd edition 2006, theorem IV.2.1; for the
/// error Hairer, Norsett, Wanner, section II.4.
struct GaussLegendreStepper: FlowStepper {
  typealias Column = FlowSystem.Column

  private let nodes: GaussNodes
  private var solver: StageSolver

  /// The states between two half steps and after a whole step.
  private let middle: Int
  private let whole: Int

  /// The slopes of the whole step, s of them, and from them those of the two half steps.
  private let wholeSlopes: Int
  private let firstGuess: [[ColumnTerm]]
  private let secondGuess: [[ColumnTerm]]
  private var difference = [ColumnTerm(Column.trial, 1)]

  var columnCount: Int { wholeSlopes + nodes.count }
  var errorOrder: Int { 2 * nodes.count + 1 }
  var safety: Double { 0.9 }
  var stepFactors: ClosedRange<Double> { 0.2...4 }

  init(_ nodes: GaussNodes) {
    self.nodes = nodes
    solver = StageSolver(nodes)
    middle = StageSolver.end(stageCount: nodes.count)
    whole = middle + 1
    let wholeSlopes = middle + 2
    self.wholeSlopes = wholeSlopes
    func guess(from begin: Double) -> [[ColumnTerm]] {
      nodes.times.map { time in
        nodes.interpolation(at: begin + time / 2).enumerated().map {
          ColumnTerm(wholeSlopes + $0, $1)
        }
      }
    }
    firstGuess = guess(from: 0)
    secondGuess = guess(from: 0.5)
    difference.append(ColumnTerm(whole, -1))
  }

  mutating func attempt(_ size: Double, on system: inout FlowSystem) -> StepAttempt {
    let failure = StepAttempt(loss: .nan, error: .nan)
    for i in 0..<nodes.count {
      system.vectors.copyColumn(Column.startVelocity, to: solver.slopes + i)
    }
    guard solver.step(size, from: Column.state, to: whole, on: &system) else { return failure }
    for i in 0..<nodes.count {
      system.vectors.copyColumn(solver.slopes + i, to: wholeSlopes + i)
    }
    form(firstGuess, on: &system)
    guard solver.step(size / 2, from: Column.state, to: middle, on: &system) else {
      return failure
    }
    form(secondGuess, on: &system)
    guard solver.step(size / 2, from: middle, to: Column.trial, on: &system) else {
      return failure
    }
    let loss = system.formVelocity(at: Column.trial, into: Column.endVelocity)
    system.measureTrial()
    system.vectors.combineColumns(
      into: Column.difference, from: nil, scaledBy: 1, difference)
    // The whole step's error is 2^(2 s) times that of both halves.
    let share = 1 / Double((1 << (2 * nodes.count)) - 1)
    return StepAttempt(loss: loss, error: share * system.scaledNorm(of: Column.difference))
  }

  mutating func interpolate(at share: Double, of size: Double, on system: inout FlowSystem) {
    for i in 0..<nodes.count {
      system.vectors.copyColumn(Column.startVelocity, to: solver.slopes + i)
    }
    // A part of a step that could be solved is easier than the step.
    _ = solver.step(share * size / 2, from: Column.start, to: middle, on: &system)
    _ = solver.step(share * size / 2, from: middle, to: Column.trial, on: &system)
  }

  private mutating func form(_ guess: [[ColumnTerm]], on system: inout FlowSystem) {
    for i in guess.indices {
      system.vectors.combineColumns(
        into: solver.slopes + i, from: nil, scaledBy: 1, guess[i])
    }
  }
}
