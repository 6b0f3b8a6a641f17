import LinearAlgebra
import TestSupport
import Testing

@Suite("LaneDescent")
struct LaneDescentTests {
  @Test("All kernels give the same bits", arguments: [[3, 2], [10, 15, 5], [4, 6, 3, 2]])
  func kernels(widths: [Int]) async {
    await #expect(processExitsWith: .success) { [widths] in
      for isCorrelated in [false, true] {
        var results: [[Matrix]] = []
        var losses: [[Double]] = []
        let start = filled(widths, isCorrelated)
        for kernels in Kernels.available {
          Kernels.select(kernels)
          var lanes = start
          lanes.evaluate()
          precondition(lanes.descend(steps: 25) == 25)
          losses.append(lanes.losses)
          results.append(
            (0..<LaneDescent.laneCount).flatMap {
              lanes.layers(lane: $0) + [lanes.endToEndMatrix(lane: $0)]
            })
        }
        precondition(results.allSatisfy { $0 == results[0] })
        precondition(losses.allSatisfy { $0 == losses[0] && !$0.contains { $0.isNaN } })
      }
    }
  }

  @Test("A step is that of plain products", arguments: [[3, 2], [10, 15, 5], [4, 6, 3, 2]])
  func step(widths: [Int]) {
    let stepSize = 0.01
    for isCorrelated in [false, true] {
      var lanes = filled(widths, isCorrelated)
      let before = (0..<LaneDescent.laneCount).map { lanes.layers(lane: $0) }
      #expect(lanes.descend(steps: 1) == 1)
      for lane in 0..<LaneDescent.laneCount {
        let layers = before[lane]
        let problem = Problem(widths, isCorrelated, lane)
        let w = layers.dropFirst().reduce(layers[0]) { $1 * $0 }
        let g = (problem.covariance.map { w * $0 } ?? w) - problem.target
        let after = lanes.layers(lane: lane)
        for j in layers.indices {
          let above = layers[(j + 1)...].reduce(Matrix.identity(layers[j].rowCount)) { $1 * $0 }
          let below = layers[..<j].reduce(Matrix.identity(widths[0])) { $1 * $0 }
          let gradient = Matrix.product(
            Matrix.product(above.transposed, g.factor).factor, below.transposed)
          let expected = layers[j] - stepSize * gradient
          let bound = roundingTolerance(for: layers[j]) + roundingTolerance(for: gradient)
          #expect(distance(after[j], expected) <= bound)
        }
        let matrix = after.dropFirst().reduce(after[0]) { $1 * $0 }
        #expect(
          distance(matrix, lanes.endToEndMatrix(lane: lane)) <= roundingTolerance(for: matrix))
        let deviation = matrix - problem.minimizer
        let excess =
          (problem.covariance.map { deviation * $0 } ?? deviation).innerProduct(deviation) / 2
        #expect(
          (lanes.losses[lane] - 0.5 - excess).magnitude <= 1024 * Double.ulpOfOne * (1 + excess))
      }
    }
  }

  @Test("A lane that leaves its bounds ends the call; cleared, it stays at zero")
  func bounds() {
    var lanes = filled([4, 6, 3], false)
    lanes.setBounds(lane: 3, limit: 0, threshold: nil)
    #expect(lanes.descend(steps: 10) == 1)
    lanes.clear(lane: 3)
    #expect(lanes.descend(steps: 10) == 10)
    #expect(lanes.losses[3] == 0 && lanes.losses[2] > 0)
    lanes.setBounds(lane: 5, limit: .infinity, threshold: .infinity)
    #expect(lanes.descend(steps: 10) == 1)
  }

  @Test("Distances are those of each lane's W")
  func distances() {
    var lanes = filled([4, 6, 3], false)
    for lane in 0..<LaneDescent.laneCount {
      lanes.setReference(lane: lane, Problem([4, 6, 3], false, lane).target)
    }
    var distances = Array(repeating: 0.0, count: LaneDescent.laneCount)
    lanes.formDistances(&distances)
    for lane in distances.indices {
      let w = lanes.endToEndMatrix(lane: lane)
      let target = Problem([4, 6, 3], false, lane).target
      #expect((distances[lane] - distance(w, target)).magnitude <= roundingTolerance(for: target))
    }
  }

  @Test("Nothing is allocated")
  func allocations() async {
    await #expect(processExitsWith: .success) {
      var lanes = filled([10, 15, 5], false)
      var distances = Array(repeating: 0.0, count: LaneDescent.laneCount)
      func work() {
        _ = lanes.descend(steps: 3)
        lanes.formDistances(&distances)
      }
      work()
      let count = countAllocations { for _ in 0..<50 { work() } }
      precondition(count == 0, "\(count) allocations")
    }
  }
}

/// The loss of one lane.
private struct Problem {
  let covariance: Matrix?
  let target: Matrix
  let minimizer: Matrix

  init(_ widths: [Int], _ isCorrelated: Bool, _ lane: Int) {
    var random = SeededGenerator(seed: 72, stream: UInt64(lane))
    let (d, p) = (widths[0], widths[widths.count - 1])
    minimizer = .gaussian(rowCount: p, columnCount: d, using: &random)
    covariance =
      isCorrelated
      ? 0.1 * Matrix.gaussian(rowCount: 2 * d, columnCount: d, using: &random).gramian : nil
    target = covariance.map { [minimizer] in minimizer * $0 } ?? minimizer
  }
}

private func filled(_ widths: [Int], _ isCorrelated: Bool) -> LaneDescent {
  var lanes = LaneDescent(widths: widths, isCorrelated: isCorrelated)
  for lane in 0..<LaneDescent.laneCount {
    var random = SeededGenerator(seed: 73, stream: UInt64(lane))
    let problem = Problem(widths, isCorrelated, lane)
    lanes.fill(
      lane: lane,
      layers: (1..<widths.count).map {
        0.3 * Matrix.gaussian(rowCount: widths[$0], columnCount: widths[$0 - 1], using: &random)
      },
      covariance: problem.covariance, target: problem.target, minimizer: problem.minimizer,
      constant: 0.5, stepSize: 0.01)
  }
  lanes.evaluate()
  return lanes
}
