internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule

/// How the factors move.
public enum FilterDynamics: Codable, Equatable, Sendable {
  /// Gradient descent on 1/2 ||W - Y||_F^2; a step size of nil is a tenth of the largest stable one at the solution, 2 / (N s_1^{2 - 2/N}).
  case descent(stepSize: Double?)

  /// Gradient flow of the same loss; balanced starts only.
  case flow
}

/// Where the modes of a factorisation start: W(0) = U diag(x) V^T on Y's own singular vectors.
public enum SpectralStart: Codable, Equatable, Sendable {
  /// All modes at one strength, a share of the largest singular value; balanced factors.
  case share(Double)

  /// A strength for each mode, and for each pair of neighbouring layers (from the input) an imbalance for each mode; no
  /// pairs: balanced.
  case strengths([Double], imbalances: [[Double]])
}

/// The filter on singular values that gradient descent or flow of a deep factorisation is when it is stopped.
///
/// ```
/// W_N ... W_1 = U diag(f(s_1), ..., f(s_r)) V^T
/// descent: w_j <- w_j + eta (s - f) prod_{l != j} w_l,  f = w_1 ... w_N        flow: f' = N f^{2 - 2/N} (s - f) when balanced
/// ```
/// From a spectral start every factor stays aligned with Y's singular vectors, so one decomposition and a scalar map give
/// exactly what the steps give. Source: Gidel 2019, equation (13); Chou 2022, equation (13).
public struct FactorizationFilter: Codable, Equatable, Sendable {
  /// N >= 1.
  public let depth: Int

  /// Where the modes start.
  public let start: SpectralStart

  /// How they move.
  public let dynamics: FilterDynamics

  /// States the factorisation.
  ///
  /// - Parameters:
  ///   - depth: N, from 1 to 1000.
  ///   - start: where the modes start.
  ///   - dynamics: how they move.
  /// - Throws: ``EstimationError/setting(name:value:needs:)``.
  public init(
    depth: Int, start: SpectralStart, dynamics: FilterDynamics = .descent(stepSize: nil)
  ) throws(EstimationError) {
    (self.depth, self.start, self.dynamics) = (depth, start, dynamics)
    guard 1...1000 ~= depth else {
      throw .setting(name: "the depth", value: "\(depth)", needs: "from 1 to 1000")
    }
    switch start {
    case .share(let share):
      guard share > 0, share.isFinite else {
        throw .setting(
          name: "the start's share", value: "\(share)", needs: "a number greater than 0")
      }
    case .strengths(let strengths, let imbalances):
      guard (strengths + imbalances.flatMap(\.self)).allSatisfy(\.isFinite) else {
        throw .setting(name: "a start", value: "not finite", needs: "a number")
      }
      let fits =
        imbalances.isEmpty
        || imbalances.count == depth - 1 && imbalances.allSatisfy { $0.count == strengths.count }
      guard fits else {
        throw .shapes(
          "imbalances need \(depth - 1) lists of \(strengths.count), one for each pair of layers")
      }
    }
    switch dynamics {
    case .descent(let stepSize?):
      guard stepSize > 0, stepSize.isFinite else {
        throw .setting(name: "the step size", value: "\(stepSize)", needs: "greater than 0")
      }
    case .flow:
      guard case .share = start else {
        throw .setting(
          name: "the start", value: "given mode by mode", needs: "one share for all modes in flow")
      }
    default: break
    }
  }

  /// No stop is later than this.
  static let timeLimit = 1e15

  /// The step size of descent; nil in flow.
  ///
  /// - Parameter largest: s_1.
  /// - Returns: eta.
  public func stepSize(largest: Double) -> Double? {
    switch dynamics {
    case .flow: nil
    case .descent(let stepSize?): stepSize
    case .descent(nil): 0.2 / (Double(depth) * .pow(largest, 2 - 2 / Double(depth)))
    }
  }

  /// f(s_i) at a time.
  ///
  /// - Parameters:
  ///   - values: s_i >= 0.
  ///   - largest: s_1, which shares refer to.
  ///   - time: a whole number of steps in descent, t in flow; not negative.
  /// - Returns: f(s_i).
  /// - Throws: ``EstimationError/diverged(_:)`` when descent's step size is too large, or for a start that does not fit.
  public func filtered(
    _ values: [Double], largest: Double, at time: Double
  ) throws(EstimationError) -> [Double] {
    guard 0...Self.timeLimit ~= time else {
      throw .setting(
        name: "the stop", value: "\(time)", needs: "a number from 0 to \(Self.timeLimit)")
    }
    guard stepSize(largest: largest) != nil else {
      return try flow(values, largest: largest, at: time).map(\.value)
    }
    var recurrence = try recurrence(values, largest: largest)
    let steps = Int(time)
    guard Double(steps) == time else {
      throw .setting(name: "the stop", value: "\(time)", needs: "a whole number of steps")
    }
    let taken = recurrence.descend(stepSize: stepSize(largest: largest) ?? 0, steps: steps)
    guard taken == steps, recurrence.loss.isFinite else {
      throw .diverged("descent diverges at step \(taken); lower the step size")
    }
    return values.indices.map(recurrence.strength)
  }

  /// The modes as descent starts them.
  func recurrence(
    _ values: [Double], largest: Double
  ) throws(EstimationError) -> ModeRecurrence {
    let count = values.count
    let (strengths, imbalances): ([Double], [[Double]])
    switch start {
    case .share(let share):
      (strengths, imbalances) = (Array(repeating: share * largest, count: count), [])
    case .strengths(let given, let differences): (strengths, imbalances) = (given, differences)
    }
    guard strengths.count == count else {
      throw .shapes("\(strengths.count) strengths for \(count) singular values")
    }
    let modes = strengths.indices.map { i in
      let own = (1..<depth).map { imbalances.isEmpty ? 0 : imbalances[$0 - 1][i] }
      return ModeFactors(strength: strengths[i], imbalances: own)
    }
    return ModeRecurrence(
      factors: (0..<depth).map { layer in modes.map { $0.values[layer] } },
      scales: Array(repeating: 1, count: count), targets: values,
      multiplicities: Array(repeating: 1, count: count))
  }

  /// f and f' of gradient flow.
  ///
  /// With y = f / s and the clock T = N s^{2 - 2/N} t all modes follow dy/dT = v(y) = y^{2 - 2/N} (1 - y) from y_0 = x / s, so
  /// f' = y + s v(y) ((2N - 2) s^{1 - 2/N} t - x / (s^2 v(y_0))).
  func flow(
    _ values: [Double], largest: Double, at time: Double
  ) throws(EstimationError) -> [(value: Double, slope: Double)] {
    guard case .share(let share) = start else {
      preconditionFailure("flow starts from a share")
    }
    let x = share * largest
    let order = Double(depth)
    let power = 2 - 2 / order
    var result: [(value: Double, slope: Double)] = []
    for s in values {
      let factor = Double.root(x, depth)
      let end = try EstimationError.knowing { () throws(TheoryError) in
        try BalancedModeFlow(depth: depth, eigenvalue: s).value(at: time, from: factor)
      }
      let f = Double.pow(end, depth)
      guard s > 0 else {
        // Stein's risk never asks for it: it puts the rounding of the largest value in the place of a zero.
        result.append((f, .nan))
        continue
      }
      let (y, y0) = (f / s, x / s)
      // v(y) / v(y_0); where the mode starts at its end both vanish, and deviations decay as e^{-T}.
      let ratio =
        (1 - y0).magnitude < Double.ulpOfOne.squareRoot()
        ? Double.exp(-order * .pow(s, power) * time)
        : .pow(y / y0, power) * (1 - y) / (1 - y0)
      let growth = (2 * order - 2) * .pow(s, power - 1) * time * .pow(y, power) * (1 - y)
      result.append((f, y + s * growth - y0 * ratio))
    }
    return result
  }
}

extension EstimationError {
  /// Passes on what the theory refuses.
  static func knowing<Result>(
    _ body: () throws(TheoryError) -> Result
  ) throws(EstimationError) -> Result {
    do throws(TheoryError) {
      return try body()
    } catch {
      throw .diverged("\(error)")
    }
  }
}
