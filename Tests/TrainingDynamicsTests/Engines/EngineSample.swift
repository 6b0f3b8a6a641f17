import DeepLinearCore
import LinearAlgebra
import RealModule
import TestSupport
import Testing
import TrainingDynamics

/// A random problem inside the condition of an engine.
struct EngineSample {
  let objective: any Objective
  let network: Network
  let stepSize: Double
  let steps: Int

  /// A run of it by the given engine, observed at seven moments.
  func run(_ engine: EngineChoice) throws -> Simulation {
    var simulation = try simulation(engine)
    try simulation.advance()
    return simulation
  }

  /// The run before its first step.
  func simulation(_ engine: EngineChoice) throws -> Simulation {
    let clean = Matrix(
      rowCount: objective.outputWidth, columnCount: objective.inputWidth, repeating: 0.5)
    return try Simulation(
      objective: objective, network: network,
      training: .descent(stepSize: stepSize, steps: steps),
      recording: Recording(
        schedule: .linear(count: 6), cleanMatrix: clean, rows: [0], snapshots: [Double(steps)],
        factorMoments: [0, Double(steps / 2), Double(steps)]),
      engine: engine)
  }

  /// Runs both and compares every record and the true factors at the end.
  ///
  /// Rounding of epsilon a step, in sums of as many terms as a layer is wide, grows at most by
  ///
  /// ```
  /// prod_k (1 + eta (N - 1) ||G|| m^{N-2})      m the largest norm of a factor
  /// ```
  /// because no curvature of the loss is below -(N - 1) ||G|| m^{N-2}.
  func expectEqual(_ engine: EngineChoice, _ comment: Comment) throws {
    let dense = try run(.dense)
    let other: Simulation
    do {
      other = try run(engine)
    } catch {
      Issue.record(error, comment)
      return
    }
    #expect(other.engine.name.filter { $0 != " " }.lowercased() == engine.rawValue.lowercased())
    let width = network.weights.layers.reduce(1) { max($0, $1.rowCount, $1.columnCount) }
    let bound = 8 * Double.ulpOfOne * Double(width) * Double(steps + 1) * growth
    #expect(bound < 1e-6, "the comparison says nothing: \(comment)")
    for (a, b) in zip(dense.weights.layers, other.weights.layers) {
      #expect((a - b).frobeniusNorm <= bound * scale, comment)
    }
    #expect(dense.termination == other.termination, comment)
    #expect(dense.trajectory.count == other.trajectory.count, comment)
    for (a, b) in zip(dense.trajectory.observations, other.trajectory.observations) {
      #expect(a.iteration == b.iteration && a.time == b.time, comment)
      #expect(Set(a.scalars.keys) == Set(b.scalars.keys), comment)
      #expect(Set(a.vectors.keys) == Set(b.vectors.keys), comment)
      for (quantity, value) in a.scalars {
        // Rank measures divide by the norm, errors by that of the clean matrix, losses are squares.
        let size = Double(width) * (1 + scale) * (1 + scale)
        let relative =
          [.nuclearRank, .nuclearFrobeniusRank].contains(quantity)
          ? 1 / max(a.scalars[.frobeniusNorm] ?? 0, bound) : 1
        let difference = abs(value - (b.scalars[quantity] ?? .nan))
        #expect(difference <= bound * size * max(1, relative), "\(quantity), \(comment)")
      }
      for (quantity, values) in a.vectors {
        let others = try #require(b.vectors[quantity])
        #expect(values.count == others.count, "\(quantity), \(comment)")
        for (x, y) in zip(values, others) {
          #expect(abs(x - y) <= bound * scale * (1 + scale), "\(quantity), \(comment)")
        }
      }
    }
  }

  /// The largest norm of a factor or of W over the run, for a descending loss bounded by the start and the target.
  private var scale: Double {
    let norms = network.weights.layers.map(\.frobeniusNorm)
    return 4 * norms.reduce(1, max) + minimizerNorm
  }

  private var minimizerNorm: Double {
    (objective as? QuadraticObjective)?.minimizer.frobeniusNorm ?? 1
  }

  private var growth: Double {
    var descent = GradientDescent(objective: objective, network: network, stepSize: stepSize)
    let depth = network.weights.depth
    var logarithm = 0.0
    for _ in 0..<steps {
      let gradient = objective.gradient(at: descent.endToEndMatrix).frobeniusNorm
      let largest = descent.weights.layers.map(\.frobeniusNorm).reduce(0, max)
      // A tied factor counts twice, the penalty of a regularised one adds a quarter of its deviation.
      let count = network.architecture == .layered ? Double(depth - 1) : 2
      let penalty = network.architecture == .layered ? 0 : largest * largest
      let curvature =
        count * gradient * Double.pow(largest, max(0, depth - 2)) + penalty
      logarithm += .log(onePlus: stepSize * curvature)
      descent.step()
    }
    return .exp(logarithm)
  }
}

extension SeededGenerator {
  /// An integer of a range.
  mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// A number of a range.
  mutating func number(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }

  /// A matrix with independent normal entries.
  mutating func matrix(_ rows: Int, _ columns: Int, scale: Double = 1) -> Matrix {
    scale * Matrix.gaussian(rowCount: rows, columnCount: columns, using: &self)
  }
}
