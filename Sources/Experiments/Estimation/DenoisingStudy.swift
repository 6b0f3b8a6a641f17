internal import LinearAlgebra
internal import LowRankEstimation
internal import MatrixFiles

/// Denoisers on matrices whose truth is known, over many draws of the noise.
struct DenoisingStudy {
  /// A clean matrix under Gaussian noise.
  struct Problem {
    let name: String

    /// The clean matrix.
    let truth: Matrix

    /// Its rank; nil when it has no low one.
    let rank: Int?

    /// The standard deviation of the noise.
    let noise: Double
  }

  /// One method on one problem: the relative errors ||W - C||_F / ||C||_F of all draws.
  struct Row {
    let method: String
    let errors: [Double]

    var mean: Double { SampleMean(errors).value }

    /// The standard error of the mean.
    var standardError: Double { SampleMean(errors).standardError ?? .nan }
  }

  let problem: Problem
  let rows: [Row]

  /// The row of a method.
  func row(_ method: String) -> Row? { rows.first { $0.method == method } }

  static let oracle = "early-stopped, best stop in hindsight"
  static let early = "early-stopped, SURE"
  static let shrinkage = "optimal shrinkage (Frobenius)"

  /// What a method makes of a decomposed matrix.
  private typealias Method = (name: String, estimate: (DecomposedMatrix) throws -> DenoisedMatrix)

  /// Draws the noise and denoises.
  ///
  /// - Parameters:
  ///   - problem: the problem.
  ///   - drawCount: how often, at least twice.
  ///   - seed: decides the noise.
  /// - Throws: ``EstimationError``, ``ExperimentError/interrupted``.
  init(_ problem: Problem, drawCount: Int, seed: UInt64) throws {
    let known = NoiseLevel.known(problem.noise)
    let denoiser = SpectralDenoiser(stopping: .stein(noise: known))
    func plain(_ name: String, _ denoiser: some MatrixDenoiser) -> Method {
      (name, { try denoiser.fit($0) })
    }
    var methods: [Method] = [
      (Self.oracle, { try denoiser.oracle($0, truth: problem.truth) }),
      plain(Self.early, denoiser),
      plain("early-stopped, SURE, noise estimated", SpectralDenoiser(stopping: .stein())),
      plain(
        "early-stopped, bi-cross-validation", SpectralDenoiser(stopping: .biCrossValidation())),
      plain(
        "early-stopped, discrepancy, depth 2",
        SpectralDenoiser(
          depths: [2], starts: [.share(1e-4)], stopping: .discrepancy(noise: known))),
      plain(
        "early-stopped, depth 1, SURE",
        SpectralDenoiser(depths: [1], stopping: .stein(noise: known))),
      plain("optimal hard threshold", HardThreshold(noise: known)),
      plain("optimal hard threshold, noise estimated", HardThreshold()),
      plain(Self.shrinkage, OptimalShrinkage(.frobenius, noise: known)),
      plain("optimal shrinkage (Frobenius), noise estimated", OptimalShrinkage()),
      plain("optimal shrinkage (operator)", OptimalShrinkage(.operatorNorm, noise: known)),
      plain("optimal shrinkage (nuclear)", OptimalShrinkage(.nuclear, noise: known)),
      plain("soft threshold, SURE", SoftThreshold(noise: known)),
    ]
    if let rank = problem.rank {
      methods.append(plain("truncated at the true rank", TruncatedDecomposition(rank: rank)))
    }
    var errors = methods.map { _ in [Double]() }
    let norm = problem.truth.frobeniusNorm
    for draw in 0..<drawCount {
      if Task.isCancelled { throw ExperimentError.interrupted }
      var generator = SeededGenerator(seed: seed, stream: UInt64(draw))
      let noisy =
        problem.truth
        + Matrix.gaussian(
          rowCount: problem.truth.rowCount, columnCount: problem.truth.columnCount,
          standardDeviation: problem.noise, using: &generator)
      let matrix = try DecomposedMatrix(noisy)
      for (k, method) in methods.enumerated() {
        errors[k].append(
          (try method.estimate(matrix).estimate - problem.truth).frobeniusNorm / norm)
      }
    }
    self.problem = problem
    rows = zip(methods, errors).map { Row(method: $0.name, errors: $1) }
  }
}

extension DenoisingStudy.Problem {
  /// 60 x 100 of rank 4, singular values 40, 30, 20, 15, noise 1, whose edge is at 17.7.
  static func small() throws -> Self {
    try lowRank("60 x 100, rank 4", 60, 100, [40, 30, 20, 15])
  }

  /// 40 x 50 of rank 2, singular values 30, 20, noise 1, whose edge is at 13.4; small enough for a test.
  static func quick() throws -> Self {
    try lowRank("40 x 50, rank 2", 40, 50, [30, 20])
  }

  /// 200 x 300 of rank 10, singular values 100, 93, ..., 37, noise 1, whose edge is at 31.5.
  static func large() throws -> Self {
    try lowRank("200 x 300, rank 10", 200, 300, (0..<10).map { 100 - 7 * Double($0) })
  }

  /// The first handwritten ones that come with DeepLinear, noise of the standard deviation of Chou's uniform one, 255 / sqrt 3.
  static func ones(_ count: Int = 100) throws -> Self {
    let images = try IDXFile.decode(
      PackageResources.ones_images_idx_gz, count: count, file: "the ones")
    return Self(
      name: "MNIST ones, \(count) x 784", truth: images.matrix(), rank: nil,
      noise: 255 / 3.0.squareRoot())
  }

  private static func lowRank(
    _ name: String, _ rows: Int, _ columns: Int, _ singularValues: [Double]
  ) throws -> Self {
    var generator = SeededGenerator(seed: 0)
    let rank = singularValues.count
    let left = try Matrix.orthonormal(rowCount: rows, columnCount: rank, using: &generator)
    let right = try Matrix.orthonormal(rowCount: rank, columnCount: columns, using: &generator)
    return Self(
      name: name, truth: left.scalingColumns(by: singularValues) * right, rank: rank, noise: 1)
  }
}
