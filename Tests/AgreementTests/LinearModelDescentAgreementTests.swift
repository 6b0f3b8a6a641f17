import DeepLinearCore
import LinearAlgebra
import RealModule
import TestSupport
import Testing
import TrainingDynamics

@Suite("The closed form of one layer")
struct LinearModelDescentAgreementTests {
  /// Each step of plain descent rounds W twice, and a stable step never amplifies what was rounded.
  @Test(
    "It agrees with plain descent, whatever the rank of Sx and the step size",
    arguments: [3, 6, 20], [0.05, 0.9, 1.7])
  func plainDescent(samples: Int, share: Double) throws {
    let problem = try SampleObjective.regression.problem(
      inputWidth: 6, outputWidth: 4, samples: samples)
    let objective = try #require(problem.objective as? QuadraticObjective)
    let covariance = try #require(objective.inputCovariance)
    let stepSize = share / (try covariance.spectralNorm())
    var generator = SeededGenerator(seed: 5)
    let start = Matrix.gaussian(rowCount: 4, columnCount: 6, using: &generator)
    let model = try LinearModelDescent(objective: objective, start: start, stepSize: stepSize)
    var descent = GradientDescent(
      objective: objective, network: try Network(weights: Weights(layers: [start])),
      stepSize: stepSize)
    for step in 0...300 {
      let w = descent.endToEndMatrix
      let tolerance = roundingTolerance(for: w) * Double(step + 1)
      #expect(distance(model.endToEndMatrix(at: step), w) <= tolerance, "step \(step)")
      descent.step()
    }
  }

  /// The catalogue's W is the transpose of ours.
  ///
  /// A power (1 - eta l)^k carries the rounding of l k times
  /// eta over, and grows where eta l > 2; both sides of the sum are of the size of the largest of them.
  @Test("It agrees with the 25 digits of the catalogue, formula G.eq21")
  func catalogue() throws {
    let cases = try #require(ReferenceFamily.all(in: "vectors.json")["G.eq21"]).cases
    #expect(cases.count == 18)
    for vector in cases {
      let objective = try QuadraticObjective(
        inputs: vector.input("X"), outputs: vector.input("Y"))
      let covariance = try #require(objective.inputCovariance)
      let (stepSize, steps) = (try vector.number("eta"), try vector.number("t"))
      let start = try vector.input("W0").transpose()
      let model = try LinearModelDescent(
        objective: objective, start: start, stepSize: stepSize)
      let expected = try vector.expected("W").transpose()
      let size = [start, objective.minimizer, expected].map(\.frobeniusNorm).reduce(0, +)
      let growth = 1 + steps * stepSize * (try covariance.spectralNorm())
      let error = distance(model.endToEndMatrix(at: Int(steps)), expected)
      #expect(error <= 64 * .ulpOfOne * growth * size, "eta \(stepSize), t \(steps)")
    }
  }

  @Test("After 1e12 steps it is at the exact limit: W* + W(0) (I - projection on range(Sx))")
  func limit() throws {
    // By hand: X has rows (2, 0, 0) and (0, 1, 0), n = 2, so Sx = diag(2, 1/2, 0).
    let inputs = Matrix(rows: [[2, 0, 0], [0, 1, 0]])
    let outputs = Matrix(rows: [[6, 2], [-1, 4]])
    let objective = try QuadraticObjective(inputs: inputs, outputs: outputs)
    let start = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    let model = try LinearModelDescent(objective: objective, start: start, stepSize: 0.1)
    let limit = Matrix(rows: [[3, -1, 3], [1, 4, 6]])
    let result = model.endToEndMatrix(at: 1_000_000_000_000)
    #expect(distance(result, limit) <= roundingTolerance(for: limit))
  }

  /// The zero eigenvalues of Sx come out of the decomposition as about 1e-16, which 1e12 steps would show.
  @Test("What no input sees never moves, after 1e12 steps either")
  func nullSpace() throws {
    let problem = try SampleObjective.regression.problem(
      inputWidth: 6, outputWidth: 4, samples: 3)
    let objective = try #require(problem.objective as? QuadraticObjective)
    var generator = SeededGenerator(seed: 5)
    let start = Matrix.gaussian(rowCount: 4, columnCount: 6, using: &generator)
    let seen = try QRDecomposition(
      try #require(objective.inputCovariance).submatrix(
        rows: 0..<6, columns: 0..<3)
    ).orthonormalBasis
    let limit = start - start * seen * seen.transpose() + objective.minimizer
    let model = try LinearModelDescent(objective: objective, start: start, stepSize: 0.1)
    #expect(
      distance(model.endToEndMatrix(at: 1_000_000_000_000), limit)
        <= 8 * roundingTolerance(for: limit))
  }

  @Test("With Sx = I every entry follows the geometric series", arguments: [0, 1, 7, 1000])
  func whitened(step: Int) throws {
    let objective = try QuadraticObjective(target: Matrix(rows: [[2, -1]]))
    let model = try LinearModelDescent(
      objective: objective, start: Matrix(rows: [[0.5, 3]]), stepSize: 0.25)
    // The distance from the target shrinks by 3/4 in each step.
    let shrinkage = Double.pow(0.75, step)
    let expected = Matrix(rows: [[2 - 1.5 * shrinkage, -1 + 4 * shrinkage]])
    #expect(
      distance(model.endToEndMatrix(at: step), expected)
        <= roundingTolerance(for: expected) * Double(1 + step).squareRoot())
  }
}
