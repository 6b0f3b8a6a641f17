internal import RealModule

/// Gradient descent of one mode of a network of any depth: the recurrence of its N factors.
///
/// ```
/// a_j <- a_j - eta (l w - sigma) prod_{i != j} a_i,   w = a_1 a_2 ... a_N
/// ```
/// The increments are summed without losing digits. Source: Gidel 2019, equation (22); Chou 2022, equations (15), (36).
public struct DeepModeDescent: Sendable {
  private let strength: Double
  private let inputVariance: Double
  private let stepSize: Double
  private let depth: Int

  /// Equal factors stay equal: one is enough.
  private let isBalanced: Bool
  private var factors: [CompensatedNumber]

  /// Starts at a mode's factors.
  ///
  /// - Parameters:
  ///   - mode: the mode.
  ///   - stepSize: eta > 0.
  /// - Throws: ``TheoryError/assumption(_:)``.
  public init(_ mode: DeepMode, stepSize: Double) throws(TheoryError) {
    try Assumption("eta", stepSize, .greater, 0).require()
    strength = mode.strength
    inputVariance = mode.inputVariance
    self.stepSize = stepSize
    isBalanced = mode.isBalanced
    depth = mode.depth
    factors = (mode.isBalanced ? [mode.factors[0]] : mode.factors).map(CompensatedNumber.init)
  }

  /// w.
  public var product: Double {
    var product = 1.0
    if isBalanced {
      for _ in 0..<depth { product *= factors[0].value }
    } else {
      for factor in factors { product *= factor.value }
    }
    return product
  }

  /// Takes one step; answers whether anything changed.
  @discardableResult
  public mutating func step() -> Bool {
    let change = stepSize * (strength - inputVariance * product)
    guard !isBalanced else {
      var others = 1.0
      for _ in 1..<depth { others *= factors[0].value }
      return factors[0].add(change * others)
    }
    // Each factor takes the others' values from before the step: the changed ones on its left are kept apart.
    var isChanged = false
    var left = 1.0
    for j in factors.indices {
      var others = left
      for i in (j + 1)..<factors.count { others *= factors[i].value }
      left *= factors[j].value
      if factors[j].add(change * others) { isChanged = true }
    }
    return isChanged
  }

  /// Takes steps, fewer when nothing changes any more or a factor leaves double precision.
  ///
  /// - Parameter count: the number of steps.
  public mutating func advance(by count: Int) {
    for _ in 0..<max(0, count) {
      guard step(), factors[0].value.isFinite else { break }
    }
  }
}

extension DeepMode {
  /// The iterations of descent until no more than 1 - share of the limit is missing, or too much.
  ///
  /// Equal factors are counted by ``DescentCount`` where it applies, one layer by its logarithm; others are iterated.
  ///
  /// - Parameters:
  ///   - share: between 0 and 1.
  ///   - stepSize: eta > 0.
  ///   - limit: the most iterations that are tried one by one.
  /// - Returns: the count, a real number where it was computed; nil when the mode never gets there, or not so soon.
  /// - Throws: ``TheoryError``.
  public func iterations(
    untilShare share: Double, stepSize: Double, within limit: Int
  ) throws(TheoryError) -> Double? {
    guard let level = try level(share) else { return nil }
    guard level != startProduct else { return 0 }
    let gap = 1 - level / self.limit
    if depth == 1 {
      let contraction = (1 - stepSize * inputVariance).magnitude
      guard contraction < 1 else { return nil }
      return contraction == 0
        ? 1 : .log((startProduct - self.limit) / (level - self.limit)) / -.log(contraction)
    }
    if isBalanced {
      do throws(TheoryError) {
        let count = try DescentCount(
          depth: depth, strength: strength, inputVariance: inputVariance, start: factors[0],
          stepSize: stepSize)
        return try count.iterations(untilGap: gap)
      } catch {
        // The step size is beyond the formula's domain.
      }
    }
    var descent = try DeepModeDescent(self, stepSize: stepSize)
    let allowed = gap.magnitude * self.limit.magnitude
    for iteration in 0...limit {
      if (descent.product - self.limit).magnitude <= allowed { return Double(iteration) }
      guard descent.step() else { return nil }
    }
    return nil
  }
}
