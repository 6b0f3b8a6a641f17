public import LinearAlgebra
internal import RealModule

/// What people do first with holes: means of rows and columns, and a truncated decomposition of the matrix filled
/// with them.
///
/// ```
/// X = m + a_i + b_j + (the k leading singular components of Y - m - a_i - b_j with zeros in the holes)
/// ```
/// The additive part is the least-squares fit to the known entries, by alternation. k is the one with the smallest
/// error at held-out entries, from 0.
public struct FilledMatrix: Sendable, Equatable {
  /// The mean of the known entries.
  public let mean: Double

  /// m + a_i and b_j.
  public let rowMeans, columnEffects: [Double]

  /// The components of what the means leave, at most ``rank`` of them.
  public let components: LeadingPart

  /// k.
  public let rank: Int

  /// Fits the known entries.
  ///
  /// - Parameters:
  ///   - entries: the known entries.
  ///   - rankLimit: the largest k.
  ///   - seed: which entries are held out.
  ///   - heldOutFraction: above 0, below 1.
  /// - Throws: ``EstimationError``.
  public init(
    _ entries: ObservedEntries, rankLimit: Int = 20, seed: UInt64 = 0, heldOutFraction: Double = 0.1
  ) throws(EstimationError) {
    let parts = try HeldOutEntries(entries, fraction: heldOutFraction, seed: seed)
    let limit = max(0, min(rankLimit, min(entries.rowCount, entries.columnCount) / 2))
    let trial = try FilledMatrix(parts.fitted, rank: limit)
    let (rows, columns) = (parts.heldOut.rows, parts.heldOut.columns)
    var (best, bestError) = (0, Double.infinity)
    for k in 0...limit {
      let values = trial.values(rows: rows, columns: columns, rank: k)
      let error = zip(values, parts.heldOut.values).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      if error < bestError { (best, bestError) = (k, error) }
    }
    try self.init(entries, rank: best)
  }

  private init(_ entries: ObservedEntries, rank: Int) throws(EstimationError) {
    let mean = entries.values.reduce(0, +) / Double(max(entries.count, 1))
    var rows = Array(repeating: 0.0, count: entries.rowCount)
    var columns = Array(repeating: 0.0, count: entries.columnCount)
    let pattern = entries.pattern
    for _ in 0..<Self.alternations {
      rows = Self.means(
        entries.values.indices.map { entries.values[$0] - mean - columns[entries.columns[$0]] },
        at: entries.rows, counts: pattern.rowEntryCounts)
      columns = Self.means(
        entries.values.indices.map { entries.values[$0] - mean - rows[entries.rows[$0]] },
        at: entries.columns, counts: pattern.columnEntryCounts)
    }
    let rest = entries.values.indices.map {
      entries.values[$0] - mean - rows[entries.rows[$0]] - columns[entries.columns[$0]]
    }
    let sparse = SparsePlusLowRank(pattern: pattern, values: rest)
    var generator = SeededGenerator(seed: 0)
    components =
      rank == 0
      ? LeadingPart(
        leftRows: Matrix(rowCount: 0, columnCount: entries.rowCount), values: [],
        rightRows: Matrix(rowCount: 0, columnCount: entries.columnCount))
      : try EstimationError.decomposing { () throws(LinearAlgebraError) in
        try sparse.leadingPart(count: rank, tolerance: 1e-4, limit: 30, using: &generator)
      }
    (self.mean, self.rank) = (mean, rank)
    (rowMeans, columnEffects) = (rows.map { mean + $0 }, columns)
  }

  /// Passes over rows and columns; each shrinks what is left by the share of one line's entries in another.
  private static let alternations = 20

  private static func means(_ values: [Double], at lines: [Int], counts: [Int]) -> [Double] {
    var sums = Array(repeating: 0.0, count: counts.count)
    for (line, value) in zip(lines, values) { sums[line] += value }
    return zip(sums, counts).map { $0 / Double(max($1, 1)) }
  }

  /// X at given places.
  ///
  /// - Parameters:
  ///   - rows: from 0.
  ///   - columns: as many, from 0.
  ///   - rank: components that are counted; nil counts all.
  /// - Returns: an entry for each place.
  public func values(rows: [Int], columns: [Int], rank: Int? = nil) -> [Double] {
    let count = min(rank ?? self.rank, components.values.count)
    return zip(rows, columns).map { i, j in
      (0..<count).reduce(rowMeans[i] + columnEffects[j]) {
        $0 + components.values[$1] * components.leftRows[$1, i] * components.rightRows[$1, j]
      }
    }
  }
}
