import DeepLinearCore
import ExperimentFiles
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import Experiments

@Suite("Problems")
struct ProblemTests {
  private func problem(_ text: String, seed: Int = 1) throws -> Problem {
    try Sample.prepared(
      problem: text, networks: ["{depth: 1, initialization: {gaussian: 1}}"], seed: seed
    )
    .problem
  }

  // MARK: - Factorisation

  @Test(
    "Noise has the moments of its kind",
    arguments: [
      // Variance and fourth moment: b^2 / 3 and b^4 / 5; m^2 and m^4; s^2 and 3 s^4.
      ("{uniform: 3}", 3.0, 16.2), ("{twoPoint: 2}", 4.0, 16.0), ("{gaussian: 0.5}", 0.25, 0.1875),
    ])
  func noise(kind: String, variance: Double, fourthMoment: Double) throws {
    let problem = try problem(
      "{factorization: {target: {gaussian: {rows: 200, columns: 150}}, noise: \(kind)}}")
    let (target, clean) = (try #require(problem.target), try #require(problem.clean))
    let noise = (target - clean).elements
    let count = Double(noise.count)
    // Six standard errors: one seed in five hundred million would miss them.
    let mean = noise.reduce(0, +) / count
    #expect(mean.magnitude <= 6 * (variance / count).squareRoot())
    let second = noise.reduce(0) { $0 + $1 * $1 } / count
    let error = ((fourthMoment - variance * variance) / count).squareRoot()
    // The subtraction above rounds numbers of size 8 at most.
    #expect((second - variance).magnitude <= 6 * error + 8 * variance * Double.ulpOfOne * 8)
    // Independent of the matrix that it is added to: no correlation beyond chance.
    let correlation = (target - clean).innerProduct(clean) / count
    #expect(correlation.magnitude <= 6 * (variance / count).squareRoot())
  }

  @Test("Bounded noise keeps its bound and two-point noise its two points")
  func boundedNoise() throws {
    let zero = "{gaussian: {rows: 30, columns: 20, standardDeviation: 0}}"
    let uniform = try problem("{factorization: {target: \(zero), noise: {uniform: 3}}}")
    #expect(try #require(uniform.target).largestMagnitude <= 3)
    let twoPoint = try problem("{factorization: {target: \(zero), noise: {twoPoint: 2}}}")
    #expect(Set(try #require(twoPoint.target).elements) == [-2, 2])
  }

  @Test("Symmetric noise is symmetric, has the spectral norm and the spectrum of its kind")
  func symmetricNoise() throws {
    let size = 60
    let problem = try problem(
      "{factorization: {target: {gaussian: {rows: \(size), columns: \(size), standardDeviation: 0}}, noise: {symmetric: {spectralNorm: 2}}}}"
    )
    let noise = try #require(problem.target)
    #expect(noise == Matrix(rowCount: size, columnCount: size) { noise[$1, $0] })
    let values = try SymmetricEigendecomposition(noise).values
    let largest = try #require(values.map(\.magnitude).max())
    #expect((largest - 2).magnitude <= 2 * Double(size) * .ulpOfOne)
    // A semicircle of radius R has the mean square R^2 / 4; here R is 2 up to a share of n^{-2/3}.
    let square = values.reduce(0) { $0 + $1 * $1 } / Double(size)
    #expect((square - 1).magnitude <= 6 * Double.pow(Double(size), -2.0 / 3))
  }

  @Test("Symmetric noise on a matrix that is not square is refused with its shape")
  func symmetricNoiseShape() throws {
    let message = """
      noise.symmetric: it is added to a 2 x 3 matrix, but needs a square one
      """
    #expect {
      try problem(
        "{factorization: {target: {gaussian: {rows: 2, columns: 3}}, noise: {symmetric: {spectralNorm: 1}}}}"
      )
    } throws: { "\($0)" == message }
  }

  @Test("The clean matrix is the one given, else the target before noise, else none")
  func clean() throws {
    let target = Matrix(diagonal: [2, 1])
    let plain = try problem("{factorization: {target: {diagonal: [2, 1]}}}")
    #expect(plain.clean == nil && plain.target == target && plain.isFactorization)
    let noisy = try problem("{factorization: {target: {diagonal: [2, 1]}, noise: {gaussian: 1}}}")
    #expect(noisy.clean == target && noisy.target != target)
    let given = try problem(
      "{factorization: {target: {diagonal: [2, 1]}, noise: {gaussian: 1}, clean: {diagonal: [5, 6]}}}"
    )
    #expect(given.clean == Matrix(diagonal: [5, 6]) && given.target == noisy.target)
  }

  @Test("A clean matrix of another shape is refused with both shapes")
  func cleanShape() throws {
    let message = """
      problem: the clean matrix is 1 x 3, but the end-to-end matrix is 2 x 2
      """
    #expect {
      try problem("{factorization: {target: {diagonal: [2, 1]}, clean: {rows: [[1, 2, 3]]}}}")
    } throws: { "\($0)" == message }
  }

  @Test("Data follow from the seed alone, whatever the networks are")
  func streams() throws {
    let text = """
      {factorization: {target: {lowRank: {rows: 5, columns: 4, singularValues: [2, 1]}}, noise: {gaussian: 1}}}
      """
    let lone = "{depth: 2, initialization: {gaussian: 0.1}}"
    let other = "{name: other, depth: 3, initialization: {orthogonal: 1}}"
    let first = try Sample.prepared(problem: text, networks: [lone])
    let second = try Sample.prepared(problem: text, networks: [lone, other])
    #expect(first.problem.target == second.problem.target)
    #expect(first.problem.clean == second.problem.clean)
    #expect(try first.network(0) == second.network(0))
    let third = try Sample.prepared(problem: text, networks: [lone], seed: 2)
    #expect(third.problem.clean != first.problem.clean)
    #expect(
      try #require(third.problem.target) - #require(third.problem.clean)
        != #require(first.problem.target) - #require(first.problem.clean))
    #expect(try third.network(0) != first.network(0))
  }

  @Test("Equal networks of one experiment start differently")
  func networkStreams() throws {
    let experiment = try Sample.prepared(
      networks: ["a", "b"].map { "{name: \($0), depth: 2, initialization: {gaussian: 0.1}}" })
    #expect(try experiment.network(0).weights != experiment.network(1).weights)
  }

  // MARK: - Data

  /// X of 40 normal samples of 3 inputs: its smallest singular value exceeds 40^{1/2} - 3^{1/2} - 4 > 0.5
  /// but with probability e^{-8} (Davidson, Szarek 2001).
  private let inputs = "inputs: {gaussian: {rows: 40, columns: 3}}"

  @Test("Without noise the least squares solution is the ground truth")
  func groundTruth() throws {
    let truth = Matrix(rows: [[1, 2, 3], [-1, 0, 1]])
    let problem = try problem(
      "{regression: {\(inputs), outputs: {groundTruth: {matrix: {rows: [[1, 2, 3], [-1, 0, 1]]}}}}}"
    )
    #expect(problem.clean == truth)
    let minimizer = try #require(problem.target)
    // The condition number of Sx is at most (10.7 / 0.5)^2.
    #expect(distance(minimizer, truth) <= 460 * roundingTolerance(for: truth))
    #expect(!problem.isFactorization)
  }

  @Test("The residual of noisy outputs has the size that least squares leaves")
  func noisyGroundTruth() throws {
    let problem = try problem(
      """
      {regression: {inputs: {gaussian: {rows: 400, columns: 5}},
      outputs: {groundTruth: {matrix: {gaussian: {rows: 4, columns: 5}}, noise: {gaussian: 0.5}}}}}
      """)
    // ||residual||^2 / sigma^2 is chi-square with p (n - d) degrees of freedom.
    let freedom = 4.0 * (400 - 5)
    let scaled = 2 * 400 * (try #require(problem.quadratic)).minimumLoss / 0.25
    #expect((scaled - freedom).magnitude <= 6 * (2 * freedom).squareRoot())
  }

  @Test("The outputs of a sigmoid problem are those of the ground truth, so its loss there is 0")
  func sigmoid() throws {
    let problem = try problem(
      "{sigmoid: {\(inputs), outputs: {groundTruth: {matrix: {rows: [[1, -2, 1], [0, 1, 0]]}}}}}")
    let truth = Matrix(rows: [[1, -2, 1], [0, 1, 0]])
    #expect(problem.clean == truth && problem.target == nil && problem.quadratic == nil)
    // 80 outputs, each right to a few units of the last place.
    let rounding = 8 * Double.ulpOfOne
    #expect(problem.objective.loss(at: truth) <= 80 * rounding * rounding)
    #expect(problem.objective.loss(at: Matrix(rowCount: 2, columnCount: 3)) > 1e-3)
  }

  @Test(
    "Samples of a factor model lie near the range of its loadings, on which the clean matrix projects"
  )
  func factorModel() throws {
    let problem = try problem(
      """
      {autoencoder: {inputs: {factorModel: {rows: 400, columns: 12, variances: [4, 1, 0.25], noise: 0.01}}}}
      """)
    let projector = try #require(problem.clean)
    let rounding = 12 * Double.ulpOfOne
    #expect((projector * projector - projector).frobeniusNorm <= 8 * rounding)
    #expect((projector.transpose() - projector).frobeniusNorm <= rounding)
    #expect((projector.trace - 3).magnitude <= 8 * rounding)
    let covariance = try #require(problem.quadratic?.inputCovariance)
    // Off the range there is noise alone: nine directions of variance 1e-4, each known to 5 standard errors.
    let outside = covariance.trace - (projector * covariance).trace
    #expect((outside / (9 * 1e-4) - 1).magnitude <= 5 * Double.sqrt(2.0 / (9 * 400)))
    // The factors' variances times loadings that are positive: some 4 * 12 / 3 for the first.
    #expect((projector * covariance).trace > 1)
  }

  @Test("A sensing problem measures its target: loss 0 there, and noise of its size otherwise")
  func sensing() throws {
    let target = "{lowRank: {rows: 4, columns: 3, rank: 1}}"
    let exact = try problem("{sensing: {target: \(target), measurements: 500}}")
    let truth = try #require(exact.clean)
    #expect(exact.objective.loss(at: truth) <= (12 * Double.ulpOfOne) * (12 * Double.ulpOfOne))
    // E f(W) = ||W - C||_F^2 / 2, with relative variance 2 / m.
    let away = exact.objective.loss(at: 2 * truth)
    #expect((2 * away - 1).magnitude <= 5 * Double.sqrt(2.0 / 500))
    let noisy = try problem(
      "{sensing: {target: \(target), measurements: 500, noise: {gaussian: 0.5}}}")
    #expect(noisy.clean == truth)
    let loss = noisy.objective.loss(at: truth)
    #expect((2 * loss / 0.25 - 1).magnitude <= 5 * Double.sqrt(2.0 / 500))
  }

  @Test("An autoencoder of independent inputs learns the identity")
  func autoencoder() throws {
    let target = try #require(try problem("{autoencoder: {\(inputs)}}").target)
    #expect(distance(target, .identity(3)) <= 460 * roundingTolerance(for: .identity(3)))
  }

  @Test("Classes are as many as the largest label asks for, unless given")
  func classes() throws {
    func width(_ more: String) throws -> Int {
      try problem(
        "{classification: {inputs: {diagonal: [1, 1, 1]}, labels: {rows: [[0], [2], [0]]}\(more)}}"
      ).objective.outputWidth
    }
    #expect(try width("") == 3)
    #expect(try width(", classes: 5") == 5)
  }

  @Test(
    "Labels that are not class numbers are refused",
    arguments: [
      ("[[0], [1.5], [0]]", "label 1.5 of sample 1 is not a whole number"),
      ("[[0, 1], [1, 0], [0, 0]]", "labels are one column of class numbers, not a 3 x 2 matrix"),
    ])
  func labels(rows: String, sentence: String) {
    #expect {
      try problem("{classification: {inputs: {diagonal: [1, 1, 1]}, labels: {rows: \(rows)}}}")
    } throws: { "\($0)" == "problem.classification.labels: \(sentence)" }
  }
}
