import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing

@testable import TrainingDynamics

@Suite("Gauss-Legendre steps")
struct GaussLegendreStepperTests {
  @Test("The steps answer their order, and so does the continuous solution", arguments: [1, 0.4])
  func order(share: Double) throws {
    let fourth = try FixedSteps.order(
      of: GaussLegendreStepper(.order4), count: 8, share: share)
    #expect((fourth - 4).magnitude < 1.0 / 3)
    let sixth = try FixedSteps.order(of: GaussLegendreStepper(.order6), count: 4, share: share)
    #expect((sixth - 6).magnitude < 1.0 / 3)
  }

  /// Runs to a long time and measures how far the imbalance has moved, relative to the factors' squares.
  private func drift(
    _ method: FlowMethod, tolerance: Double
  ) throws -> (largest: Double, stepCount: Int) {
    let (objective, network) = try FixedSteps.problem(hidden: [3, 5])
    var flow = GradientFlow(
      objective: objective, network: network, tolerance: tolerance, method: method)
    let start = imbalances(network.weights)
    var (weights, largest, mark) = (network.weights, 0.0, 5.0)
    while flow.progress.time < 100 {
      try flow.step(until: 100)
      // The continuous solution too, at a time inside the step.
      while mark <= flow.progress.time {
        flow.interpolate(at: mark, into: &weights)
        for (imbalance, before) in zip(imbalances(weights), start) {
          largest = max(largest, (imbalance - before).frobeniusNorm)
        }
        mark += 5
      }
    }
    let size = weights.layers.map { $0.frobeniusNorm * $0.frobeniusNorm }.max() ?? 0
    return (largest / size, flow.progress.stepCount)
  }

  private func imbalances(_ weights: Weights) -> [Matrix] {
    zip(weights.layers, weights.layers.dropFirst()).map { $1.gramian - $0.leftGramian }
  }

  @Test(
    "The imbalance stays to rounding over a long time, whatever the tolerance",
    arguments: [FlowMethod.gaussLegendre4, .gaussLegendre6], [1e-2, 1e-5])
  func imbalance(method: FlowMethod, tolerance: Double) throws {
    let (largest, stepCount) = try drift(method, tolerance: tolerance)
    // Each of a step's four solves leaves a residual of a rounding of the state, and its sum rounds once.
    #expect(largest <= 8 * .ulpOfOne * Double(stepCount))
    let explicit = try drift(.rungeKutta, tolerance: tolerance).largest
    #expect(explicit > 1000 * largest)
  }

  @Test("Stages beyond the reach of the fixed-point iteration are solved too")
  func stiffStages() throws {
    let (objective, network) = try FixedSteps.problem()
    var system = FlowSystem(
      field: makeField(objective: objective, network: network), state: network.weights,
      errorScale: 1e-10, columnCount: StageSolver.end(stageCount: 3) + 1)
    typealias Column = FlowSystem.Column
    _ = system.formVelocity(at: Column.state, into: Column.startVelocity)
    let nodes = GaussNodes.order6
    var solver = StageSolver(nodes)
    for i in 0..<nodes.count {
      system.vectors.copyColumn(Column.startVelocity, to: solver.slopes + i)
    }
    // h ||f'|| of several units.
    let size = 1.5
    #expect(solver.step(size, from: Column.state, to: Column.trial, on: &system))
    // The stages satisfy their equations.
    for (i, row) in nodes.matrix.enumerated() {
      let terms = row.enumerated().map { ColumnTerm(solver.slopes + $0, $1) }
      system.vectors.combineColumns(
        into: Column.difference, from: Column.state, scaledBy: size, terms)
      _ = system.formVelocity(at: Column.difference, into: Column.endVelocity)
      system.vectors.combineColumns(
        into: Column.endVelocity, from: Column.endVelocity, scaledBy: -1,
        [ColumnTerm(solver.slopes + i, 1)])
      #expect(
        size * system.norm(of: Column.endVelocity)
          <= 1000 * .ulpOfOne * system.norm(of: Column.state))
    }
  }

  @Test("Nodes and weights integrate every polynomial of their order")
  func quadrature() {
    for nodes in [GaussNodes.order4, .order6] {
      for power in 0..<(2 * nodes.count) {
        let sum = zip(nodes.weights, nodes.times).reduce(0) { $0 + $1.0 * .pow($1.1, power) }
        #expect((sum - 1 / Double(power + 1)).magnitude <= 4 * .ulpOfOne)
      }
      for (row, time) in zip(nodes.matrix, nodes.times) {
        #expect((row.reduce(0, +) - time).magnitude <= 4 * .ulpOfOne)
      }
    }
  }
}
