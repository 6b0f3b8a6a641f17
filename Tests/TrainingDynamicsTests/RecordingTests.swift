import DeepLinearCore
import LinearAlgebra
import RealModule
import TestSupport
import Testing
import TrainingDynamics

@Suite("What is recorded")
struct RecordingTests {
  @Test(
    "Every quantity is what its definition says, for descent and flow",
    arguments: SampleObjective.allCases, SampleNetwork.all)
  func definitions(objective: SampleObjective, sample: SampleNetwork) throws {
    let problem = try objective.problem(for: sample)
    let (d, p) = (problem.objective.inputWidth, problem.objective.outputWidth)
    let clean = Matrix(rowCount: p, columnCount: d) { Double($0 + 2 * $1) - 1.5 }
    for start in SampleInitialization.allCases {
      let network = try sample.network(
        from: start.rule(for: sample, target: problem.target), inputWidth: d, outputWidth: p)
      for training in [
        Training.descent(stepSize: 1e-3, steps: 6), .flow(until: 0.01, tolerance: 1e-10),
      ] {
        var simulation = try Simulation(
          objective: problem.objective, network: network, training: training,
          recording: Recording(
            schedule: .linear(count: 3), cleanMatrix: clean, rows: [2, 0],
            snapshots: [training.end]))
        try simulation.advance()
        for (observation, weights) in [
          (try #require(simulation.trajectory.observations.first), network.weights),
          (try #require(simulation.trajectory.observations.last), simulation.weights),
        ] {
          expect(observation, problem, sample, weights, clean, "\(start), \(training)")
        }
        let observations = simulation.trajectory.observations
        #expect(observations.count == 4)
        #expect(observations.dropLast().allSatisfy { $0.vectors[.snapshots] == nil })
        let last = sample.endToEndMatrix(of: simulation.weights)
        #expect(
          isClose(observations.last?.vectors[.snapshots], last.elements, scale: norm(last)))
      }
    }
  }

  private func expect(
    _ observation: Observation, _ problem: SampleProblem, _ sample: SampleNetwork,
    _ weights: Weights, _ clean: Matrix, _ name: Comment
  ) {
    let w = sample.endToEndMatrix(of: weights)
    let values = jacobiSingularValues(w)
    let squares = values.reduce(0) { $0 + $1 * $1 }
    let nuclear = values.reduce(0, +)
    let loss = problem.loss(w)
    let difference = Matrix(rowCount: w.rowCount, columnCount: w.columnCount) {
      w[$0, $1] - clean[$0, $1]
    }
    var expected: [ScalarQuantity: Double] = [
      .loss: loss, .traceNorm: nuclear, .frobeniusNorm: norm(w),
      .testError: norm(difference) / norm(clean), .nuclearRank: nuclear / values[0],
      .nuclearFrobeniusRank: nuclear * nuclear / squares,
    ]
    if let quadratic = problem.objective as? QuadraticObjective {
      expected[.excessLoss] = loss - problem.loss(quadratic.minimizer)
    } else if problem.objective is SensingObjective {
      // The measured matrix itself has loss 0.
      expected[.excessLoss] = loss
    }
    #expect(Set(observation.scalars.keys) == Set(expected.keys), name)
    for (quantity, value) in expected {
      // Sums of fewer than 100 terms, the largest of the size of the loss or of the value.
      let scale = quantity == .excessLoss ? loss + 1 : value
      #expect(
        ((observation.scalars[quantity] ?? .nan) - value).magnitude <= 100 * .ulpOfOne * scale,
        "\(name): \(quantity)")
    }
    #expect(isClose(observation.vectors[.singularValues], values, scale: values[0]), name)
    let rows = [2, 0].flatMap { w.row($0) }
    #expect(isClose(observation.vectors[.rows], rows, scale: norm(w)), name)
    let imbalances = (1..<max(weights.depth, 1)).map { pair in
      norm(imbalance(weights.layers[pair - 1], weights.layers[pair]))
    }
    let sizes = weights.layers.map { norm($0) * norm($0) }.reduce(0, +)
    #expect(
      weights.depth == 1
        ? observation.vectors[.imbalance] == nil
        : isClose(observation.vectors[.imbalance], imbalances, scale: sizes), name)
  }

  private func norm(_ matrix: Matrix) -> Double {
    matrix.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private func imbalance(_ below: Matrix, _ above: Matrix) -> Matrix {
    Matrix(rowCount: below.rowCount, columnCount: below.rowCount) { a, b in
      (0..<above.rowCount).reduce(0) { $0 + above[$1, a] * above[$1, b] }
        - (0..<below.columnCount).reduce(0) { $0 + below[a, $1] * below[b, $1] }
    }
  }

  private func isClose(_ values: [Double]?, _ expected: [Double], scale: Double) -> Bool {
    guard let values, values.count == expected.count else { return false }
    return zip(values, expected).allSatisfy {
      ($0 - $1).magnitude <= 100 * .ulpOfOne * scale
    }
  }
}
