internal import LinearAlgebra

/// Accelerated proximal descent on soft-impute's objective, with the solution as a thin decomposition.
///
/// ```
/// Z = E + P(Y - E),  E = X_k + beta_k (X_k - X_(k-1))      X_(k+1) = U (D - lambda)_+ V^T of Z = U D V^T
/// ```
/// The momentum starts anew when the objective rises. A large Z is decomposed by one step of subspace iteration from
/// the last vectors, which has the same fixed points.
///
/// Source: Mazumder, Hastie, Tibshirani 2010; Yao, Kwok 2015; O'Donoghue, Candes 2015 (the restarts).
struct SoftImputeSolver {
  private let entries: ObservedEntries
  private let pattern: SparsePattern
  private let settings: SoftImpute

  /// The present X and the one before, at the known entries and as thin factors.
  private var present, previous: Iterate

  /// The vectors of the last decomposition, those beyond the rank included.
  private var vectors: Matrix
  private var generator = SeededGenerator(seed: 1)

  private struct Iterate {
    var part: LeadingPart
    var known: [Double]
    var objective = Double.infinity

    /// c X as thin factors.
    func term(_ factor: Double) -> SparsePlusLowRank.Term {
      SparsePlusLowRank.Term(
        left: part.leftRows.scalingRows(by: part.values.map { factor * $0 }), right: part.rightRows)
    }
  }

  /// Entries of a whole matrix up to which it is decomposed at once.
  private static let denseLimit = 40_000

  /// Vectors beside the rank's.
  private static let spare = 8

  init(_ entries: ObservedEntries, settings: SoftImpute) {
    (self.entries, self.settings) = (entries, settings)
    pattern = entries.pattern
    let none = LeadingPart(
      leftRows: Matrix(rowCount: 0, columnCount: entries.rowCount), values: [],
      rightRows: Matrix(rowCount: 0, columnCount: entries.columnCount))
    present = Iterate(part: none, known: Array(repeating: 0, count: entries.count))
    previous = present
    vectors = none.rightRows
  }

  /// X = U D V^T with positive D.
  var solution: LeadingPart { present.part }

  /// The rank of X.
  var rank: Int { present.part.values.count }

  /// The root of the mean squared residual.
  var fittedError: Double { Self.rootMeanSquare(present.known, entries.values) }

  /// The root of the mean squared residual at other entries.
  func error(at others: ObservedEntries) -> Double {
    let term = present.term(1)
    var known = Array(repeating: 0.0, count: others.count)
    others.pattern.formEntries(&known, ofProduct: term.left, term.right)
    return Self.rootMeanSquare(known, others.values)
  }

  private static func rootMeanSquare(_ values: [Double], _ others: [Double]) -> Double {
    let squares = zip(values, others).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (squares / Double(max(values.count, 1))).squareRoot()
  }

  /// The smallest lambda at which X is 0: the spectral norm of the known entries with zeros in the holes.
  mutating func largestLambda() throws(EstimationError) -> Double {
    let zeroFilled = SparsePlusLowRank(pattern: pattern, values: entries.values)
    var generator = generator
    return try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try zeroFilled.leadingPart(
        count: 1, oversampling: 4, tolerance: 1e-10, using: &generator
      ).values[0]
    }
  }

  /// Goes from the present X to that of a lambda.
  ///
  /// - Parameters:
  ///   - lambda: above 0.
  ///   - observe: asked in each iteration; false ends it.
  /// - Throws: ``EstimationError``.
  mutating func solve(_ lambda: Double, observe: () -> Bool) throws(EstimationError) {
    previous = present
    present.objective = objective(present, lambda)
    var inertia = 1.0
    for _ in 0..<settings.iterationLimit {
      guard observe() else { throw .interrupted }
      let nextInertia = (1 + (1 + 4 * inertia * inertia).squareRoot()) / 2
      let momentum = (inertia - 1) / nextInertia
      let next = try iterate(lambda, momentum)
      let isHigher = next.objective > present.objective
      let change = distance(next, present)
      let size = max(norm(next), norm(present))
      (previous, present) = (present, next)
      inertia = isHigher ? 1 : nextInertia
      if change <= settings.tolerance * size { return }
    }
  }

  private mutating func iterate(
    _ lambda: Double, _ momentum: Double
  ) throws(EstimationError) -> Iterate {
    let residuals = entries.values.indices.map {
      entries.values[$0] - present.known[$0]
        - momentum * (present.known[$0] - previous.known[$0])
    }
    let sum = SparsePlusLowRank(
      pattern: pattern, values: residuals,
      terms: [present.term(1 + momentum), previous.term(-momentum)])
    let part = try decompose(sum)
    vectors = part.rightRows
    let kept = part.values.prefix { $0 > lambda }.map { $0 - lambda }
    let vectors = part.prefix(kept.count)
    let shrunk = LeadingPart(
      leftRows: vectors.leftRows, values: kept, rightRows: vectors.rightRows)
    var next = Iterate(part: shrunk, known: present.known)
    let term = next.term(1)
    pattern.formEntries(&next.known, ofProduct: term.left, term.right)
    next.objective = objective(next, lambda)
    return next
  }

  private mutating func decompose(_ sum: SparsePlusLowRank) throws(EstimationError) -> LeadingPart {
    let (p, d) = (entries.rowCount, entries.columnCount)
    let limit = min(settings.rankLimit, min(p, d))
    if p * d <= Self.denseLimit {
      var whole = Matrix(rowCount: p, columnCount: d)
      for term in sum.terms {
        whole.formProduct(term.left.transposed, term.right.factor, adding: 1)
      }
      for k in sum.values.indices { whole[entries.rows[k], entries.columns[k]] += sum.values[k] }
      let result = try EstimationError.decomposing { () throws(LinearAlgebraError) in
        try SingularValueDecomposition(whole)
      }
      return LeadingPart(
        leftRows: result.leftVectors.transpose(), values: result.values,
        rightRows: result.rightVectorsTransposed
      ).prefix(limit)
    }
    let missing = min(limit, rank + Self.spare) - vectors.rowCount
    if missing > 0 {
      let more = Matrix.gaussian(
        rowCount: missing, columnCount: d, standardDeviation: 1 / Double(d).squareRoot(),
        using: &generator)
      vectors = Matrix(stackingRowsOf: [vectors.factor, more.factor])
    }
    return try EstimationError.decomposing { () throws(LinearAlgebraError) in
      try sum.subspaceStep(from: vectors)
    }
  }

  private func objective(_ iterate: Iterate, _ lambda: Double) -> Double {
    let squares = zip(iterate.known, entries.values).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    return squares / 2 + lambda * iterate.part.values.reduce(0, +)
  }

  private func norm(_ iterate: Iterate) -> Double {
    iterate.part.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// ||X - X'||_F of two thin decompositions.
  private func distance(_ first: Iterate, _ second: Iterate) -> Double {
    let (x, y) = (first.term(1), second.term(1))
    let inner = Matrix.product(x.left.factor, y.left.transposed)
      .innerProduct(Matrix.product(x.right.factor, y.right.transposed))
    let square = norm(first) * norm(first) + norm(second) * norm(second) - 2 * inner
    return max(square, 0).squareRoot()
  }
}
