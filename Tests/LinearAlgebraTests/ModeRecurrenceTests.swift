import LinearAlgebra
import TestSupport
import Testing

@Suite("ModeRecurrence")
struct ModeRecurrenceTests {
  @Test("Modes move as scalar networks do", arguments: Kernels.available)
  func descent(kernels: String) async {
    await #expect(processExitsWith: .success) { [kernels] in
      Kernels.select(kernels)
      for depth in [1, 2, 3, 4, 6, 7, 11] {
        for count in [0, 1, 7, 20] {
          var plain = PlainModes(count: count, depth: depth)
          var modes = plain.modes
          for steps in [1, 2, 30] {
            precondition(modes.descend(stepSize: 0.01, steps: steps) == steps)
            for _ in 0..<steps { plain.step(0.01) }
            plain.check(modes)
          }
        }
      }
    }
  }

  @Test("It stops after the first step whose loss is low enough, too high or not a number")
  func bounds() {
    let plain = PlainModes(count: 5, depth: 2)
    var losses: [Double] = []
    var modes = plain.modes
    for _ in 0..<20 {
      _ = modes.descend(stepSize: 0.01, steps: 1)
      losses.append(modes.loss)
    }
    let copy = modes
    modes = plain.modes
    #expect(modes.descend(stepSize: 0.01, steps: 20, lossThreshold: losses[7]) == 8)
    #expect(modes.loss == losses[7] && copy.loss == losses[19])
    modes = plain.modes
    #expect(modes.descend(stepSize: 0.01, steps: 20, lossLimit: losses[0].nextDown) == 1)
    modes = plain.modes
    #expect(modes.descend(stepSize: 1e3, steps: 1000, lossLimit: .infinity) < 1000)
    #expect(modes.loss.isNaN)
  }

  @Test("Nothing is allocated", arguments: [2, 9])
  func allocations(depth: Int) async {
    await #expect(processExitsWith: .success) { [depth] in
      var modes = PlainModes(count: 20, depth: depth).modes
      var strengths = Array(repeating: 0.0, count: 20)
      let count = countAllocations {
        for _ in 0..<100 {
          _ = modes.descend(stepSize: 0.001, steps: 3)
          modes.readStrengths(into: &strengths)
        }
      }
      precondition(count == 0, "\(count) allocations")
      precondition(strengths[3] == modes.strength(3))
    }
  }

  @Test("Magnitudes are those of the strengths in descending order, with zeros after them")
  func magnitudes() {
    let recurrence = ModeRecurrence(
      factors: [[1, 2, 3], [2, -4, 1]], scales: [1, 1, 1], targets: [0, 0, 0],
      multiplicities: [1, 1, 1])
    var values = [7.0]
    recurrence.readMagnitudes(into: &values, paddedTo: 5)
    #expect(values == [8, 3, 2, 0, 0])
  }
}

/// The same one by one.
private struct PlainModes {
  var factors: [[Double]]
  let scales, targets, multiplicities: [Double]
  var steps = 0

  init(count: Int, depth: Int) {
    factors = (0..<depth).map { j -> [Double] in
      (0..<count).map { i -> Double in 0.5 + Double((i + 3 * j) % 7) / 10 }
    }
    scales = (0..<count).map { $0 % 4 == 3 ? 0 : 1 + Double($0 % 3) }
    targets = zip(scales, 0..<count).map { $0 == 0 ? 0 : Double($1 % 5) - 1 }
    multiplicities = (0..<count).map { Double($0 % 3) / 2 }
  }

  var modes: ModeRecurrence {
    ModeRecurrence(
      factors: factors, scales: scales, targets: targets, multiplicities: multiplicities,
      constant: 0.5)
  }

  func strength(_ i: Int, without layer: Int? = nil) -> Double {
    factors.indices.reduce(1) { $1 == layer ? $0 : $0 * factors[$1][i] }
  }

  mutating func step(_ stepSize: Double) {
    for i in scales.indices {
      let residual = scales[i] * strength(i) - targets[i]
      let steps = factors.indices.map { stepSize * residual * strength(i, without: $0) }
      for j in factors.indices { factors[j][i] -= steps[j] }
    }
    steps += 1
  }

  func check(_ modes: ModeRecurrence) {
    var (loss, scale) = (0.5, 1.0)
    // Each step rounds a few products of `depth` factors.
    let growth = 8 * Double(steps + 1) * Double(factors.count) * Double.ulpOfOne
    for i in scales.indices {
      let bound = growth * (1 + strength(i).magnitude + targets[i].magnitude)
      precondition((strength(i) - modes.strength(i)).magnitude <= bound)
      for j in factors.indices {
        precondition((factors[j][i] - modes.factor(layer: j, mode: i)).magnitude <= bound)
      }
      guard scales[i] > 0 else { continue }
      let deviation = strength(i) - targets[i] / scales[i]
      loss += multiplicities[i] * scales[i] * deviation * deviation / 2
      scale += scales[i] * (1 + deviation * deviation)
    }
    precondition((loss - modes.loss).magnitude <= growth * scale)
  }
}
