import LinearAlgebra
import TestSupport
import Testing

@Suite("FactorPair")
struct FactorPairTests {
  @Test(
    "Descent, loss and gradient are those of the plain products, with and without the penalty",
    arguments: Kernels.available)
  func descent(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      var random = SeededGenerator(seed: 64, stream: 0)
      for trial in 0..<60 {
        let widths = (0..<3).map { _ in
          Int.random(in: 1...(trial % 10 == 0 ? 40 : 17), using: &random)
        }
        for (imbalance, isCorrelated) in [(nil, false), (0.75, false), (nil, true), (0.75, true)] {
          var plain = PlainPair(widths, imbalance, isCorrelated: isCorrelated, &random)
          var pair = plain.pair
          for steps in [1, 2, 5] {
            let (before, stepSize) = (pair, 0.01)
            precondition(pair.descend(stepSize: stepSize, steps: steps) == steps)
            for _ in 0..<steps { plain.step(stepSize) }
            plain.check(pair)
            precondition(before.loss > pair.loss)
          }
        }
      }
    }
  }

  @Test("A pair that is copied stays as it was")
  func value() {
    var random = SeededGenerator(seed: 65, stream: 0)
    let plain = PlainPair([3, 4, 2], nil, &random)
    var pair = plain.pair
    let copy = pair
    #expect(pair.descend(stepSize: 0.1, steps: 3) == 3)
    plain.check(copy)
    #expect(pair.loss != copy.loss)
  }

  @Test("Steps in parts have the bits of steps at once")
  func parts() {
    var random = SeededGenerator(seed: 66, stream: 0)
    let plain = PlainPair([5, 10, 15], 1, &random)
    var (whole, parts) = (plain.pair, plain.pair)
    #expect(whole.descend(stepSize: 0.01, steps: 10) == 10)
    for steps in [1, 3, 0, 4, 2] { #expect(parts.descend(stepSize: 0.01, steps: steps) == steps) }
    #expect(whole.loss == parts.loss)
    #expect(output(of: whole) == output(of: parts))
  }

  @Test("It stops after the first step whose loss is low enough, too high or not a number")
  func bounds() {
    var random = SeededGenerator(seed: 67, stream: 0)
    let plain = PlainPair([4, 3, 3], nil, &random)
    var losses: [Double] = []
    var pair = plain.pair
    for _ in 0..<20 {
      _ = pair.descend(stepSize: 0.01, steps: 1)
      losses.append(pair.loss)
    }
    pair = plain.pair
    #expect(pair.descend(stepSize: 0.01, steps: 20, lossThreshold: losses[7]) == 8)
    #expect(pair.loss == losses[7])
    pair = plain.pair
    #expect(pair.descend(stepSize: 0.01, steps: 20, lossLimit: losses[0].nextDown) == 1)
    pair = plain.pair
    let taken = pair.descend(stepSize: 1e3, steps: 1000, lossLimit: .infinity)
    #expect(taken < 1000 && pair.loss.isNaN)
  }

  @Test("Nothing is allocated")
  func allocations() async {
    await #expect(processExitsWith: .success) {
      var random = SeededGenerator(seed: 68, stream: 0)
      var pair = PlainPair([5, 10, 15], 1, &random).pair
      var (u, v) = (Matrix(rowCount: 5, columnCount: 15), Matrix(rowCount: 10, columnCount: 15))
      var w = Matrix(rowCount: 5, columnCount: 10)
      let count = countAllocations {
        for _ in 0..<100 {
          _ = pair.descend(stepSize: 0.001, steps: 3)
          pair.formGradient(output: &u, input: &v)
          pair.readOutput(into: &u)
          pair.readInput(into: &v)
          pair.readEndToEndMatrix(into: &w)
          pair.assign(output: u, input: v)
        }
      }
      precondition(count == 0, "\(count) allocations")
    }
  }

  @Test("Pairs beyond the second-level cache are left to BLAS")
  func size() {
    #expect(FactorPair.suits(outputWidth: 5, inputWidth: 10, innerWidth: 15))
    #expect(!FactorPair.suits(outputWidth: 400, inputWidth: 400, innerWidth: 400))
  }
}

private func output(of pair: FactorPair) -> Matrix {
  var u = Matrix(rowCount: pair.outputWidth, columnCount: pair.innerWidth)
  pair.readOutput(into: &u)
  return u
}

/// The same by plain products.
private struct PlainPair {
  var u, v: Matrix
  let target, minimizer: Matrix
  let covariance: Matrix
  let isCorrelated: Bool
  let imbalance: Double?
  let constant = 0.25
  var steps = 0

  init(
    _ widths: [Int], _ imbalance: Double?, isCorrelated: Bool = false,
    _ random: inout SeededGenerator
  ) {
    let (p, d, r) = (widths[0], widths[1], widths[2])
    u = 0.3 * Matrix.gaussian(rowCount: p, columnCount: r, using: &random)
    v = 0.3 * Matrix.gaussian(rowCount: d, columnCount: r, using: &random)
    let scales = (0..<d).map { $0 % 5 == 4 ? 0 : 1 / Double($0 + 1) }
    let rows = Matrix.gaussian(
      rowCount: d + 2, columnCount: d, standardDeviation: 0.3, using: &random)
    covariance = isCorrelated ? rows.gramian : Matrix(diagonal: scales)
    self.isCorrelated = isCorrelated
    minimizer = Matrix.gaussian(rowCount: p, columnCount: d, using: &random)
    target = minimizer * covariance
    self.imbalance = imbalance
  }

  var pair: FactorPair {
    FactorPair(
      output: u, input: v, target: target, minimizer: minimizer,
      covariance: isCorrelated ? .full(covariance) : .diagonal(covariance.diagonal),
      constant: constant, targetImbalance: imbalance)
  }

  var w: Matrix { Matrix.product(u.factor, v.transposed) }

  var loss: Double {
    let deviation = w - minimizer
    return constant + (deviation * covariance).innerProduct(deviation) / 2
  }

  var gradient: (u: Matrix, v: Matrix) {
    let g = w * covariance - target
    var (gu, gv) = (g * v, Matrix.product(g.transposed, u.factor))
    if let imbalance {
      var m = u.gramian - v.gramian
      m.addToDiagonal(-imbalance)
      gu = gu + 0.5 * (u * m)
      gv = gv - 0.5 * (v * m)
    }
    return (gu, gv)
  }

  mutating func step(_ stepSize: Double) {
    let (gu, gv) = gradient
    u = u - stepSize * gu
    v = v - stepSize * gv
    steps += 1
  }

  /// Each step adds a few sums of at most `width` products of numbers no larger than `scale` cubed.
  func check(_ pair: FactorPair) {
    let width = Double(u.rowCount + v.rowCount + u.columnCount)
    let scale = 1 + u.frobeniusNorm + v.frobeniusNorm + target.frobeniusNorm
    let bound = 8 * Double(steps + 1) * width * Double.ulpOfOne * scale * scale * scale
    var (pair, otherU, otherV, otherW) = (pair, u, v, w)
    pair.readOutput(into: &otherU)
    pair.readInput(into: &otherV)
    pair.readEndToEndMatrix(into: &otherW)
    precondition(distance(u, otherU) <= bound && distance(v, otherV) <= bound)
    precondition(distance(w, otherW) <= bound)
    precondition((loss - pair.loss).magnitude <= bound * scale)
    pair.formGradient(output: &otherU, input: &otherV)
    let (gu, gv) = gradient
    precondition(distance(gu, otherU) <= bound && distance(gv, otherV) <= bound)
  }
}
