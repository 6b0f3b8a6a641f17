import DeepLinearCore
import LinearAlgebra
import Testing
import TrainingDynamics

@testable import LowRankEstimation

@Suite("Descent on factors with a chosen step")
struct FactorDescentTests {
  private static func start(_ entries: ObservedEntries, depth: Int, width: Int) -> DeepFactors {
    var generator = SeededGenerator(seed: UInt64(depth))
    var start = DeepFactors(
      rowCount: entries.rowCount, columnCount: entries.columnCount, width: width, depth: depth,
      amplitude: 1, using: &generator)
    for j in start.inner.indices {
      start.inner[j].add(
        .gaussian(rowCount: width, columnCount: width, standardDeviation: 0.3, using: &generator))
    }
    return start
  }

  /// 1/2 sum of squared residuals, entry by entry of the dense product.
  private static func loss(_ factors: DeepFactors, _ entries: ObservedEntries) -> Double {
    let product = factors.layers.dropFirst().reduce(factors.layers[0]) { $1 * $0 }
    return entries.values.indices.reduce(0) { sum, k in
      let residual = product[entries.rows[k], entries.columns[k]] - entries.values[k]
      return sum + residual * residual / 2
    }
  }

  @Test("The first step goes against the finite differences of the loss", arguments: [2, 3, 4])
  func gradient(depth: Int) throws {
    let entries = try CompletionSample.gaussian(7, 6, rank: 2, density: 0.6, seed: 3).entries
    let start = Self.start(entries, depth: depth, width: 3)
    let size = 1e-3
    var descent = FactorDescent(EntryLoss(entries), start: start, stepSize: size)
    #expect(descent.step() == size)
    // Central differences: error h^2 f''' / 6 and rounding epsilon f / h, both below h^2 times the scale of f.
    let probe = 1e-5
    let scale = max(1, Self.loss(start, entries))
    for layer in 0..<depth {
      let before = start.layers[layer]
      let after = descent.position.layers[layer]
      for j in 0..<before.columnCount {
        for i in 0..<before.rowCount {
          let above = Self.loss(Self.moved(start, layer, i, j, probe), entries)
          let below = Self.loss(Self.moved(start, layer, i, j, -probe), entries)
          let slope = (above - below) / (2 * probe)
          let found = (before[i, j] - after[i, j]) / size
          #expect((found - slope).magnitude <= 1e3 * probe * probe * scale)
        }
      }
    }
  }

  private static func moved(
    _ factors: DeepFactors, _ layer: Int, _ i: Int, _ j: Int, _ distance: Double
  ) -> DeepFactors {
    var moved = factors
    if layer == 0 {
      moved.first[i, j] += distance
    } else if layer == factors.depth - 1 {
      moved.lastTransposed[j, i] += distance
    } else {
      moved.inner[layer - 1][i, j] += distance
    }
    return moved
  }

  @Test("Its steps are those of dense descent on the masked loss", arguments: [2, 3])
  func denseDescent(depth: Int) throws {
    let entries = try CompletionSample.gaussian(8, 7, rank: 2, density: 0.6, seed: 4).entries
    // An entry is a measurement by a matrix with a single one; the objective is the mean, 2 f / m.
    let measurements = Matrix(rowCount: entries.count, columnCount: 56) { k, place in
      place == entries.rows[k] * 7 + entries.columns[k] ? 1 : 0
    }
    let objective = try SensingObjective(
      measurements: measurements,
      values: Matrix(rowCount: entries.count, columnCount: 1, columnMajor: entries.values),
      outputWidth: 8)
    var descent = FactorDescent(
      EntryLoss(entries), start: Self.start(entries, depth: depth, width: 4))
    for _ in 0..<40 {
      let before = descent.position
      let size = descent.step()
      var dense = try GradientDescent(
        objective: objective, network: Network(weights: Weights(layers: before.layers)),
        stepSize: size * Double(entries.count))
      dense.step()
      for (found, expected) in zip(descent.position.layers, dense.weights.layers) {
        let tolerance = 1000 * .ulpOfOne * max(1, expected.largestMagnitude)
        #expect((found - expected).largestMagnitude <= tolerance)
      }
    }
  }

  @Test("The step needs no tuning: data a million times larger take the same path")
  func scaling() throws {
    // Powers of 4 scale depth 2 without rounding: the factors by 2^10, the steps by 2^-20.
    let entries = try CompletionSample.gaussian(8, 7, rank: 2, density: 0.6, seed: 4).entries
    let large = try ObservedEntries(
      rowCount: 8, columnCount: 7, rows: entries.rows, columns: entries.columns,
      values: entries.values.map { $0 * 0x1p20 })
    let start = Self.start(entries, depth: 2, width: 3)
    var largeStart = start
    largeStart.add(start, scaledBy: 0x1p10 - 1)
    var descent = FactorDescent(EntryLoss(entries), start: start)
    var largeDescent = FactorDescent(EntryLoss(large), start: largeStart)
    for _ in 0..<50 { #expect(descent.step() == largeDescent.step() * 0x1p20) }
    #expect(descent.value * 0x1p40 == largeDescent.value)
  }

  @Test(
    "A step that would raise the loss more than twice is cut, and none is longer than the limit")
  func safety() throws {
    let entries = try CompletionSample.gaussian(8, 7, rank: 2, density: 0.6, seed: 4).entries
    let start = Self.start(entries, depth: 3, width: 3)
    var descent = FactorDescent(EntryLoss(entries), start: start, stepSize: 1e6)
    let value = descent.value
    #expect(descent.step() < 1e6 && descent.value <= 2 * value)
    #expect(descent.step(atMost: 1e-9) <= 1e-9)
  }

  @Test("A start of zeros is stationary")
  func stationary() throws {
    let entries = try CompletionSample.gaussian(8, 7, rank: 2, density: 0.6, seed: 4).entries
    var zero = Self.start(entries, depth: 2, width: 3)
    zero.add(zero, scaledBy: -1)
    var descent = FactorDescent(EntryLoss(entries), start: zero)
    #expect(descent.isStationary && descent.step() == 0 && descent.stepCount == 0)
  }
}
