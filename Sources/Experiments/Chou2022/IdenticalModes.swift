internal import DynamicsTheory
internal import LinearAlgebra
internal import RealModule
internal import TrainingDynamics

/// Descent of a symmetric target from identical factors, one recurrence (15) for each eigenvalue.
struct IdenticalModes {
  /// The target's eigenvalues.
  let eigenvalues: [Double]

  /// The depth N.
  let depth: Int

  /// The start alpha.
  let start: Double

  /// The step size.
  let stepSize: Double

  /// Effective rank and errors of W at iterations.
  struct Course {
    /// The iterations.
    let iterations: [Int]

    /// ||W||_* / ||W|| at each.
    var ranks: [Double] = []

    /// ||W - target||_F at each.
    var errors: [Double] = []
  }

  /// Iterates every mode.
  ///
  /// - Parameter iterations: when to look, increasing.
  /// - Returns: effective rank and error at each.
  /// - Throws: ``TheoryError/assumption(_:)``.
  func course(at iterations: [Int]) throws -> Course {
    // Equal eigenvalues share a recurrence.
    var descents: [(descent: FactorDescent, count: Double)] = []
    for (i, eigenvalue) in eigenvalues.enumerated() {
      if i > 0, eigenvalue == eigenvalues[i - 1] {
        descents[descents.count - 1].count += 1
      } else {
        let descent = try FactorDescent(
          depth: depth, eigenvalue: eigenvalue, start: start, stepSize: stepSize)
        descents.append((descent, 1))
      }
    }
    var course = Course(iterations: iterations)
    var now = 0
    for iteration in iterations {
      var (sum, largest, error) = (0.0, 0.0, 0.0)
      for i in descents.indices {
        descents[i].descent.value(after: iteration - now)
        let product = Double.pow(descents[i].descent.value, depth)
        let left = product - descents[i].descent.eigenvalue
        sum += descents[i].count * product
        largest = max(largest, product)
        error += descents[i].count * left * left
      }
      now = iteration
      course.ranks.append(sum / largest)
      course.errors.append(error.squareRoot())
    }
    return course
  }

  /// The effective rank at iterations against what forty seeds of an independent computation gave.
  ///
  /// - Parameters:
  ///   - name: what is said before the claim.
  ///   - expected: mean and standard deviation at iterations; the tolerance is three deviations and half a unit of the
  ///     fourth digit.
  /// - Returns: the verdict.
  /// - Throws: ``TheoryError/assumption(_:)``.
  func verdict(
    _ name: String, expecting expected: [(iteration: Int, rank: Double, deviation: Double)]
  ) throws -> Verdict {
    let course = try course(at: expected.map(\.iteration))
    let pairs = zip(course.ranks, expected).map { (rank: $0, expected: $1) }
    return Verdict(
      "\(name): the effective rank is "
        + expected.map { "\(Decimals.short($0.rank)) (k = \($0.iteration))" }.joined(
          separator: ", "),
      holds: pairs.allSatisfy {
        ($0.rank - $0.expected.rank).magnitude <= 3 * $0.expected.deviation + 0.5e-3
      },
      evidence: pairs.map { Decimals.short($0.rank) }.joined(separator: ", ")
        + "; tolerance three deviations of an independent computation")
  }

  /// Whether the effective rank of matrices is that of the modes, at every record.
  ///
  /// Each step rounds the entries, in all n directions, and what that adds grows at worst like the most negative mode
  /// (Remark 1.4).
  ///
  /// - Parameters:
  ///   - network: dense descent of the same target.
  ///   - claim: what the verdict says.
  /// - Returns: the verdict.
  /// - Throws: ``TheoryError/assumption(_:)``.
  func verdict(for network: NetworkResult, _ claim: String) throws -> Verdict {
    let course = try course(at: network.clock.map { Int($0) })
    let shrinking = max(0, -(eigenvalues.min() ?? 0))
    let recorded = network.trajectory[.nuclearRank] ?? []
    var (worst, quotient) = (0.0, 0.0)
    for (iteration, ranks) in zip(network.clock, zip(recorded, course.ranks)) {
      let difference = (ranks.0 / ranks.1 - 1).magnitude
      let size = Double(depth * eigenvalues.count)
      let rounding = size * (1 + iteration) * .ulpOfOne * .exp(shrinking * stepSize * iteration)
      worst = [worst, difference].largest
      quotient = [quotient, difference / rounding].largest
    }
    return Verdict(
      claim, holds: quotient <= 1 && !recorded.isEmpty,
      evidence:
        "largest relative difference \(Decimals.short(worst)), \(Decimals.short(quotient)) of what rounding may do"
    )
  }
}
