internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra

/// The singular values of W over time or iterations, from the theory alone.
struct SpectrumForecast {
  /// Which formula gives them.
  enum Kind {
    /// Independent modes: the magnitudes of their products.
    case modes

    /// A closed form of W itself, decomposed at every moment.
    case wholeMatrix
  }

  let kind: Kind

  private let source: Source

  private enum Source {
    case modes([DeepMode], Motion)
    case matrix(@Sendable (Double) throws -> Matrix)
  }

  private enum Motion {
    case flow(clockRate: Double)
    case descent(stepSize: Double)
  }

  /// Chooses the formula; nil when there is none.
  ///
  /// Whole matrices are followed where modes would mix: one layer, and the flow of tied and of balanced factors.
  init?(_ start: StartAnalysis, stepSize: Double?) throws {
    if start.depth == 1 || !start.chain.isAligned || start.isRegularized,
      let matrix = try Self.matrix(start, stepSize: stepSize)
    {
      kind = .wholeMatrix
      source = .matrix(matrix)
      return
    }
    guard let modes = start.deepModes else { return nil }
    kind = .modes
    source = .modes(
      modes,
      stepSize.map { .descent(stepSize: $0 * start.clockRate) }
        ?? .flow(clockRate: start.clockRate))
  }

  private static func matrix(
    _ start: StartAnalysis, stepSize: Double?
  ) throws -> (@Sendable (Double) throws -> Matrix)? {
    let (objective, layers) = (start.objective, start.network.weights.layers)
    if start.depth == 1 {
      guard let stepSize else {
        let flow = try LinearModelFlow(objective: objective, start: layers[0])
        return { flow.endToEndMatrix(at: $0) }
      }
      let descent = try LinearModelDescent(
        objective: objective, start: layers[0], stepSize: stepSize)
      return { descent.endToEndMatrix(at: Int($0)) }
    }
    let target = objective.outputInputCovariance
    let clock = stepSize ?? 1
    guard objective.inputCovariance == nil,
      target.rowCount + target.columnCount <= wholeMatrixLimit
    else { return nil }
    switch start.network.architecture {
    case .tied:
      guard start.asymmetry <= start.rounding else { return nil }
      let flow = try SymmetricFactorizationFlow(target: target, start: layers[0])
      return { try flow.product(at: clock * $0) }
    case .layered:
      guard let imbalance = start.uniformImbalance else { return nil }
      let flow = try BalancedTwoLayerFlow(
        target: target, first: layers[0], second: layers[1], imbalance: imbalance)
      return { try flow.state(at: clock * $0).endToEndMatrix }
    case .regularized(let wanted):
      guard let imbalance = wanted.first, wanted.allSatisfy({ $0 == imbalance }) else { return nil }
      // Any start, not only one that has the imbalance: Tarmoun 2021, equation (21), with U = W_2, V = W_1^T.
      let flow = try UniformImbalanceFlow(target: target, imbalance: imbalance)
      let (p, d) = (target.rowCount, target.columnCount)
      let stack = Matrix(rowCount: p + d, columnCount: layers[0].rowCount) { i, j in
        i < p ? layers[1][i, j] : layers[0][j, i - p]
      }
      return { time in
        try flow.product(at: clock * time, from: stack).submatrix(rows: 0..<p, columns: p..<(p + d))
      }
    }
  }

  /// The width p + d up to which a whole matrix is decomposed at every moment.
  private static let wholeMatrixLimit = 200

  /// The most moments at which a formula is evaluated, where each costs a decomposition or a quadrature.
  var momentLimit: Int {
    switch source {
    case .matrix: 64
    case .modes(_, .flow): 400
    case .modes(_, .descent): .max
    }
  }

  /// The singular values at some moments, descending, at most `count` of them.
  ///
  /// - Parameters:
  ///   - moments: times of flow, or iterations of descent, ascending.
  ///   - count: how many are wanted.
  /// - Returns: a list for each moment.
  /// - Throws: ``TheoryError``, LinearAlgebraError.
  func singularValues(at moments: [Double], count: Int) throws -> [[Double]] {
    switch source {
    case .matrix(let matrix):
      return try moments.map { try Self.leading(matrix($0).singularValues(), count) }
    case .modes(let modes, let motion):
      return try Self.products(of: Self.followed(modes, count), motion, at: moments).map {
        Self.leading($0, count)
      }
    }
  }

  /// The product w_i of every mode at some moments, signed as its ``DeepMode`` has it; nil where W is followed as a whole.
  ///
  /// - Parameter moments: times of flow, or iterations of descent, ascending.
  /// - Returns: a list for each moment, in the order of the problem's modes.
  /// - Throws: ``TheoryError``.
  func products(at moments: [Double]) throws -> [[Double]]? {
    switch source {
    case .matrix: nil
    case .modes(let modes, let motion): try Self.products(of: modes, motion, at: moments)
    }
  }

  private static func products(
    of modes: [DeepMode], _ motion: Motion, at moments: [Double]
  ) throws -> [[Double]] {
    switch motion {
    case .flow(let clockRate):
      return try moments.map { moment in
        try modes.map { try $0.product(at: clockRate * moment) }
      }
    case .descent(let stepSize):
      var descents = try modes.map { try DeepModeDescent($0, stepSize: stepSize) }
      var iteration = 0
      return moments.map { moment in
        let steps = Int(moment) - iteration
        iteration = Int(moment)
        return descents.indices.map { mode in
          descents[mode].advance(by: steps)
          return descents[mode].product
        }
      }
    }
  }

  /// The modes that can be among the leading ones at some time: by start, by limit, and by strength, which decides
  /// the order of learning where limits are alike.
  private static func followed(_ modes: [DeepMode], _ count: Int) -> [DeepMode] {
    let orders: [(DeepMode) -> Double] = [
      { $0.startProduct }, { $0.limit.magnitude }, { $0.strength.magnitude },
    ]
    return orders.reduce(into: []) { followed, size in
      let leading = modes.sorted { size($0) > size($1) }.prefix(count)
      followed += leading.filter { !followed.contains($0) }
    }
  }

  private static func leading(_ values: [Double], _ count: Int) -> [Double] {
    Array(values.map(\.magnitude).sorted(by: >).prefix(count))
  }
}
