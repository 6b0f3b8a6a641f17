internal import LinearAlgebra

/// The solution of K_i = f(y + h sum_j a_ij K_j) to rounding, by fixed-point iteration with Anderson's acceleration.
///
/// The fixed-point iteration alone converges for h below about 1 / ||f'||. With the last few changes of the slopes
/// and of their residuals r = f - K, the next slopes are those at which the residual would be smallest if it were
/// linear.
///
/// Source: Walker, Ni, *Anderson acceleration for fixed-point iterations*, SIAM J. Numer. Anal. 49 (2011).
struct StageSolver: Sendable {
  typealias Column = FlowSystem.Column

  /// Changes that are remembered.
  private static let memory = 4

  /// Iterations after which a step is given up.
  private static let iterationLimit = 60

  /// The first of the columns of the slopes K_i.
  let slopes = Column.firstFree

  private let nodes: GaussNodes
  private let rows: [[ColumnTerm]]
  private let weights: [ColumnTerm]

  /// Inner products of changes, and with the residual, eliminated in place.
  private var gramian = [[Double]](
    repeating: [Double](repeating: 0, count: memory), count: memory)
  private var shares = [Double](repeating: 0, count: memory)
  private var one = [ColumnTerm](repeating: ColumnTerm(0, 1), count: 1)
  private var update = [ColumnTerm](repeating: ColumnTerm(0, 0), count: 1 + 2 * memory)

  /// The first column after those that the solver needs.
  static func end(stageCount: Int) -> Int {
    Column.firstFree + 1 + (2 + 2 * memory) * stageCount
  }

  init(_ nodes: GaussNodes) {
    self.nodes = nodes
    let slopes = slopes
    rows = nodes.matrix.map { row in
      row.enumerated().map { ColumnTerm(slopes + $0, $1) }
    }
    weights = nodes.weights.enumerated().map { ColumnTerm(slopes + $0, $1) }
  }

  private var residuals: Int { slopes + nodes.count }
  private func slopeChange(_ slot: Int) -> Int { residuals + (1 + 2 * slot) * nodes.count }
  private func residualChange(_ slot: Int) -> Int { residuals + (2 + 2 * slot) * nodes.count }
  private var point: Int { residualChange(Self.memory - 1) + nodes.count }

  /// Takes a step from one column to another, with the slopes' columns as a first guess.
  ///
  /// - Returns: false when the iteration did not converge.
  mutating func step(
    _ size: Double, from start: Int, to end: Int, on system: inout FlowSystem
  ) -> Bool {
    let goal = .ulpOfOne * system.norm(of: start)
    var best = Double.infinity
    var idle = 0
    var known = 0
    for iteration in 0..<Self.iterationLimit {
      formResiduals(size, from: start, on: &system)
      let slot = (iteration - 1) % Self.memory
      if iteration > 0 {
        addResiduals(to: slot, on: &system)
        known = min(known + 1, Self.memory)
      }
      let residual = size * norm(residuals, on: system)
      guard residual.isFinite else { return false }
      idle = residual < best / 2 ? 0 : idle + 1
      best = min(best, residual)
      // Below the goal, or as small as the rounding of the velocity lets it be.
      if residual <= goal || (idle > 2 && residual <= 1000 * goal) {
        system.vectors.combineColumns(into: end, from: start, scaledBy: size, weights)
        return true
      }
      findShares(known, on: system)
      move(known, into: iteration % Self.memory, on: &system)
    }
    return false
  }

  private mutating func formResiduals(
    _ size: Double, from start: Int, on system: inout FlowSystem
  ) {
    for i in rows.indices {
      system.vectors.combineColumns(into: point, from: start, scaledBy: size, rows[i])
      _ = system.formVelocity(at: point, into: residuals + i)
    }
    for i in rows.indices { add(-1, slopes + i, to: residuals + i, on: &system) }
  }

  /// Turns minus the residuals before, in a slot, into their change.
  private mutating func addResiduals(to slot: Int, on system: inout FlowSystem) {
    for i in rows.indices { add(1, residuals + i, to: residualChange(slot) + i, on: &system) }
  }

  /// The shares gamma of the changes that make ||r - sum gamma_l dr_l|| smallest, by Gauss's elimination.
  private mutating func findShares(_ count: Int, on system: FlowSystem) {
    for a in 0..<count {
      shares[a] = product(residualChange(a), residuals, on: system)
      for b in 0...a {
        gramian[a][b] = product(residualChange(a), residualChange(b), on: system)
        gramian[b][a] = gramian[a][b]
      }
    }
    for a in 0..<count {
      let pivot = gramian[a][a]
      let scale = product(residualChange(a), residualChange(a), on: system)
      // A change that depends on those before says nothing new.
      guard pivot > 1e-14 * scale else {
        for b in 0..<count {
          gramian[a][b] = 0
          gramian[b][a] = 0
        }
        gramian[a][a] = 1
        shares[a] = 0
        continue
      }
      for b in (a + 1)..<max(a + 1, count) {
        let factor = gramian[b][a] / pivot
        for c in a..<count { gramian[b][c] -= factor * gramian[a][c] }
        shares[b] -= factor * shares[a]
      }
    }
    for k in 0..<count {
      let a = count - 1 - k
      for b in (a + 1)..<max(a + 1, count) { shares[a] -= gramian[a][b] * shares[b] }
      shares[a] /= gramian[a][a]
    }
  }

  /// K + r - sum gamma_l (dK_l + dr_l) takes the place of K; a slot gets the change of K and minus r.
  private mutating func move(_ count: Int, into slot: Int, on system: inout FlowSystem) {
    for i in rows.indices {
      update[0] = ColumnTerm(residuals + i, 1)
      for l in 0..<Self.memory {
        // A slot that is not in use may hold what a failed step left there.
        let isKnown = l < count
        let share = isKnown ? -shares[l] : 0
        update[1 + 2 * l] = ColumnTerm(isKnown ? slopeChange(l) + i : residuals + i, share)
        update[2 + 2 * l] = ColumnTerm(isKnown ? residualChange(l) + i : residuals + i, share)
      }
      system.vectors.combineColumns(into: point, from: nil, scaledBy: 1, update)
      add(1, point, to: slopes + i, on: &system)
      system.vectors.copyColumn(point, to: slopeChange(slot) + i)
      one[0] = ColumnTerm(residuals + i, -1)
      system.vectors.combineColumns(
        into: residualChange(slot) + i, from: nil, scaledBy: 1, one)
    }
  }

  private mutating func add(
    _ factor: Double, _ source: Int, to target: Int, on system: inout FlowSystem
  ) {
    one[0] = ColumnTerm(source, factor)
    system.vectors.combineColumns(into: target, from: target, scaledBy: 1, one)
  }

  private func product(_ i: Int, _ j: Int, on system: FlowSystem) -> Double {
    var sum = 0.0
    for k in rows.indices { sum += system.product(i + k, j + k) }
    return sum
  }

  private func norm(_ i: Int, on system: FlowSystem) -> Double {
    product(i, i, on: system).squareRoot()
  }
}
