import DeepLinearCore
import LinearAlgebra
import TestSupport
import Testing
import TrainingDynamics

@Suite("Engines: the trajectory of the dense one, and never outside their condition")
struct EngineTests {
  /// A thousand problems for each engine.
  static let seeds = Array(0..<1000)

  @Test("Width compression of a random wide network equals the dense engine")
  func width() throws {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: UInt64(seed))
      let (p, d) = (random.integer(1...4), random.integer(1...4))
      // A narrow layer below, above or not at all.
      let all =
        [d] + [[], [random.integer(1...4)], []][seed % 3] + [random.integer(9...14)]
        + [[], [], [random.integer(1...4)]][seed % 3] + [p]
      let layers = zip(all, all.dropFirst()).map { random.matrix($1, $0, scale: 0.3) }
      let objective = try Self.objective(p, d, &random)
      let sample = try EngineSample(
        objective: objective, network: Network(weights: Weights(layers: layers)),
        stepSize: 0.02, steps: random.integer(1...30))
      try sample.expectEqual(.compression, "seed \(seed)")
    }
  }

  /// A factorisation, a regression with inputs of full or deficient rank, or a sigmoid loss.
  static func objective(
    _ p: Int, _ d: Int, _ random: inout SeededGenerator
  ) throws -> any Objective {
    let n = random.integer(2...6)
    switch random.integer(0...2) {
    case 0: return try QuadraticObjective(target: random.matrix(p, d))
    case 1:
      return try QuadraticObjective(inputs: random.matrix(n, d), outputs: random.matrix(n, p))
    default:
      let outputs = random.matrix(n, p).mapElements { $0 > 0 ? 1 : 0 }
      return try SigmoidObjective(inputs: random.matrix(n, d), outputs: outputs)
    }
  }

  @Test("Tied and regularised wide factors are compressed, too")
  func otherArchitectures() throws {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: UInt64(seed), stream: 1)
      let (p, k) = (random.integer(1...4), random.integer(9...16))
      let steps = random.integer(1...20)
      let tied = try EngineSample(
        objective: QuadraticObjective(target: random.matrix(p, p)),
        network: Network(
          architecture: .tied, weights: Weights(layers: [random.matrix(p, k, scale: 0.3)])),
        stepSize: 0.01, steps: steps)
      try tied.expectEqual(.compression, "tied, seed \(seed)")
      let d = random.integer(1...4)
      let imbalance = Array(repeating: random.number(-1...1), count: k)
      let regularized = try EngineSample(
        objective: QuadraticObjective(target: random.matrix(p, d)),
        network: Network(
          architecture: .regularized(targetImbalance: imbalance),
          weights: Weights(layers: [
            random.matrix(k, d, scale: 0.3), random.matrix(p, k, scale: 0.3),
          ])),
        stepSize: 0.01, steps: steps)
      try regularized.expectEqual(.compression, "regularised, seed \(seed)")
    }
  }

  @Test("Inputs and outputs that cannot move are left out")
  func inputsAndOutputs() throws {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: UInt64(seed), stream: 2)
      let (p, d, h) = (random.integer(4...9), random.integer(5...9), random.integer(1...2))
      let n = random.integer(1...3)
      let inputs = random.matrix(n, d)
      let outputs = Matrix.product(inputs.factor, random.matrix(p, d, scale: 0.5).transposed)
      let objective =
        seed.isMultiple(of: 2)
        ? try QuadraticObjective(inputs: inputs, outputs: outputs)
        : try QuadraticObjective(
          target: Matrix.product(random.matrix(p, 1).factor, random.matrix(d, 1).transposed))
      let sample = try EngineSample(
        objective: objective,
        network: Network(
          weights: Weights(layers: [
            random.matrix(h, d, scale: 0.3), random.matrix(p, h, scale: 0.3),
          ])),
        stepSize: 0.005, steps: random.integer(1...20))
      try sample.expectEqual(.compression, "seed \(seed)")
    }
  }

  @Test("Modes of identical, perturbed, spectral and balanced starts equal the dense engine")
  func modes() throws {
    for seed in Self.seeds {
      let sample = try Self.modeSample(seed)
      try sample.expectEqual(.modes, "seed \(seed)")
    }
  }

  /// A start that decouples; odd seeds have correlated inputs.
  static func modeSample(_ seed: Int) throws -> EngineSample {
    var random = SeededGenerator(seed: UInt64(seed), stream: 3)
    let depth = random.integer(1...4)
    let (p, d) = (random.integer(1...6), random.integer(1...6))
    let isIdentical = seed % 3 == 0
    let width = isIdentical ? d : max(p, d) + random.integer(0...3)
    let outputWidth = isIdentical ? d : p
    let count = min(outputWidth, d)
    let left = try Matrix.orthonormal(rowCount: outputWidth, columnCount: count, using: &random)
    let right =
      isIdentical
      ? left : try Matrix.orthonormal(rowCount: d, columnCount: count, using: &random)
    let strengths = (0..<count).map { _ in random.number(isIdentical ? -1...2 : 0...2) }
    let target = Matrix.product(left.scalingColumns(by: strengths).factor, right.transposed)
    let objective: QuadraticObjective
    if seed.isMultiple(of: 2) {
      objective = try QuadraticObjective(target: target)
    } else {
      let variances = (0..<count).map { _ in random.number(0.2...1.5) }
      objective = try QuadraticObjective(
        inputCovariance: Matrix.product(
          right.scalingColumns(by: variances).factor, right.transposed),
        outputInputCovariance: target)
    }
    let widths = try LayerWidths(
      input: d, hidden: Array(repeating: width, count: depth - 1), output: outputWidth)
    let scale = random.number(0.1...0.8)
    let rule: any Initialization =
      switch seed % 3 {
      case 0:
        IdenticalInitialization(
          scale: scale, perturbation: seed.isMultiple(of: 5) ? scale / 2 : 0)
      case 1:
        SpectralInitialization(
          target: target, strengths: (0..<count).map { _ in random.number(0.01...0.5) },
          imbalances: (1..<depth).map { _ in (0..<count).map { _ in random.number(-0.5...0.5) } },
          gauge: seed.isMultiple(of: 4) ? .random : .canonical)
      default:
        BalancedInitialization(of: 0.3 * target)
      }
    let weights = try rule.weights(for: widths, using: &random)
    return EngineSample(
      objective: objective, network: try Network(weights: weights), stepSize: 0.02,
      steps: random.integer(1...20))
  }

  @Test("An orthogonal start on a target of low rank equals the dense engine")
  func orthogonalStart() throws {
    for seed in Self.seeds {
      let sample = try Self.orthogonalSample(seed)
      try sample.expectEqual(.orthogonalStart, "seed \(seed)")
    }
  }

  static func orthogonalSample(_ seed: Int) throws -> EngineSample {
    var random = SeededGenerator(seed: UInt64(seed), stream: 4)
    let rank = random.integer(1...2)
    let d = random.integer((2 * rank + 1)...8)
    let target = Matrix.product(
      random.matrix(d, rank, scale: 0.5).factor, random.matrix(d, rank, scale: 0.5).transposed)
    let widths = try LayerWidths(
      input: d, hidden: Array(repeating: d, count: random.integer(1...3)), output: d)
    return EngineSample(
      objective: try QuadraticObjective(target: target),
      network: try Network(
        weights: OrthogonalInitialization(scale: random.number(0.2...0.9)).weights(
          for: widths, using: &random)),
      stepSize: 0.02, steps: random.integer(1...30))
  }

  @Test("A start off the condition by a millionth is refused, and the chooser takes another engine")
  func nearMisses() throws {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: UInt64(seed), stream: 5)
      for (engine, sample) in [
        (EngineChoice.modes, try Self.modeSample(3 * seed + 1)),
        (.orthogonalStart, try Self.orthogonalSample(seed)),
      ] {
        var network = sample.network
        guard network.inputWidth > 1, network.outputWidth > 1 else { continue }
        let index = random.integer(0...(network.weights.depth - 1))
        let layer = network.weights.layers[index]
        network.weights.add(
          random.matrix(layer.rowCount, layer.columnCount, scale: 1e-6), toLayer: index,
          scaledBy: 1)
        let near = EngineSample(
          objective: sample.objective, network: network, stepSize: sample.stepSize, steps: 100_000)
        #expect(throws: SimulationError.self, "seed \(seed)") {
          try near.simulation(engine)
        }
        let chosen = try near.simulation(.automatic).engine.name
        #expect(["dense", "compression"].contains(chosen), "seed \(seed): \(chosen)")
      }
    }
  }

  @Test(
    "What almost does not move is not left out: a target or an input off its span by a millionth")
  func compressionNearMisses() throws {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: UInt64(seed), stream: 6)
      let (p, d, h) = (random.integer(4...9), random.integer(5...9), random.integer(1...2))
      let n = random.integer(d...12)
      let inputs =
        Matrix.product(random.matrix(n, 1).factor, random.matrix(d, 1).transposed)
        + random.matrix(n, d, scale: 1e-6)
      let rough = Matrix.product(inputs.factor, random.matrix(p, d).transposed)
      let target =
        Matrix.product(random.matrix(p, 1).factor, random.matrix(d, 1).transposed)
        + random.matrix(p, d, scale: 1e-6)
      let sample = try EngineSample(
        objective: seed.isMultiple(of: 2)
          ? QuadraticObjective(inputs: inputs, outputs: rough) : QuadraticObjective(target: target),
        network: Network(
          weights: Weights(layers: [
            random.matrix(h, d, scale: 0.3), random.matrix(p, h, scale: 0.3),
          ])),
        stepSize: 0.005, steps: random.integer(1...20))
      // Correlated inputs are always turned; a target of full rank leaves the layers that are wider than two neighbours.
      let isCompressed = seed.isMultiple(of: 2) || h + p < d || h + d < p
      if isCompressed {
        try sample.expectEqual(.compression, "seed \(seed)")
      } else {
        #expect(throws: SimulationError.self) { try sample.simulation(.compression) }
      }
    }
  }

  @Test("A flow in smaller matrices is the flow, to its tolerance")
  func flow() throws {
    for seed in Self.seeds.prefix(100) {
      var random = SeededGenerator(seed: UInt64(seed), stream: 7)
      let (p, d, k) = (random.integer(1...4), random.integer(1...4), random.integer(9...14))
      let objective = try QuadraticObjective(target: random.matrix(p, d))
      let network = try Network(
        weights: Weights(layers: [random.matrix(k, d, scale: 0.3), random.matrix(p, k, scale: 0.3)])
      )
      let tolerance = 1e-9
      func run(_ engine: EngineChoice) throws -> Simulation {
        var simulation = try Simulation(
          objective: objective, network: network,
          training: .flow(until: 2, tolerance: tolerance),
          recording: Recording(schedule: .linear(count: 4), factorMoments: [0.7]), engine: engine)
        try simulation.advance()
        return simulation
      }
      let (dense, compressed) = try (run(.dense), run(.compression))
      let scale = network.weights.layers.map(\.frobeniusNorm).reduce(
        objective.minimizer.frobeniusNorm, +)
      // Each is right to a hundred tolerances, the bound of the agreement tests.
      for (a, b) in zip(dense.weights.layers, compressed.weights.layers) {
        #expect((a - b).frobeniusNorm <= 200 * tolerance * scale, "seed \(seed)")
      }
      for (a, b) in zip(dense.trajectory.observations, compressed.trajectory.observations) {
        for (quantity, values) in a.vectors {
          for (x, y) in zip(values, b.vectors[quantity] ?? []) {
            #expect(abs(x - y) <= 200 * tolerance * scale * scale, "\(quantity), seed \(seed)")
          }
          #expect(values.count == b.vectors[quantity]?.count)
        }
      }
    }
  }

  @Test("A penalty with different targets keeps its hidden layer, and its inputs may be compressed")
  func unequalImbalances() throws {
    for seed in Self.seeds.prefix(200) {
      var random = SeededGenerator(seed: UInt64(seed), stream: 8)
      let (p, d, k) = (random.integer(1...2), random.integer(6...9), random.integer(2...3))
      let sample = try EngineSample(
        objective: QuadraticObjective(target: random.matrix(p, d)),
        network: Network(
          architecture: .regularized(targetImbalance: (0..<k).map { _ in random.number(-1...1) }),
          weights: Weights(layers: [
            random.matrix(k, d, scale: 0.3), random.matrix(p, k, scale: 0.3),
          ])),
        stepSize: 0.01, steps: random.integer(1...20))
      try sample.expectEqual(.compression, "seed \(seed)")
    }
  }

  @Test(
    "A mode that starts tiny is learned by whatever engine is chosen",
    arguments: [1e-13, 1e-15, 1e-30])
  func tinyModes(start: Double) throws {
    // In another basis a smaller start is lost in the rounding of the matrices themselves.
    for isRotated in start >= 1e-13 ? [false, true] : [false] {
      var generator = SeededGenerator(seed: 3)
      let basis =
        isRotated
        ? try Matrix.orthonormal(rowCount: 4, columnCount: 4, using: &generator) : .identity(4)
      func symmetric(_ eigenvalues: [Double]) -> Matrix {
        Matrix.product(basis.scalingColumns(by: eigenvalues).factor, basis.transposed)
      }
      let factor = symmetric([0.9, 0.8, 0.7, start])
      let sample = EngineSample(
        objective: try QuadraticObjective(target: symmetric([1, 0.9, 0.8, 0.5])),
        network: try Network(weights: Weights(layers: [factor, factor])), stepSize: 0.1, steps: 3000
      )
      var (dense, chosen) = try (sample.simulation(.dense), sample.simulation(.automatic))
      try dense.advance()
      try chosen.advance()
      // Whether or not rounding had a part in it, after so long everything is learned.
      for end in [dense, chosen] {
        let error = end.weights.endToEndMatrix - symmetric([1, 0.9, 0.8, 0.5])
        #expect(error.frobeniusNorm <= 1e-9, "\(end.engine.name), rotated: \(isRotated)")
      }
    }
  }
}
