internal import LinearAlgebra
internal import Observables

/// The best approximations of the target by matrices of low rank, as estimates of the clean matrix.
///
/// This is the truncated singular value decomposition of the noisy target, what a run is held against.
struct Truncation {
  /// The relative error to the clean matrix of the approximation of rank 1, 2, ...
  let errors: [Double]

  private let decomposition: SingularValueDecomposition

  /// The largest rank that is tried.
  private static let rankLimit = 20

  /// Decomposes the target.
  init(of target: Matrix, clean: Matrix) throws {
    let decomposition = try SingularValueDecomposition(target)
    let ranks = 1...max(1, min(Self.rankLimit, decomposition.values.count))
    errors = ranks.map { decomposition.truncated(toRank: $0).relativeError(to: clean) }
    self.decomposition = decomposition
  }

  /// The rank whose approximation is closest to the clean matrix.
  var bestRank: Int {
    (errors.indices.min { errors[$0] < errors[$1] } ?? 0) + 1
  }

  /// The best approximation of a rank, p x d.
  func matrix(ofRank rank: Int) -> Matrix { decomposition.truncated(toRank: rank) }
}
